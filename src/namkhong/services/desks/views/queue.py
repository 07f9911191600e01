"""The counter's queue: where she sits, who is at her window, one key for the next."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from namkhong.foundation.citizens import queries as citizens
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.services.desks import actions, forms, queries
from namkhong.services.desks.errors import NoWindow
from namkhong.services.desks.models import Seat
from namkhong.web import gates
from namkhong.web.http import Request


@gates.official(Role.COUNTER)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def queue(request: Request) -> HttpResponse:
    """The queue of her Centre today; sent, the window she sits at."""
    if request.method != "POST":
        return _page(request)
    mine = sorted(request.actor.agencies_as(Role.COUNTER))
    try:
        actions.sit_at(
            agency_id=forms.number(request.POST, "noi") or mine[0],
            window=forms.number(request.POST, "quay"),
            actor=request.actor,
            now=clock.now(),
        )
    except Invalid as problem:
        return _page(request, {name: str(sentence) for name, sentence in problem.fields.items()})
    return HttpResponseRedirect(reverse("counter_queue"))


def _page(
    request: Request, errors: dict[str, str] | None = None, conflict: str = "", status: int = 422
) -> HttpResponse:
    actor = request.actor
    seat = queries.seat_of(actor)
    mine = organisations.cards_of(actor.agencies_as(Role.COUNTER))
    context: dict[str, Any] = {
        "seat": seat,
        "asking": seat is None or bool(errors) or "doi" in request.GET,
        "centres": [(str(card.id), card.name) for card in sorted(mine.values(), key=lambda card: card.name)],
        "posted": request.POST,
        "errors": errors or {},
        "conflict": conflict,
        **(_standing(request, seat) if seat is not None else {}),
    }
    return render(request, "desks/officer/queue.html", context, status=status if errors or conflict else 200)


def _standing(request: Request, seat: Seat) -> dict[str, Any]:
    now = clock.now()
    here = queries.current(request.actor, now)
    return {
        "centre": organisations.agency(seat.agency_id),
        "here": here,
        "who": _who(here.holder_id) if here is not None else "",
        "queue": queries.queue_of(seat.agency_id, now),
        "missed": queries.missed(seat.agency_id, now),
        "kiosk": queries.kiosk_of(seat.agency_id, now),
        "key": uuid.uuid4().hex,
    }


def _who(account_id: int | None) -> str:
    """Who took the number from home; a number taken on the spot names nobody."""
    person = citizens.person_of(account_id) if account_id is not None else None
    return person.full_name if person is not None else ""


@gates.official(Role.COUNTER)
@require_POST
def call_next(request: Request) -> HttpResponse:
    """One key: the next person, and straight to her filing where the clerk works without a pause."""
    try:
        called = actions.call_next(
            after=forms.number(request.POST, "sau") or None, actor=request.actor, now=clock.now()
        )
    except NoWindow:
        messages.info(request, _("Xin ghi quầy của ông/bà trước khi gọi số."))
        return HttpResponseRedirect(reverse("counter_queue"))
    if called is None:
        messages.info(request, _("Không còn ai chờ."))
        return HttpResponseRedirect(reverse("counter_queue"))
    return HttpResponseRedirect(reverse("counter_filing" if request.POST.get("lam") == "nop" else "counter_queue"))


_DEEDS = {"goi-lai": actions.call_again, "vang": actions.miss, "xong": actions.finish}


@gates.official(Role.COUNTER)
@require_POST
def ticket(request: Request, deed: str) -> HttpResponse:
    """Called again, not there, done."""
    try:
        _DEEDS[deed](ticket_id=forms.number(request.POST, "so"), actor=request.actor, now=clock.now())
    except NoWindow:
        return HttpResponseRedirect(reverse("counter_queue"))
    except Conflict as problem:
        return _page(request, conflict=str(problem), status=problem.status)
    return HttpResponseRedirect(reverse("counter_filing" if request.POST.get("lam") == "nop" else "counter_queue"))


@gates.official(Role.COUNTER)
@require_POST
def give_number(request: Request) -> HttpResponse:
    """A number for somebody who cannot take one herself."""
    seat = queries.seat_of(request.actor)
    if seat is None:
        return HttpResponseRedirect(reverse("counter_queue"))
    made = actions.take_number(
        agency_id=seat.agency_id,
        key=request.POST.get("khoa", "")[:100],
        actor=request.actor,
        now=clock.now(),
    )
    messages.success(request, _("Số của người vừa đến: %s") % made.label)
    return HttpResponseRedirect(reverse("counter_queue"))
