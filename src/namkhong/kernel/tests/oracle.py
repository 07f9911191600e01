"""The law read slowly: day by day and minute by minute, straight from its sentences. Tests hold the clock against it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from namkhong.kernel.clock import VIETNAM
from namkhong.kernel.worktime import Counting, Limit, LimitUnit, WorkCalendar

MINUTE = timedelta(minutes=1)


def due(limit: Limit, start: datetime, calendar: WorkCalendar) -> datetime:
    """The due date, found by waiting for it."""
    start = start.astimezone(VIETNAM).replace(second=0, microsecond=0)
    start = received(limit, start, calendar)
    if limit.counting is Counting.HOUR_EXACT:
        hours = limit.value * (1 if limit.unit is LimitUnit.WORKING_HOUR else calendar.hours_per_day)
        return after_minutes(start, hours * 60, calendar)
    day = start.date()
    if limit.unit is LimitUnit.DAY:
        day += timedelta(days=limit.value)
        while not works(day, calendar):
            day += timedelta(days=1)
    elif limit.unit is LimitUnit.WORKING_DAY:
        for _ in range(limit.value):
            day = next_working_day(day, calendar)
    return closing(day, calendar)


def received(limit: Limit, start: datetime, calendar: WorkCalendar) -> datetime:
    """On a day off, after close or after the cut-off: the next working day's opening."""
    today = start.date()
    late = limit.cutoff is not None and start.time() > limit.cutoff
    if works(today, calendar) and start <= closing(today, calendar) and not late:
        return start
    opening = calendar.periods_of(next_working_day(today, calendar))[0].opens
    return datetime.combine(next_working_day(today, calendar), opening, VIETNAM)


def after_minutes(start: datetime, minutes: int, calendar: WorkCalendar) -> datetime:
    """Wait until so many working minutes have passed."""
    at = start
    while minutes:
        periods = calendar.periods_of(at.date())
        if not periods or at.time() >= periods[-1].closes:
            at = datetime.combine(at.date() + timedelta(days=1), time(), VIETNAM)
            continue
        minutes -= any(period.opens <= at.time() < period.closes for period in periods)
        at += MINUTE
    return at


def works(day: date, calendar: WorkCalendar) -> bool:
    return bool(calendar.periods_of(day))


def next_working_day(day: date, calendar: WorkCalendar) -> date:
    day += timedelta(days=1)
    while not works(day, calendar):
        day += timedelta(days=1)
    return day


def closing(day: date, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day, calendar.periods_of(day)[-1].closes, VIETNAM)
