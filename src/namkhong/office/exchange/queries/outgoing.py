"""What went out: lists, one consignment, its history, the consignments of a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.office.exchange import policies
from namkhong.office.exchange.cards import consignment_cards
from namkhong.office.exchange.errors import NoSuchConsignment
from namkhong.office.exchange.models import Consignment
from namkhong.office.exchange.states import STATES, UNANSWERED, ConsignmentState
from namkhong.office.exchange.types import ConsignmentCard

PAGE: Final = 30


class View(StrEnum):
    """The lists of what went out; the value is what stands in the address."""

    ALL = "tat-ca"
    DEAD = "chua-gui-duoc"
    UNANSWERED = "chua-xac-nhan"
    RETURNED = "bi-tra-lai"


VIEWS: Final[dict[View, Promise]] = {
    View.ALL: _("Tất cả"),
    View.DEAD: _("Chưa gửi được"),
    View.UNANSWERED: _("Chưa có xác nhận từ nơi nhận"),
    View.RETURNED: _("Bị trả lại"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a consignment's history."""

    at: datetime
    words: str
    note: str
    by_name: str


def outbox(actor: Actor, view: View = View.ALL, cursor: str = "") -> Page[ConsignmentCard]:
    """One list of what the agencies of this official sent, the latest change first. Two queries.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = _of(actor, view)
    if cursor:
        at, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(changed_at__lt=at) | Q(changed_at=at, pk__lt=last))
    found = list(rows.order_by("-changed_at", "-pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].changed_at, found[-1].pk)
    return Page(consignment_cards(found), following)


def dead_count(actor: Actor) -> BoundedCount:
    """How much could not be sent, never counted past a thousand."""
    return _bounded(_of(actor, View.DEAD))


def unanswered_count(actor: Actor) -> BoundedCount:
    """For how much no receiver has said that it is registered, never counted past a thousand."""
    return _bounded(_of(actor, View.UNANSWERED))


def _of(actor: Actor, view: View) -> QuerySet[Consignment]:
    rows = Consignment.objects.filter(agency_id__in=policies.reads(actor))
    if view is View.DEAD:
        return rows.filter(state=ConsignmentState.DEAD)
    if view is View.UNANSWERED:
        return rows.filter(state__in=sorted(UNANSWERED))
    if view is View.RETURNED:
        return rows.filter(state=ConsignmentState.REFUSED)
    return rows


def _bounded(rows: QuerySet[Consignment]) -> BoundedCount:
    return BoundedCount(len(rows.order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1]))


def consignment(consignment_id: int, actor: Actor) -> ConsignmentCard:
    """One, for an official who reads what her agency sent.

    :raises NoSuchConsignment: none, or of another agency.
    """
    row = Consignment.objects.filter(pk=consignment_id, agency_id__in=policies.reads(actor)).first()
    if row is None:
        raise NoSuchConsignment
    return consignment_cards([row])[0]


def history(consignment_id: int) -> list[Happened]:
    """What happened to it, in order; the caller has asked whether it may be seen."""
    rows = Consignment(pk=consignment_id).steps.order_by("id")[:500]
    return [Happened(row.at, str(STATES[ConsignmentState(row.state)]), row.note, row.by_name) for row in rows]


def consignments_of(agency_id: int, document_key: str) -> list[ConsignmentCard]:
    """All receivers of a document, as they were named; the room that knows the document asks who may see it."""
    return consignment_cards(Consignment.objects.filter(agency_id=agency_id, document_key=document_key).order_by("id"))
