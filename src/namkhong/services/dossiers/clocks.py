"""The legal clock of one dossier and the time of each step, asked of the kernel with the deciding agency's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from namkhong.foundation.calendars import queries as calendars
from namkhong.kernel import clock
from namkhong.kernel.worktime import (
    Limit,
    Reckoning,
    WorkCalendar,
    add_working_time,
    as_printed,
    reckon,
    working_seconds,
)
from namkhong.services.dossiers import frozen
from namkhong.services.dossiers.types import Timeliness

_HOUR: Final = 3_600


@dataclass(frozen=True, slots=True)
class AgencyHours:
    """The calendar an agency works by, with its key, so that the record can name it."""

    key: str
    calendar: WorkCalendar

    def promise(self, limit: Limit, start: datetime) -> Reckoning:
        """The legal due date, with the walk that led to it."""
        return reckon(limit, start, self.calendar)

    def step_due(self, hours: int, start: datetime, legal_due: datetime | None) -> datetime:
        """When a step should be done: after its own working hours, never after the legal due date while that is ahead."""
        due = add_working_time(self.calendar, start, max(hours, 1) * _HOUR)
        if legal_due is not None and start < legal_due < due:
            return legal_due
        return due

    def worked_minutes(self, start: datetime, end: datetime) -> int:
        """Working time between two moments."""
        return working_seconds(self.calendar, start, end) // 60


def hours_of(agency_id: int, now: datetime) -> AgencyHours:
    """The working hours of an agency today."""
    key = frozen.calendar_key(agency_id)
    return AgencyHours(key, calendars.work_calendar(key, now=now))


def is_past(due_at: datetime, now: datetime) -> bool:
    """Has the promised minute gone by? At 17:30:40 half past five is still kept."""
    return as_printed(now) > due_at


def timeliness(done_at: datetime, due_at: datetime) -> Timeliness:
    """Before the day it was due, on that day in time, or late; what counts is the minute, as it is printed."""
    if is_past(due_at, done_at):
        return Timeliness.LATE
    return Timeliness.EARLY if clock.local_date(done_at) < clock.local_date(due_at) else Timeliness.ON_TIME
