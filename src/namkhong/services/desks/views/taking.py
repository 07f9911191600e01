"""Taking a number: at the Centre's kiosk, from home signed in; and the board that says who is called. No script anywhere."""

from __future__ import annotations

import uuid
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyKind
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Conflict, Invalid, Unseen
from namkhong.services.desks import actions, forms, queries
from namkhong.services.desks.errors import NoSuchCentre, NoSuchTicket
from namkhong.services.desks.models import Ticket
from namkhong.web import gates
from namkhong.web.http import Request

_BOARD_SECONDS: Final = 5
_OWN_SECONDS: Final = 30
_SHOWN_SECONDS: Final = 12  # the kiosk then stands ready for the next person


def _again(answer: HttpResponse, seconds: int, address: str = "") -> HttpResponse:
    """The browser asks again by itself; as a header, no script and no tag are needed."""
    answer["Refresh"] = f"{seconds}; url={address}" if address else str(seconds)
    return answer


@gates.public
@require_safe
@never_cache
def board(request: Request, agency_id: int) -> HttpResponse:
    """Large letters on a television: which number goes to which window. Nobody's name stands on it."""
    now = clock.now()
    try:
        centre = queries.centre(agency_id)
    except NoSuchCentre as problem:
        raise Unseen(str(problem)) from problem
    context = {
        "centre": centre,
        "calls": queries.calls(agency_id, now),
        "queue": queries.queue_of(agency_id, now),
        "now": now,
    }
    return _again(render(request, "desks/public/board.html", context), _BOARD_SECONDS)


@gates.public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def kiosk(request: Request, kiosk: str) -> HttpResponse:
    """One button; the number stands there for a while, then the page is ready for the next person."""
    now = clock.now()
    agency_id = queries.centre_of_kiosk(kiosk, now)
    address = reverse("kiosk", kwargs={"kiosk": kiosk})
    if request.method == "POST":
        key = request.POST.get("khoa", "")[:100] or uuid.uuid4().hex
        made = actions.take_number(agency_id=agency_id, key=key, kiosk=kiosk, actor=Actor.anonymous(), now=now)
        return HttpResponseRedirect(f"{address}?so={made.public_id}")
    context: dict[str, Any] = {"centre": queries.centre(agency_id), "key": uuid.uuid4().hex, "address": address}
    if written := request.GET.get("so", ""):
        found = queries.ticket(_uuid(written), now, agency_id=agency_id)
        context |= _of(found, now)
        return _again(render(request, "desks/public/kiosk.html", context), _SHOWN_SECONDS, address)
    return render(request, "desks/public/kiosk.html", context)


@gates.citizen
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take_number(request: Request) -> HttpResponse:
    """From home, for today: how many are before me, and to which window I am called."""
    now = clock.now()
    if request.method == "POST":
        agency_id = forms.number(request.POST, "noi")
        try:
            actions.take_number(agency_id=agency_id, key=uuid.uuid4().hex, actor=request.actor, now=now)
        except Invalid as problem:
            return _ask(request, {name: str(sentence) for name, sentence in problem.fields.items()}, problem.status)
        except Conflict as problem:
            return _ask(request, {"noi": str(problem)}, problem.status)
        return HttpResponseRedirect(reverse("take_number"))
    mine = queries.ticket_of(request.actor, now)
    if mine is None or "moi" in request.GET:
        return _ask(request, {}, 200)
    context = {
        **_of(mine, now),
        "centre": organisations.agency(mine.agency_id),
        "queue": queries.queue_of(mine.agency_id, now),
    }
    return _again(render(request, "desks/citizen/number.html", context), _OWN_SECONDS)


def _ask(request: Request, errors: dict[str, str], status: int) -> HttpResponse:
    centres = queries.centres()
    context = {
        "centres": [(str(card.id), card.name) for card in centres],
        "chosen": request.POST.get("noi") or _home(request.actor, {card.parent_id: card.id for card in centres}),
        "errors": errors,
    }
    return render(request, "desks/citizen/take_number.html", context, status=status)


def _home(actor: Actor, counters: dict[int | None, int]) -> str:
    """The counter of the commune she lives in, chosen beforehand."""
    person = citizens.person(actor.person_id) if actor.person_id is not None else None
    if person is None or not person.commune_code:
        return ""
    home = next(
        (card.id for card in organisations.agencies(AgencyKind.COMMUNE) if card.place_code == person.commune_code), None
    )
    return str(counters.get(home, ""))


def _of(found: Ticket, now: Any) -> dict[str, Any]:
    return {"ticket": found, "ahead": queries.ahead_of(found) if found.state == "waiting" else 0, "now": now}


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise NoSuchTicket from error
