"""The time limits in force on a day, read from the versioned table."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from namkhong.foundation.calendars import queries as calendars
from namkhong.kernel import clock
from namkhong.kernel.worktime import Limit, LimitUnit, Reckoning, parse_limit, reckon
from namkhong.services.feedback.errors import NoRule
from namkhong.services.feedback.models import TimeRule


def rule_of(kind: str, on: date) -> TimeRule:
    """The rule of a kind on a day.

    :raises NoRule: when none was loaded.
    """
    rows = TimeRule.objects.filter(kind=kind, effective_from__lte=on).order_by("-effective_from")
    found = next((row for row in rows if row.effective_to is None or on <= row.effective_to), None)
    if found is None:
        raise NoRule
    return found


def due(rule: TimeRule, start: datetime, calendar_key: str) -> Reckoning:
    """When an answer is due, counted on the calendar of the agency whose desk it reached."""
    return reckon(parse_limit(rule.limit), start, calendars.work_calendar(calendar_key, now=start))


def days_of(kind: str, now: datetime) -> int:
    """A limit that is plain calendar days, in days.

    :raises NoRule: when none was loaded, or it is written otherwise.
    """
    limit: Limit = parse_limit(rule_of(kind, clock.local_date(now)).limit)
    if limit.unit is not LimitUnit.DAY:
        raise NoRule
    return limit.value


def within(start: datetime, kind: str, now: datetime) -> bool:
    """Is the last of these days not over?"""
    return clock.local_date(now) <= clock.local_date(start) + timedelta(days=days_of(kind, now))
