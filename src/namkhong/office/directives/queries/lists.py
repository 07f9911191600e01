"""The lists: what is mine to do, what I gave, and with whom it is in time or late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.kernel.worktime import as_printed
from namkhong.office.directives import policies
from namkhong.office.directives.models import Directive
from namkhong.office.directives.states import DOING, OPEN, STATES, State
from namkhong.office.directives.types import DirectiveLine, Tally
from namkhong.web.words import day

PAGE: Final = 30


def mine(actor: Actor, cursor: str = "", *, now: datetime) -> Page[DirectiveLine]:
    """What is mine to do, what is late first.

    :raises Invalid: for a cursor that is none of ours.
    """
    return _page(Directive.objects.filter(policies.mine(actor), state__in=sorted(OPEN)), cursor, now)


def given(actor: Actor, cursor: str = "", *, now: datetime) -> Page[DirectiveLine]:
    """What I gave and is not done, what is late first.

    :raises Invalid: for a cursor that is none of ours.
    """
    return _page(Directive.objects.filter(giver_id__in=actor.accounts, state__in=sorted(OPEN)), cursor, now)


def _page(rows: QuerySet[Directive], cursor: str, now: datetime) -> Page[DirectiveLine]:
    if cursor:
        at, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=last))
    found = list(rows.order_by("due_at", "pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].due_at, found[-1].pk)
    names = names_of(found)
    return Page([_line(row, names, now) for row in found], following)


def _line(row: Directive, names: dict[int, str], now: datetime) -> DirectiveLine:
    due, kind = due_words(row, now)
    return DirectiveLine(row.public_id, row.subject, row.source, str(STATES[row.now_in]), names[row.pk], due, kind)


def names_of(rows: Iterable[Directive]) -> dict[int, str]:
    """Who has each: the official who works on it, who leads it, or the unit. Three queries."""
    several = list(rows)
    accounts = {pk for row in several for pk in (row.worker_id, row.lead_account_id) if pk is not None}
    people = organisations.official_names(accounts) if accounts else {}
    units = organisations.cards_of({row.lead_unit_id for row in several})
    found = {}
    for row in several:
        person = people.get(row.worker_id or 0) or people.get(row.lead_account_id or 0)
        found[row.pk] = person.full_name if person else units[row.lead_unit_id].name
    return found


def due_words(row: Directive, now: datetime) -> tuple[str, str]:
    """Until when, and how it stands: reported work is in time or late by when it was reported."""
    settled = row.reported_at or row.ended_at
    if settled is not None:
        return day(row.due_on), "late" if as_printed(settled) > row.due_at else "plain"
    if as_printed(now) > row.due_at:
        return day(row.due_on), "late"
    return day(row.due_on), "soon" if row.due_at - now < timedelta(days=1) else "ok"


def tally(actor: Actor, *, now: datetime) -> list[Tally]:
    """What I gave, with whom: open in time and late, and what ended this year in time and late. Most late first.

    What was reported counts as of the moment it was reported, not when I found the time to confirm it. Four queries at most.
    """
    year = datetime(clock.local(now).year, 1, 1, tzinfo=clock.VIETNAM)
    settled = Coalesce("reported_at", "ended_at")
    open_ = Q(state__in=sorted(DOING))
    ended = Q(state__in=[State.DONE, State.REPORTED])
    rows = (
        Directive.objects.filter(
            Q(state__in=sorted(OPEN)) | Q(state=State.DONE, ended_at__gte=year), giver_id__in=actor.accounts
        )
        .annotate(settled=settled)
        .values("lead_account_id", "lead_unit_id")
        .annotate(
            open=Count("pk", filter=open_ & Q(due_at__gte=as_printed(now))),
            late=Count("pk", filter=open_ & Q(due_at__lt=as_printed(now))),
            in_time=Count("pk", filter=ended & Q(settled__lt=F("due_at") + timedelta(minutes=1))),
            too_late=Count("pk", filter=ended & Q(settled__gte=F("due_at") + timedelta(minutes=1))),
        )
    )
    people = organisations.official_names(row["lead_account_id"] for row in rows if row["lead_account_id"])
    units = organisations.cards_of({row["lead_unit_id"] for row in rows})
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in rows:
        person = people.get(row["lead_account_id"])
        whom = person.full_name if person else units[row["lead_unit_id"]].name
        counted = (row["open"], row["late"], row["in_time"], row["too_late"])
        sums[whom] = [before + more for before, more in zip(sums[whom], counted, strict=True)]
    found = [Tally(whom or _("Không rõ"), *counted) for whom, counted in sums.items()]
    return sorted(found, key=lambda one: (-one.late, -one.too_late, one.whom))


def mine_count(actor: Actor) -> BoundedCount:
    """How much is mine to do, never counted past a thousand."""
    return _bounded(Directive.objects.filter(policies.mine(actor), state__in=sorted(DOING)))


def reported_count(actor: Actor) -> BoundedCount:
    """How much of what I gave waits for my word."""
    return _bounded(Directive.objects.filter(giver_id__in=actor.accounts, state=State.REPORTED))


def _bounded(rows: QuerySet[Directive]) -> BoundedCount:
    return BoundedCount(len(rows.order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1]))
