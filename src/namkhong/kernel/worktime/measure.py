"""Small questions to a calendar: how much working time, which opening, which close of business."""

from __future__ import annotations

from datetime import datetime

from namkhong.kernel.worktime.calendar import WorkCalendar


def as_printed(moment: datetime) -> datetime:
    """The moment as form 01 prints it, in hours and minutes: the legal clock starts, stops and resumes at that."""
    return moment.replace(second=0, microsecond=0)


def working_seconds(calendar: WorkCalendar, start: datetime, end: datetime) -> int:
    """Working time between two moments, in seconds; negative when they are given in reverse."""
    return calendar.worked_before(calendar.read(end)) - calendar.worked_before(calendar.read(start))


def add_working_time(calendar: WorkCalendar, start: datetime, seconds: int) -> datetime:
    """The moment at which so much working time has passed since ``start``; never outside working hours."""
    if seconds < 0:
        raise ValueError("working time is added, not taken away")
    at = calendar.read(start)
    if seconds == 0:
        return calendar.write(calendar.opening_from(at))
    return calendar.write(calendar.when_worked(calendar.worked_before(at) + seconds))


def next_opening(calendar: WorkCalendar, moment: datetime) -> datetime:
    """The moment itself inside working hours (ends included), else the start of the next working period."""
    return calendar.write(calendar.opening_from(calendar.read(moment)))


def working_days_between(calendar: WorkCalendar, start: datetime, end: datetime) -> int:
    """How many closes of business lie from ``start`` (included) to ``end`` (excluded); negative in reverse."""
    return calendar.day_at(calendar.read(end)) - calendar.day_at(calendar.read(start))


def closing_of(calendar: WorkCalendar, moment: datetime, days: int = 0) -> datetime:
    """The next close of business, moved by so many working days, back or forth."""
    return calendar.write(calendar.close_of(calendar.day_at(calendar.read(moment)) + days))
