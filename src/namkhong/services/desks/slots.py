"""What this room puts into the pages of others; ``config.wiring`` fills the slots with these."""

from __future__ import annotations

import uuid
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from namkhong.kernel.actor import Actor
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
    if deed is Deed.ASSIGN:
        return bool(moves) and leads(actor)
    return any(move in moves for move in MOVES[deed])


def leader_nav(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: the short page of those who sign."""
    if not leads(request.actor):
        return ""
    here = request.path == reverse("leader")
    return render_to_string("desks/officer/nav.html", {"href": reverse("leader"), "here": here}, request=request)


def leads(actor: Actor) -> bool:
    """Does she sign or answer for others' work?"""
    return actor.is_official and actor.holds(*policies.LEADING)
