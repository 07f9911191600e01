"""The rules in force, what they would erase now, and what was erased."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q

from namkhong.foundation.retention import policies
from namkhong.foundation.retention.models import Erasure, Rule
from namkhong.foundation.retention.types import ErasureLine, RuleLine, eraser_of
from namkhong.kernel import clock, pages
from namkhong.kernel.actor import Actor

PAGE: Final = 20


def rules_on(day: date) -> list[Rule]:
    """The rule of each kind in force on a day, those that erase first."""
    rows = Rule.objects.filter(Q(effective_to__isnull=True) | Q(effective_to__gte=day), effective_from__lte=day)
    latest = {row.kind: row for row in rows.order_by("effective_from")}
    return sorted(latest.values(), key=lambda row: (row.days is None, row.name))


def cutoff(rule: Rule, now: datetime) -> datetime | None:
    """The moment before which the time of this kind is over; none for what is kept."""
    return None if rule.days is None else now - timedelta(days=rule.days)


def rules(actor: Actor, *, now: datetime) -> list[RuleLine]:
    """Every rule with what it would erase at this moment, counted by the very code that erases, nothing changed.

    :raises NotProvinceAdministrator: for everybody but the province's administrators.
    """
    policies.require_province(actor)
    return [_line(row, now) for row in rules_on(clock.local_date(now))]


def _line(row: Rule, now: datetime) -> RuleLine:
    before, eraser = cutoff(row, now), eraser_of(row.kind)
    due = None
    if before is not None and eraser is not None:
        due = pages.BoundedCount(eraser.due(before, pages.COUNT_LIMIT + 1))
    return RuleLine(
        name=row.name,
        days=row.days,
        counted_from=row.counted_from,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        legal_source=row.legal_source,
        to_be_confirmed=row.to_be_confirmed,
        due=due,
    )


def erasures(actor: Actor, cursor: str = "") -> pages.Page[ErasureLine]:
    """What was erased, the last night first.

    :raises NotProvinceAdministrator: for everybody but the province's administrators.
    """
    policies.require_province(actor)
    found = Erasure.objects.select_related("rule").order_by("-id")
    if cursor:
        found = found.filter(id__lt=pages.decode_cursor(cursor, int)[0])
    rows = list(found[: PAGE + 1])
    more = pages.encode_cursor(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    lines = [
        ErasureLine(at=row.at, name=row.rule.name, days=row.rule.days or 0, before=row.before, count=row.count)
        for row in rows[:PAGE]
    ]
    return pages.Page(lines, more)
