"""One official's whole work given to another of the unit; a unit's or a post's to another unit or holder."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Invalid
from namkhong.services.desks import actions, forms
from namkhong.services.desks.errors import NobodyTakes
from namkhong.services.desks.models import Batch
from namkhong.services.desks.policies import LEADING
from namkhong.services.desks.queries import handing
from namkhong.services.desks.types import POSTS
from namkhong.services.dossiers import queries as dossiers
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(*LEADING)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_work(request: Request) -> HttpResponse:
    """Who gives, who takes; each dossier gets its own result on the page of the batch."""
    if request.method != "POST":
        return _page(request)
    try:
        made = actions.hand_work(
            from_account_id=forms.number(request.POST, "tu"),
            to_account_id=forms.number(request.POST, "giao-cho"),
            key=request.POST.get("khoa", ""),
            actor=request.actor,
            now=clock.now(),
        )
    except Invalid as problem:
        return _page(request, {name: str(sentence) for name, sentence in problem.fields.items()})
    return HttpResponseRedirect(reverse("batch", kwargs={"public_id": made.public_id}))


def _page(request: Request, errors: dict[str, str] | None = None) -> HttpResponse:
    people = organisations.people_of(request.actor, clock.local_date(clock.now()))
    context = {
        "people": [("", _("Chọn cán bộ")), *((str(one.account_id), f"{one.full_name}, {one.title}") for one in people)],
        "posted": request.POST,
        "errors": errors or {},
        "key": uuid.uuid4().hex,
    }
    return render(request, "desks/officer/hand_work.html", context, status=422 if errors else 200)


@dataclass(frozen=True, slots=True)
class _Way:
    """One hand-over that may be chosen: a unit to a unit, or a post to one of its holders."""

    value: str
    words: str
    agency_id: int
    role: str = ""
    unit_id: int = 0
    account_id: int = 0


@gates.official(*LEADING)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_unit(request: Request) -> HttpResponse:
    """Chosen, previewed with its counts, then done as batches."""
    ways = _ways(request)
    given = request.POST if request.method == "POST" else request.GET
    way = next((one for one in ways if one.value == given.get("viec", "")), None)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = _do(request, way)
            one = made[0] if len(made) == 1 else None
            return HttpResponseRedirect(
                reverse("batch", kwargs={"public_id": one.public_id}) if one else reverse("batches")
            )
        except Invalid as problem:
            errors = {"viec": str(problem)}
    held = dossiers.held_there(request.actor, way.agency_id, way.role, now=clock.now()) if way else []
    context = {
        "ways": [("", _("Chọn bàn giao nào")), *((one.value, one.words) for one in ways)],
        "any": bool(ways),
        "way": way,
        "rows": [(row.step_name or _("Chờ xử lý"), _role(row.role), row.count, row.late, row.stays) for row in held],
        "total": sum(row.count for row in held if not row.stays),
        "errors": errors,
        "key": uuid.uuid4().hex,
    }
    return render(request, "desks/officer/hand_unit.html", context, status=422 if errors else 200)


def _ways(request: Request) -> list[_Way]:
    found = [
        _Way(
            f"dv-{one.id}-{other.id}",
            _("Mọi việc của %(giver)s giao cho %(taker)s") % {"giver": one.name, "taker": other.name},
            one.id,
            unit_id=other.id,
        )
        for one, other in handing.units(request.actor)
    ]
    for card, role, people in handing.posts(request.actor, clock.now()):
        words = {"post": _role(role.value), "unit": card.name}
        found += [
            _Way(
                f"vt-{card.id}-{role.value}-{account}",
                _("Mọi việc của vị trí %(post)s, %(unit)s giao cho %(name)s") % {**words, "name": name},
                card.id,
                role.value,
                account_id=account,
            )
            for account, name in people
        ]
    return found


def _do(request: Request, way: _Way | None) -> list[Batch]:
    if way is None:
        raise NobodyTakes
    key, now = request.POST.get("khoa", ""), clock.now()
    if way.unit_id:
        return actions.hand_unit(
            from_agency_id=way.agency_id, to_agency_id=way.unit_id, key=key, actor=request.actor, now=now
        )
    return actions.hand_post(
        agency_id=way.agency_id, role=way.role, to_account_id=way.account_id, key=key, actor=request.actor, now=now
    )


def _role(role: str) -> str:
    return str(POSTS.get(Role(role), "")) if role in set(Role) else ""
