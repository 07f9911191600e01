"""What lies before the văn thư in the morning: five heaps, each with a count that stops and a list by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.office.drafting import policies
from namkhong.office.drafting.models import Delivery, Draft
from namkhong.office.drafting.queries.lists import PAGE, page_of
from namkhong.office.drafting.states import State
from namkhong.office.drafting.types import DraftLine

REFUSED: Final = "02"  # exchange.types.StatusCode


class Heap(StrEnum):
    """The value is what stands in the address."""

    NUMBER = "cho-cap-so"
    SEAL = "cho-dong-dau"
    ISSUE = "cho-phat-hanh"
    SILENT = "chua-xac-nhan"
    REFUSED = "bi-tra-lai"


HEAPS: Final[dict[Heap, Promise]] = {
    Heap.NUMBER: _("Chờ cấp số"),
    Heap.SEAL: _("Chờ đóng dấu"),
    Heap.ISSUE: _("Chờ phát hành"),
    Heap.SILENT: _("Chưa có xác nhận từ nơi nhận"),
    Heap.REFUSED: _("Bị trả lại"),
}
_STATES: Final = {Heap.NUMBER: State.NUMBERING, Heap.SEAL: State.SEALING, Heap.ISSUE: State.ISSUING}


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One receiver of an issued document that has not answered, or has refused it."""

    public_id: UUID
    number: str
    subject: str
    receiver: str
    issued_at: datetime


def heaps(actor: Actor) -> list[tuple[Heap, str, BoundedCount]]:
    """The five heaps with their counts. Five queries."""
    counted = []
    for one, words in HEAPS.items():
        rows = _drafts(actor, one) if one in _STATES else _deliveries(actor, one)
        found = rows.order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1]
        counted.append((one, str(words), BoundedCount(len(found))))
    return counted


def heap(actor: Actor, one: Heap, cursor: str = "", *, now: datetime) -> Page[DraftLine] | Page[DeliveryLine]:
    """One heap, what has lain longest first.

    :raises Invalid: for a cursor that is none of ours.
    """
    if one in _STATES:
        return page_of(_drafts(actor, one), cursor, now=now)
    rows = _deliveries(actor, one)
    if cursor:
        issued, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(issued_at__gt=issued) | Q(issued_at=issued, pk__gt=last))
    found = list(rows.select_related("draft").order_by("issued_at", "pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].issued_at, found[-1].pk)
    lines = [
        DeliveryLine(row.draft.public_id, row.draft.number, row.draft.subject, row.name, row.issued_at) for row in found
    ]
    return Page(lines, following)


def _drafts(actor: Actor, one: Heap) -> QuerySet[Draft]:
    return Draft.objects.filter(agency__in=policies.clerk_at(actor), state=_STATES[one])


def _deliveries(actor: Actor, one: Heap) -> QuerySet[Delivery]:
    status = REFUSED if one is Heap.REFUSED else ""
    return Delivery.objects.filter(agency__in=policies.clerk_at(actor), status=status)
