"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

import uuid
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.services.desks import policies, queries
from namkhong.services.desks.types import DEEDS, Deed
from namkhong.services.desks.views.batches import MOVES
from namkhong.web.http import Request


def inbox_tools(request: Request, **subject: Any) -> str:
    """For the slot ``inbox_tools``: what can be done to the ticked rows, kept filters, the list as a file."""
    inbox = subject["inbox"]
    moves = {row.next_move for row in inbox.rows}
    kept = str(subject["kept"])
    context = {
        "deeds": [(deed.value, str(DEEDS[deed])) for deed in Deed if _offered(deed, moves, request.actor)],
        "rows": inbox.rows,
        "kept": kept,
        "filtered": any(name in kept for name in ("q=", "thu-tuc=", "buoc=", "hinh-thuc=")),
        "filters": queries.saved_filters(request.actor),
        "key": uuid.uuid4().hex,
    }
    return render_to_string("desks/officer/tools.html", context, request=request)


def _offered(deed: Deed, moves: set[str | None], actor: Actor) -> bool:
    """Is there a row on which this can be done? Those who head a unit assign its work."""
    if deed is Deed.TO_UNIT:
        return False
    if deed is Deed.ASSIGN:
        return bool(moves) and leads(actor)
    return any(move in moves for move in MOVES[deed])


def leader_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: the short page of those who sign."""
    if not leads(request.actor):
        return ""
    here = request.path == reverse("leader")
    return render_to_string("desks/officer/nav.html", {"href": reverse("leader"), "here": here}, request=request)


def counter_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: the queue of those who sit at a counter."""
    if not (request.actor.is_official and request.actor.holds(Role.COUNTER)):
        return ""
    here = request.path == reverse("counter_queue")
    context = {"href": reverse("counter_queue"), "here": here}
    return render_to_string("desks/officer/counter_nav.html", context, request=request)


def counter_find(request: Request, **_subject: Any) -> str:
    """For the slot ``counter_find``: whose turn it is, where the clerk begins a filing."""
    return _at_window(request, filing=True)


def counter_done(request: Request, **_subject: Any) -> str:
    """For the slot ``counter_done``: one key for the next person."""
    return _at_window(request, filing=False)


def _at_window(request: Request, *, filing: bool) -> str:
    seat = queries.seat_of(request.actor)
    if seat is None:
        return ""
    now = clock.now()
    context = {
        "seat": seat,
        "here": queries.current(request.actor, now),
        "queue": queries.queue_of(seat.agency_id, now),
        "filing": filing,
    }
    return render_to_string("desks/officer/at_window.html", context, request=request)


def register_tools(request: Request, **subject: Any) -> str:
    """For the slot ``register_tools``: the whole year as a file."""
    return render_to_string("desks/officer/register_tools.html", subject, request=request)


def citizen_menu(request: Request, **_subject: Any) -> str:
    """For the slot ``citizen_menu``: a number at the counter, before leaving home."""
    return render_to_string("desks/citizen/menu.html", {}, request=request)


def leads(actor: Actor) -> bool:
    """Does she sign or answer for others' work?"""
    return actor.is_official and actor.holds(*policies.LEADING)
