"""The status message itself: what is said of a packet, queued behind what was said of it before."""

from __future__ import annotations

from datetime import datetime

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.office.exchange.bodies import agency_here
from namkhong.office.exchange.models import Packet, PacketAnswer
from namkhong.office.exchange.queueing import message_of, queue, way_to
from namkhong.office.exchange.storing import content_of
from namkhong.office.exchange.types import Party, Reference, Staff, StatusCode, StatusMessage


def tell_sender(packet: Packet, status: StatusCode, *, note: str, staff: Staff, actor: Actor, now: datetime) -> None:
    """Queue one status; the caller has made sure that it is told once."""
    agency = organisations.agency(packet.agency_id or 0)
    content = content_of(packet.content)
    # A receiver that bore another code when it was sent to answers under the code it was called by.
    own = next((party.code for party in content.to if party.code), agency.code)
    said = StatusMessage(
        sender=Party(own, agency.name),
        about=Reference(content.sender.code, content.number, content.promulgated_on, _about(packet, status)),
        status=status,
        note=note,
        at=now.replace(microsecond=0),
        staff=staff,
    )
    message = message_of(
        said,
        agency_id=agency.id,
        document_key=f"packet {packet.pk}",
        kind=None,
        files=[],
        actor=actor,
        now=now,
    )
    PacketAnswer.objects.create(
        packet=packet, code=status, note=note, staff_name=staff.name[:200], at=now, message=message
    )
    packet.status = status
    packet.save(update_fields=["status"])
    here = agency_here(content.sender.code, clock.local_date(now)) is not None
    queue(
        message,
        receiver_code=content.sender.code,
        receiver_name=content.sender.name,
        via=way_to(inside=here),
        now=now,
        packet=packet,
    )


def _about(packet: Packet, status: StatusCode) -> str:
    """A recall is answered about the document it wants back."""
    del status
    earlier = content_of(packet.content).business.earlier
    return earlier if packet.kind == "recall" and earlier else packet.document_id
