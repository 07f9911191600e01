"""What a packet of ``exchange`` says, as an arrival keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from namkhong.office.exchange import queries as exchange
from namkhong.office.exchange.types import PacketKind
from namkhong.office.intake.bodies import body_of
from namkhong.office.intake.states import Source

INSIDE = "inside"  # the connector between units of this platform
HIGHEST = 3  # edXML knows "hỏa tốc hẹn giờ" as 4; the decree has three stamps


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet in the words of this room; ``about_id`` is the packet it updates or replaces."""

    agency_id: int
    source: Source
    business: int
    about_id: int | None
    subject: str
    number: str
    type_name: str
    organ_name: str
    organ_code: str
    issued_on: date | None
    urgency: int
    due_on: date | None
    arrived_at: datetime
    files: list[tuple[UUID, str, str]]


def read(packet_id: int) -> Packet | None:
    """The packet; ``None`` for one that brings no document, or for none of our agencies."""
    card = exchange.packet_card(packet_id)
    if card.agency_id is None or card.kind is not PacketKind.DOCUMENT:
        return None
    said = card.content
    files = [one for one in exchange.packet_files(packet_id) if one.file_id is not None]
    return Packet(
        agency_id=body_of(card.agency_id).id,
        source=Source.INSIDE if card.via == INSIDE else Source.AXIS,
        business=int(said.business.kind),
        about_id=card.about_id,
        subject=said.subject or said.content,
        number=said.number,
        type_name=said.type_name,
        organ_name=said.sender.name or said.sender.code,
        organ_code=said.sender.code,
        issued_on=said.promulgated_on,
        urgency=min(max(said.urgency, 0), HIGHEST),
        due_on=said.due_on,
        arrived_at=card.arrived_at,
        files=[
            (one.file_id, one.name, "main" if place == 0 else "annex")
            for place, one in enumerate(files)
            if one.file_id is not None
        ],
    )


def signer_of(packet_id: int) -> tuple[str, str]:
    """Who signed what the packet brings: name and position."""
    signer = exchange.packet_card(packet_id).content.signer
    return signer.full_name, signer.position


def reason_of(packet_id: int) -> str:
    """Why the sender wants a document back, or changes it."""
    said = exchange.packet_card(packet_id).content
    return said.business.reason or said.content


def refused_files(packet_id: int) -> list[tuple[str, str]]:
    """Files of the packet that were not taken, and why."""
    return [(one.name, one.why) for one in exchange.packet_files(packet_id) if one.file_id is None]
