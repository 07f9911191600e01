"""What the sender is told of his document: 02 … 06, 15, 16; nothing where it came by hand."""

from __future__ import annotations

from datetime import datetime

from namkhong.kernel.actor import Actor
from namkhong.office.exchange import actions as exchange
from namkhong.office.exchange.types import Staff, StatusCode
from namkhong.office.intake.models import Arrival


def tell_sender(arrival: Arrival, code: str, note: str, actor: Actor, now: datetime) -> None:
    """Queue the status in the transaction of the deed; each code is told once."""
    if arrival.packet_id is None:
        return
    post = actor.posts[0] if actor.posts else None
    staff = Staff(department=post.agency_name if post else "", name=actor.label)
    exchange.answer(packet_id=arrival.packet_id, status=StatusCode(code), note=note, staff=staff, actor=actor, now=now)
