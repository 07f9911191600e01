"""The lists: what waits for văn thư, Văn phòng and leaders, all that came in, and what is mine to do."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.kernel.worktime import as_printed
from namkhong.office.intake import policies
from namkhong.office.intake.bodies import bodies_as
from namkhong.office.intake.models import Arrival, Assignment
from namkhong.office.intake.states import PARTS, SOURCES, STATES, End, Part, Recall, Source, State
from namkhong.office.intake.types import ArrivalLine, WorkLine
from namkhong.web.words import day, due_moment

PAGE: Final = 30


class View(StrEnum):
    """The lists of arrivals; the value is what stands in the address."""

    TO_REGISTER = "cho-vao-so"
    TO_PROPOSE = "cho-de-xuat"
    TO_DIRECT = "cho-y-kien"
    ALL = "tat-ca"


VIEWS: Final[dict[View, Promise]] = {
    View.TO_REGISTER: gettext_lazy("Chờ vào sổ"),
    View.TO_PROPOSE: gettext_lazy("Chờ đề xuất"),
    View.TO_DIRECT: gettext_lazy("Chờ lãnh đạo cho ý kiến"),
    View.ALL: gettext_lazy("Tất cả"),
}


def views_of(actor: Actor) -> list[View]:
    """The lists that are this official's, her own work of the day first."""
    found = []
    if actor.holds(*policies.CLERK):
        found.append(View.TO_REGISTER)
    if actor.holds(*policies.OFFICE):
        found.append(View.TO_PROPOSE)
    if actor.holds(*policies.LEADING):
        found.append(View.TO_DIRECT)
    return [*found, View.ALL] if actor.holds(*policies.DESK) else []


def arrivals(actor: Actor, view: View, cursor: str = "", *, now: datetime) -> Page[ArrivalLine]:
    """One list: what must be done first comes first; of all, the newest.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = _of_view(actor, view)
    if view is View.ALL:
        if cursor:
            at, last = decode_cursor(cursor, datetime, int)
            rows = rows.filter(Q(arrived_at__lt=at) | Q(arrived_at=at, pk__lt=last))
        found = list(rows.order_by("-arrived_at", "-pk")[: PAGE + 1])
    else:
        if cursor:
            at, last = decode_cursor(cursor, datetime, int)
            rows = rows.filter(Q(register_by__gt=at) | Q(register_by=at, pk__gt=last))
        found = list(rows.order_by("register_by", "pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        key = found[-1].arrived_at if view is View.ALL else found[-1].register_by
        following = encode_cursor(key, found[-1].pk)
    return Page([_arrival_line(row, now) for row in found], following)


def _of_view(actor: Actor, view: View) -> QuerySet[Arrival]:
    if view is View.TO_REGISTER:
        return Arrival.objects.filter(agency_id__in=bodies_as(actor, *policies.CLERK), state=State.ARRIVED)
    waiting = Arrival.objects.filter(state__in=[State.PROPOSED, State.REGISTERED])
    if view is View.TO_PROPOSE:
        return waiting.filter(agency_id__in=bodies_as(actor, *policies.OFFICE), state=State.REGISTERED)
    if view is View.TO_DIRECT:
        hers = Q(leader__isnull=True) | Q(leader_id__in=actor.accounts)
        return waiting.filter(hers, agency_id__in=bodies_as(actor, *policies.LEADING))
    return Arrival.objects.filter(agency_id__in=bodies_as(actor, *policies.DESK))


def _arrival_line(row: Arrival, now: datetime) -> ArrivalLine:
    due, kind = due_words(row, now)
    return ArrivalLine(
        public_id=row.public_id,
        serial=row.serial,
        number=row.number,
        organ=row.organ_name,
        subject=row.subject or _("Bản quét, chưa nhập trích yếu"),
        state=str(STATES[row.now_in]),
        source=str(SOURCES[Source(row.source)]),
        urgency=row.urgency,
        arrived_at=row.arrived_at,
        due=due,
        due_kind=kind,
        recalled=row.recall == Recall.ASKED,
    )


def due_words(row: Arrival, now: datetime) -> tuple[str, str]:
    """Until when it must be in the book; once it is, until when its author wants an answer."""
    if row.now_in is State.ARRIVED:
        return due_moment(row.register_by), _standing(row.register_by, now)
    if row.due_on is None or row.now_in in {State.RETURNED, State.RECALLED, State.DONE}:
        return "", "plain"
    today = clock.local_date(now)
    return day(row.due_on), "late" if row.due_on < today else "soon" if row.due_on == today else "ok"


def _standing(due_at: datetime, now: datetime) -> str:
    if as_printed(now) > due_at:
        return "late"
    return "soon" if clock.local_date(due_at) == clock.local_date(now) else "ok"


def work(actor: Actor, cursor: str = "", *, now: datetime) -> Page[WorkLine]:
    """What is mine to do and my unit's that nobody has taken on: what is late first, then by day, without a day last.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = _work(actor)
    if cursor:
        at, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(order_at__gt=at) | Q(order_at=at, pk__gt=last))
    found = list(rows.select_related("arrival").order_by("order_at", "pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].order_at, found[-1].pk)
    return Page([_work_line(row, now) for row in found], following)


def _work(actor: Actor) -> QuerySet[Assignment]:
    return Assignment.objects.filter(policies.held_by(actor), end=End.OPEN)


def _work_line(row: Assignment, now: datetime) -> WorkLine:
    due, kind = work_due(row, now)
    arrival = row.arrival
    return WorkLine(
        public_id=arrival.public_id,
        assignment_id=row.pk,
        serial=arrival.serial,
        number=arrival.number,
        organ=arrival.organ_name,
        subject=arrival.subject,
        urgency=arrival.urgency,
        part=str(PARTS[Part(row.part)]),
        accepted=row.accepted_at is not None,
        due=due,
        due_kind=kind,
    )


def work_due(row: Assignment, now: datetime) -> tuple[str, str]:
    """Until when one assignment, and how it stands; of an ended one whether it was in time."""
    if row.due_at is None or row.due_on is None:
        return "", "plain"
    if row.end != End.OPEN:
        late = row.ended_at is not None and as_printed(row.ended_at) > row.due_at
        return day(row.due_on), "late" if late else "plain"
    if as_printed(now) > row.due_at:
        return day(row.due_on), "late"
    soon = row.due_at - now < timedelta(days=1)
    return day(row.due_on), "soon" if soon else "ok"


def waiting(actor: Actor) -> dict[str, BoundedCount]:
    """How much waits for this official, list by list, never counted past a thousand; one query for each list of hers."""
    counts = {}
    for view in views_of(actor):
        if view is not View.ALL:
            counts[view.value] = _bounded(_of_view(actor, view))
    counts["work"] = _bounded(_work(actor))
    return counts


def recalls(actor: Actor) -> list[Arrival]:
    """What senders want back and the văn thư has not answered, the oldest first; at most a page."""
    rows = Arrival.objects.filter(agency_id__in=bodies_as(actor, *policies.CLERK), recall=Recall.ASKED)
    return list(rows.order_by("arrived_at", "pk")[:PAGE])


def _bounded(rows: QuerySet[Arrival] | QuerySet[Assignment]) -> BoundedCount:
    found = rows.order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1]
    return BoundedCount(len(found))
