"""Lists of drafts: mine, what waits for me, everything I may see. By key, a page at a time."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.office.drafting import policies
from namkhong.office.drafting.models import Draft
from namkhong.office.drafting.states import STATES, State
from namkhong.office.drafting.types import DraftLine
from namkhong.web.words import due_moment

PAGE: Final = 30


class View(StrEnum):
    """The lists; the value is what stands in the address."""

    MINE = "cua-toi"
    WAITING = "cho-toi"
    ALL = "tat-ca"


VIEWS: Final[dict[View, Promise]] = {
    View.MINE: _("Tôi soạn"),
    View.WAITING: _("Chờ tôi kiểm tra"),
    View.ALL: _("Tất cả"),
}


def drafts(actor: Actor, view: View, cursor: str = "", *, now: datetime) -> Page[DraftLine]:
    """One list: hers and all with the last moved first, what waits for her with the oldest first.

    :raises Invalid: for a cursor that is none of ours.
    """
    if view is View.WAITING:
        return page_of(waiting_for(actor), cursor, now=now)
    rows = Draft.objects.filter(Q(author__in=actor.accounts) if view is View.MINE else policies.visible_to(actor))
    if cursor:
        moved, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(moved_at__lt=moved) | Q(moved_at=moved, pk__lt=last))
    return _page(rows.order_by("-moved_at", "-pk"), now)


def waiting_for(actor: Actor) -> QuerySet[Draft]:
    """Drafts whose check is hers."""
    content = Q(state=State.CHECKING_CONTENT, unit__in=actor.agencies_as(*policies.HEADING))
    form = Q(state=State.CHECKING_FORMAT, agency__in=policies.bodies_as(actor, policies.OFFICE))
    return Draft.objects.filter(content | form)


def waiting(actor: Actor) -> BoundedCount:
    """How many drafts wait for her check, never counted past a thousand. One query at most."""
    if not actor.holds(*policies.HEADING):
        return BoundedCount(0)
    return BoundedCount(len(waiting_for(actor).order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1]))


def page_of(rows: QuerySet[Draft], cursor: str, *, now: datetime) -> Page[DraftLine]:
    """What has waited longest first."""
    if cursor:
        moved, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(moved_at__gt=moved) | Q(moved_at=moved, pk__gt=last))
    return _page(rows.order_by("moved_at", "pk"), now)


def _page(rows: QuerySet[Draft], now: datetime) -> Page[DraftLine]:
    found = list(rows.select_related("unit")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].moved_at, found[-1].pk)
    return Page([line(row, now) for row in found], following)


def line(row: Draft, now: datetime) -> DraftLine:
    """One line of a list."""
    due, kind = due_words(row, now)
    return DraftLine(
        public_id=row.public_id,
        type_name=row.type_name,
        subject=row.subject,
        state=str(STATES[row.now_in]),
        number=row.number,
        unit=row.unit.short_name,
        moved_at=row.moved_at,
        urgency=row.urgency,
        due=due,
        due_kind=kind,
    )


def due_words(row: Draft, now: datetime) -> tuple[str, str]:
    """Until when it must be issued (art. 18), and how that stands: late, soon (today), ok; after it was issued only lateness."""
    if row.issue_by is None:
        return "", "plain"
    if row.issued_at is not None:
        return (str(_("phát hành chậm")), "late") if row.issued_at > row.issue_by else ("", "plain")
    if now > row.issue_by:
        return due_moment(row.issue_by), "late"
    soon = clock.local_date(row.issue_by) == clock.local_date(now)
    return due_moment(row.issue_by), "soon" if soon else "ok"
