"""Lists of drafts, one draft with what may be done with it, two versions side by side."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from namkhong.foundation.files import queries as files
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.signatures import queries as signatures
from namkhong.kernel import clock
from namkhong.office.drafting import policies, previewing, queries
from namkhong.office.drafting.models import Draft
from namkhong.office.drafting.policies import Ability
from namkhong.office.drafting.queries.lists import VIEWS, View, due_words
from namkhong.office.drafting.queries.signing import own_fields
from namkhong.office.drafting.states import STATES, State
from namkhong.office.drafting.types import ANSWERS, URGENCIES
from namkhong.web import gates
from namkhong.web.http import Request

PDF = "application/pdf"


@gates.official(*policies.DRAFTING)
@require_safe
def drafts(request: Request) -> HttpResponse:
    """Mine, what waits for my check, everything I may see."""
    try:
        view = View(request.GET.get("xem", View.MINE))
    except ValueError:
        view = View.MINE
    page = queries.drafts(request.actor, view, request.GET.get("tiep", ""), now=clock.now())
    here = f"{reverse('drafts')}?{urlencode({'xem': view.value})}"
    context = {
        "view": view.value,
        "title": str(VIEWS[view]),
        "views": [(item.value, str(words)) for item, words in VIEWS.items()],
        "page": page,
        "following": f"{here}&{urlencode({'tiep': page.next})}" if page.next else "",
        "first": here if request.GET.get("tiep") else "",
    }
    return render(request, "drafting/officer/drafts.html", context)


@gates.official(*policies.DRAFTING)
@require_safe
def one(request: Request, public_id: UUID) -> HttpResponse:
    """One draft with what may be done with it."""
    found = queries.by_id(public_id, request.actor)
    return render(request, "drafting/officer/draft.html", sheet(request, found))


def sheet(request: Request, found: Draft) -> dict[str, Any]:
    """Everything the page of a draft shows."""
    now = clock.now()
    actor = request.actor
    can = policies.abilities(actor, found)
    due, kind = due_words(found, now)
    version = queries.newest(found)
    people = organisations.official_names([pk for pk in (found.author_id, found.signer_id) if pk is not None])
    today = clock.local_date(now)
    changing = Ability.CHANGE in can
    return {
        "draft": found,
        "body": version.body,
        "state": str(STATES[found.now_in]),
        "due": {"text": due, "kind": kind},
        "can": can,
        "urgency": str(URGENCIES[found.urgency]) if found.urgency else "",
        "author": people[found.author_id].full_name if found.author_id in people else "",
        "signer": people[found.signer_id].full_name if found.signer_id in people else "",
        "receivers": queries.receivers_of(found),
        "versions": queries.versions(found),
        "annexes": [(row, _link(request, row.file)) for row in found.annexes.order_by("position")],
        "stations": queries.stations(found),
        "opinions": queries.opinions(found, today),
        "asked": queries.asked_of(found, actor),
        "to_answer": queries.to_answer(found) if found.author_id in actor.accounts else [],
        "answers": [(one.value, str(words)) for one, words in ANSWERS.items()],
        "whom": _whom(found, now) if changing else [],
        "signs": found.now_in is State.SIGNING and bool(own_fields(found, actor)),
        "deliveries": list(found.deliveries.order_by("pk")[:500]) if found.issued_at else [],
        "accept": files.accept(),
        "posted": {},
        "errors": {},
        "conflict": "",
        "move": "",
    }


def _link(request: Request, file_id: UUID) -> str:
    return files.link(file_id, actor=request.actor, now=clock.now())


def _whom(found: Draft, now: Any) -> list[tuple[str, str]]:
    """Units as ``u12`` and people as ``p34`` whom the drafter may ask."""
    house = organisations.agency(found.agency_id)
    units = [(f"u{one.id}", one.name) for one in organisations.children_of(house.id) if one.id != found.unit_id]
    people = {
        one.account_id: (f"p{one.account_id}", f"{one.full_name}, {one.title}")
        for one in organisations.officials_inside(house.path, clock.local_date(now), *policies.DRAFTING)
        if one.account_id != found.author_id
    }
    return [*units, *people.values()]


@gates.official(*policies.DRAFTING)
@require_safe
def preview(request: Request, public_id: UUID) -> HttpResponse:
    """The document itself: its file when it is locked, else the page as it would be printed now."""
    found = queries.by_id(public_id, request.actor)
    if found.signed_document is not None:
        pdf = files.read(signatures.newest_file(found.signed_document))
    else:
        pdf = previewing.preview(found, clock.now())
    return _pdf(pdf, "van-ban.pdf")


@gates.official(*policies.DRAFTING)
@require_safe
def opinions_pdf(request: Request, public_id: UUID) -> HttpResponse:
    """The table of opinions, to be printed."""
    found = queries.by_id(public_id, request.actor)
    return _pdf(previewing.opinions(found, clock.now()), "tong-hop-y-kien.pdf")


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(pdf, content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@gates.official(*policies.DRAFTING)
@require_safe
def compare(request: Request, public_id: UUID) -> HttpResponse:
    """What changed from one version to another: words that came, words that went."""
    found = queries.by_id(public_id, request.actor)
    newest = found.version
    first, second = _asked(request, "tu", max(1, newest - 1)), _asked(request, "den", newest)
    subject, body = queries.differences(found, first, second)
    context = {
        "draft": found,
        "first": first,
        "second": second,
        "subject": subject,
        "body": body,
        "numbers": [(str(one.number), str(one.number)) for one in queries.versions(found)],
        "same": not any(one.mark for one in (*subject, *body)),
    }
    return render(request, "drafting/officer/compare.html", context)


def _asked(request: Request, name: str, usual: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else usual
