"""Rows as others see them."""

from __future__ import annotations

from collections.abc import Iterable

from namkhong.kernel.actor import Actor
from namkhong.office.exchange.models import Consignment, Dispatch, Packet
from namkhong.office.exchange.states import BEFORE, ConsignmentState, PacketState, Recall
from namkhong.office.exchange.storing import content_of
from namkhong.office.exchange.types import ConsignmentCard, Content, PacketCard, PacketKind, Party, StatusCode

SYSTEM = Actor.system("Hệ thống")


def packet_card(row: Packet) -> PacketCard:
    """A packet."""
    content = content_of(row.content) if row.content else Content(sender=Party(row.from_code, row.from_name))
    return PacketCard(
        id=row.pk,
        public_id=row.public_id,
        state=PacketState(row.state),
        kind=PacketKind(row.kind),
        agency_id=row.agency_id,
        via=row.via,
        content=content,
        arrived_at=row.arrived_at,
        about_id=row.about_id,
        status=StatusCode(row.status) if row.status else None,
        why=row.why,
    )


def consignment_cards(rows: Iterable[Consignment]) -> list[ConsignmentCard]:
    """Consignments, with how the trying goes; one query for all of them."""
    consignments = list(rows)
    trying: dict[int, Dispatch] = {}
    found = Dispatch.objects.filter(consignment__in=[row.pk for row in consignments], state__in=sorted(BEFORE))
    for dispatch in found.order_by("-id"):
        trying[dispatch.consignment_id or 0] = dispatch  # the first that has not left
    return [_card(row, trying.get(row.pk)) for row in consignments]


def _card(row: Consignment, trying: Dispatch | None) -> ConsignmentCard:
    return ConsignmentCard(
        id=row.pk,
        document_key=row.document_key,
        agency_id=row.agency_id,
        receiver_code=row.receiver_code,
        receiver_name=row.receiver_name,
        state=ConsignmentState(row.state),
        number=row.number,
        subject=row.subject,
        created_at=row.created_at,
        changed_at=row.changed_at,
        via=row.via,
        recall=Recall(row.recall),
        status_code=StatusCode(row.status_code) if row.status_code else None,
        status_note=row.status_note,
        status_at=row.status_at,
        sent_at=row.sent_at,
        tries=trying.attempts if trying else 0,
        next_try=trying.next_at if trying else None,
        last_answer=trying.why if trying else "",
    )
