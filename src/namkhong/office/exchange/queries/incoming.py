"""What came in: packets for the room that registers them, and what could not be taken."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.office.exchange import cards, policies
from namkhong.office.exchange.errors import NoSuchPacket
from namkhong.office.exchange.models import MessageFile, Packet, PacketFile
from namkhong.office.exchange.states import PacketState
from namkhong.office.exchange.types import PacketCard, PacketFileCard, PacketKind

PAGE: Final = 30


def packet_card(packet_id: int) -> PacketCard:
    """A packet, for the room above that knows who may see it.

    :raises NoSuchPacket: there is none.
    """
    row = Packet.objects.filter(pk=packet_id).first()
    if row is None:
        raise NoSuchPacket
    return cards.packet_card(row)


def packet_files(packet_id: int) -> list[PacketFileCard]:
    """Its files in order; one that was not taken has no ``file_id`` and says why."""
    rows = PacketFile.objects.filter(packet_id=packet_id).order_by("position")
    return [PacketFileCard(row.name, row.content_type, row.file_id, row.why) for row in rows]


def recall_of(packet_id: int) -> PacketCard | None:
    """The latest wish of the sender to have this document back, whether answered or not."""
    row = Packet.objects.filter(about_id=packet_id, kind=PacketKind.RECALL).order_by("-id").first()
    return cards.packet_card(row) if row is not None else None


def _rejected(actor: Actor) -> QuerySet[Packet]:
    """What came for the agencies of this official; what came for nobody is the province's to see."""
    seen = Q(agency_id__in=policies.reads(actor))
    if policies.reads_strays(actor):
        seen |= Q(agency__isnull=True)
    return Packet.objects.filter(seen, state=PacketState.REJECTED)


def rejected(actor: Actor, cursor: str = "") -> Page[PacketCard]:
    """What could not be taken, the newest first.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = _rejected(actor)
    if cursor:
        at, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(arrived_at__lt=at) | Q(arrived_at=at, pk__lt=last))
    found = list(rows.order_by("-arrived_at", "-pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].arrived_at, found[-1].pk)
    return Page([cards.packet_card(row) for row in found], following)


def rejected_one(public_id: UUID, actor: Actor) -> PacketCard:
    """One of them.

    :raises NoSuchPacket: there is none, or not for her.
    """
    row = _rejected(actor).filter(public_id=public_id).first()
    if row is None:
        raise NoSuchPacket
    return cards.packet_card(row)


def rejected_count(actor: Actor) -> BoundedCount:
    """How much, never counted past a thousand."""
    return BoundedCount(len(_rejected(actor).order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1]))


def files_named(ids: Collection[UUID]) -> set[UUID]:
    """Those of these files that went out or came in with a packet (``config.wiring``)."""
    wanted = list(ids)
    found = set(MessageFile.objects.filter(file_id__in=wanted).values_list("file_id", flat=True))
    found |= {pk for pk in PacketFile.objects.filter(file_id__in=wanted).values_list("file_id", flat=True) if pk}
    found |= {pk for pk in Packet.objects.filter(original__in=wanted).values_list("original", flat=True) if pk}
    return found
