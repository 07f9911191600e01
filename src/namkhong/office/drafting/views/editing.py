"""Beginning a draft and writing it: a plain form that keeps what was typed."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.files import queries as files
from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.office.documents import queries as documents
from namkhong.office.documents.types import TypeCard
from namkhong.office.drafting import actions, forms, policies, queries
from namkhong.office.drafting.layouts import Family, layout
from namkhong.office.drafting.models import Draft
from namkhong.office.drafting.policies import Ability
from namkhong.office.drafting.types import URGENCIES, Edited, NewDraft
from namkhong.web import gates
from namkhong.web.http import Request


def _units(request: Request) -> list[tuple[int, str]]:
    """The units she works in and may draft for."""
    found = {post.agency_id: post.agency_name for post in request.actor.posts if post.role in policies.DRAFTING}
    return [(int(pk), name) for pk, name in found.items()]


def _type(code: str) -> TypeCard | None:
    today = clock.local_date(clock.now())
    return next((one for one in queries.types(today) if one.code == code), None)


@gates.official(*policies.DRAFTING)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose the type, then write."""
    today = clock.local_date(clock.now())
    posted = request.POST if request.method == "POST" else request.GET
    kind = _type(posted.get("loai", ""))
    if kind is None:
        types = queries.types(today)
        wrong = {"loai": _("Xin chọn loại văn bản.")} if "loai" in posted or request.method == "POST" else {}
        context: dict[str, Any] = {"types": [(one.code, one.name) for one in types], "errors": wrong}
        return render(request, "drafting/officer/choose.html", context, status=422 if wrong else 200)
    units = _units(request)
    family = layout(today).family(kind.abbreviation, kind.name)
    if request.method != "POST":
        empty = {"token": str(uuid4()), "unit": str(units[0][0])}
        return render(request, "drafting/officer/edit.html", _page(request, kind, family, None, empty))
    try:
        made = actions.create(
            new=NewDraft(
                type_code=kind.code,
                unit_id=forms.number(request.POST, "unit") or units[0][0],
                content=forms.content(request.POST, family),
                receivers=forms.receivers(request.POST),
                token=forms.token(request.POST),
                signer_account_id=forms.number(request.POST, "signer"),
                symbol=forms.line(request.POST, "symbol", 20),
            ),
            actor=request.actor,
            now=clock.now(),
        )
    except Invalid as problem:
        context = _page(request, kind, family, None, request.POST) | {"errors": forms.fields_of(problem)}
        return render(request, "drafting/officer/edit.html", context, status=422)
    messages.success(request, _("Đã lưu dự thảo."))
    return HttpResponseRedirect(reverse("draft", kwargs={"public_id": made.public_id}))


@gates.official(*policies.DRAFTING)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, public_id: UUID) -> HttpResponse:
    """Write on: each save is a version."""
    found = policies.require(request.actor, Ability.CHANGE, queries.by_id(public_id, request.actor))
    kind = TypeCard(found.type_code, found.type_name, found.abbreviation)
    family = queries.family_of(found, clock.local_date(clock.now()))
    if request.method != "POST":
        return render(request, "drafting/officer/edit.html", _page(request, kind, family, found, _kept(found)))
    try:
        saved = actions.save(
            draft_id=found.pk,
            edited=Edited(
                content=forms.content(request.POST, family),
                receivers=forms.receivers(request.POST),
                signer_account_id=forms.number(request.POST, "signer"),
                symbol=forms.line(request.POST, "symbol", 20),
                version=forms.number(request.POST, "version"),
            ),
            source=forms.given_file(request.POST, request.FILES, "source"),
            actor=request.actor,
            now=clock.now(),
        )
    except (Invalid, Conflict) as problem:
        context = _page(request, kind, family, found, request.POST)
        context |= {"errors": forms.fields_of(problem)} if isinstance(problem, Invalid) else {"conflict": str(problem)}
        return render(request, "drafting/officer/edit.html", context, status=problem.status)
    messages.success(request, _("Đã lưu bản %d.") % saved.version)
    return HttpResponseRedirect(reverse("draft", kwargs={"public_id": saved.public_id}))


def _kept(found: Draft) -> dict[str, str]:
    """What is written, as the form would post it."""
    version = queries.newest(found)
    receivers = queries.receivers_of(found)
    return {
        "subject": version.subject,
        "body": version.body,
        "urgency": str(found.urgency),
        "signer": str(found.signer_id or ""),
        "symbol": found.symbol,
        "version": str(found.version),
        "addressed": forms.shown(receivers, addressed=True),
        "receivers": forms.shown(receivers, addressed=False),
        **{f"f-{name}": words for name, words in version.fields.items()},
    }


def _page(request: Request, kind: TypeCard, family: Family, found: Draft | None, posted: Any) -> dict[str, Any]:
    now = clock.now()
    units = _units(request)
    unit = found.unit_id if found else next((pk for pk, _name in units if str(pk) == posted.get("unit")), units[0][0])
    house = documents.house_of(unit)
    signers = queries.signers(house.id, now)
    return {
        "draft": found,
        "kind": kind,
        "unsure": family.to_be_confirmed,
        "fields": family.fields,
        "units": units if found is None else [],
        "house": house,
        "posted": posted,
        "signers": [("", _("Chọn người ký"))]
        + [(one.account_id, f"{one.full_name}: {', '.join(block.lines)}") for one, block in signers],
        "urgencies": [(number, str(words)) for number, words in URGENCIES.items()],
        "needs_symbol": not kind.abbreviation,
        "accept": files.accept(),
        "errors": {},
        "conflict": "",
    }
