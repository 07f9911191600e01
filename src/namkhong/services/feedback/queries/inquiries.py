"""Inquiries: one for who may read it, and the lists of senders and of officials."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.codes import could_be_a_code
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.kernel.worktime import as_printed
from namkhong.services.feedback import policies, secrets
from namkhong.services.feedback.errors import NoSuchInquiry
from namkhong.services.feedback.models import Inquiry, InquiryStep
from namkhong.services.feedback.states import MOVES, OPEN, STATES, Move, State
from namkhong.services.feedback.types import KINDS, InquiryLine, Kind, Station
from namkhong.web.words import due_moment, moment

PAGE: Final = 30
_NOBODY: Final = UUID(int=0)


class View(StrEnum):
    """The officials' lists; the value is what stands in the address."""

    TO_ASSIGN = "cho-phan-cong"
    TO_ANSWER = "cho-tra-loi"
    ALL = "tat-ca"


VIEWS: Final[dict[View, Promise]] = {
    View.TO_ASSIGN: _("Chờ phân công"),
    View.TO_ANSWER: _("Chờ tôi trả lời"),
    View.ALL: _("Tất cả"),
}


def _readable(code: str) -> Inquiry | None:
    if not could_be_a_code(code):
        return None
    return Inquiry.objects.filter(code=code.strip().upper()).first()


def by_code(code: str, actor: Actor) -> Inquiry:
    """An inquiry, for an official who may read it.

    :raises NoSuchInquiry: when there is none, or it is not for her.
    """
    return policies.require(actor, policies.Ability.SEE, _readable(code))


def of_sender(code: str, actor: Actor) -> Inquiry:
    """An inquiry, for who sent it.

    :raises NoSuchInquiry: when there is none, or it is somebody else's.
    """
    found = _readable(code)
    if found is None or not policies.is_senders(actor, found):
        raise NoSuchInquiry
    return found


def with_secret(code: str, secret: str) -> Inquiry | None:
    """An inquiry by its code and secret; ``None`` alike for an unknown code and a wrong secret."""
    found = _readable(code)
    right = secrets.is_secret(found.public_id if found else _NOBODY, secret)
    return found if found is not None and right else None


def mine(actor: Actor, cursor: str = "", *, now: datetime) -> Page[InquiryLine]:
    """What this citizen has sent, the newest first.

    :raises Invalid: for a cursor that is none of ours.
    """
    return _newest(Inquiry.objects.filter(sender_id=actor.account_id or 0), cursor, now, official=False)


def inbox(actor: Actor, view: View, cursor: str = "", *, now: datetime) -> Page[InquiryLine]:
    """One list of an official: what is due first, or everything with the newest first.

    :raises Invalid: for a cursor that is none of ours.
    """
    if view is View.ALL:
        return _newest(Inquiry.objects.filter(policies.visible_to(actor)), cursor, now, official=True)
    rows = _waiting(actor, view)
    if cursor:
        due, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=last))
    found = list(rows.order_by("due_at", "pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].due_at, found[-1].pk)
    return Page([_line(row, now, official=True) for row in found], following)


def waiting(actor: Actor) -> BoundedCount:
    """How much waits for this official to assign or to answer, never counted past a thousand. One query at most."""
    found = _waiting(actor, View.TO_ANSWER).order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1]
    if policies.bodies_as(actor, policies.AT_DESK):
        found = found.union(_waiting(actor, View.TO_ASSIGN).order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1])
    return BoundedCount(min(len(found), COUNT_LIMIT + 1))


def _waiting(actor: Actor, view: View) -> QuerySet[Inquiry]:
    rows = Inquiry.objects.filter(policies.visible_to(actor))
    if view is View.TO_ASSIGN:
        return rows.filter(state=State.SENT, desk_agency_id__in=policies.bodies_as(actor, policies.AT_DESK))
    named = Q(assigned_to=actor.account_id)
    body = Q(assigned_to=None, assigned_agency_id__in=policies.bodies_as(actor, policies.ANSWERING))
    return rows.filter(named | body, state=State.ASSIGNED)


def _newest(rows: QuerySet[Inquiry], cursor: str, now: datetime, *, official: bool) -> Page[InquiryLine]:
    if cursor:
        sent, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(sent_at__lt=sent) | Q(sent_at=sent, pk__lt=last))
    found = list(rows.order_by("-sent_at", "-pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].sent_at, found[-1].pk)
    return Page([_line(row, now, official=official) for row in found], following)


def _line(row: Inquiry, now: datetime, *, official: bool) -> InquiryLine:
    state = STATES[row.now_in]
    due, kind = due_words(row, now)
    words = str(state.official if official else state.sender)
    return InquiryLine(row.code, str(KINDS[Kind(row.kind)]), row.title, words, row.sent_at, due, kind)


def due_words(row: Inquiry, now: datetime) -> tuple[str, str]:
    """Until when, and how it stands: late, soon (today), ok; nothing once it is answered."""
    if row.now_in not in OPEN:
        return "", "plain"
    if as_printed(now) > row.due_at:
        return due_moment(row.due_at), "late"
    soon = clock.local_date(row.due_at) == clock.local_date(now)
    return due_moment(row.due_at), "soon" if soon else "ok"


def stations(inquiry: Inquiry, *, official: bool = False) -> list[Station]:
    """What happened, in order. The sender reads who answered and what is meant for her, not the inner notes."""
    rows: Iterable[InquiryStep] = InquiryStep.objects.filter(inquiry=inquiry).order_by("revision")
    made = []
    for row in rows:
        move = MOVES[Move(row.move)]
        who = ", ".join(part for part in (row.by_name, row.by_title) if part) if official or row.public else ""
        lines = [", ".join(part for part in (moment(row.at), who) if part)]
        if row.note and (official or row.public):
            lines.append(row.note)
        made.append(Station(str(move.official if official else move.sender), tuple(lines)))
    if inquiry.now_in in OPEN:
        made.append(Station(str(_("Có trả lời")), (str(_("Chậm nhất %s")) % moment(inquiry.due_at),), "ahead"))
    return made
