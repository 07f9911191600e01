"""The legal clock: how the time the law gives is counted on a province's calendar, and how the count is explained.

Pure Python over immutable data. ``reckon`` walks a limit from a moment to a due date; ``Clock`` folds the events of a
dossier (started, stopped, restarted, resumed, extended, closed). See ``docs/explanation/legal-clock.md``.
"""

from namkhong.kernel.worktime.calendar import DayException, DayKind, Period, WeeklyHours, WorkCalendar
from namkhong.kernel.worktime.errors import AlreadyExtended, ClockRefused, HorizonExceeded, LimitUnclear
from namkhong.kernel.worktime.happenings import ClockEvent, Closed, Extended, Restarted, Resumed, Started, Stopped
from namkhong.kernel.worktime.legal_clock import Clock, ClockState, Standing
from namkhong.kernel.worktime.limits import Counting, Limit, LimitUnit, parse_limit
from namkhong.kernel.worktime.measure import (
    add_working_time,
    as_printed,
    closing_of,
    next_opening,
    working_days_between,
    working_seconds,
)
from namkhong.kernel.worktime.reckoning import Reckoning, reckon
from namkhong.kernel.worktime.steps import StartReason, Step, Why

__all__ = [
    "AlreadyExtended",
    "Clock",
    "ClockEvent",
    "ClockRefused",
    "ClockState",
    "Closed",
    "Counting",
    "DayException",
    "DayKind",
    "Extended",
    "HorizonExceeded",
    "Limit",
    "LimitUnclear",
    "LimitUnit",
    "Period",
    "Reckoning",
    "Restarted",
    "Resumed",
    "Standing",
    "StartReason",
    "Started",
    "Step",
    "Stopped",
    "WeeklyHours",
    "Why",
    "WorkCalendar",
    "add_working_time",
    "as_printed",
    "closing_of",
    "next_opening",
    "parse_limit",
    "reckon",
    "working_days_between",
    "working_seconds",
]
