"""Calendars for tests: the one the product ships, and any calendar hypothesis can think of."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st

from namkhong.foundation.calendars.types import from_facts
from namkhong.kernel.clock import VIETNAM
from namkhong.kernel.worktime import (
    Counting,
    DayException,
    DayKind,
    Limit,
    LimitUnit,
    Period,
    WeeklyHours,
    WorkCalendar,
    parse_limit,
)

FACTS: Final = Path(__file__).resolve().parents[4] / "facts" / "calendars.json"
PROVINCE: Final[WorkCalendar] = from_facts(json.loads(FACTS.read_text(encoding="utf-8")))
often: Final = settings(deadline=None, database=None, max_examples=60)

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


def at(text: str) -> datetime:
    """``2026-04-29 16:59`` on a Vietnamese wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@st.composite
def periods(draw: st.DrawFn) -> tuple[Period, ...]:
    """One to three periods of a day, with breaks between them."""
    count = draw(st.integers(1, 3))
    minutes = sorted(draw(st.sets(st.integers(0, 23 * 60 + 59), min_size=2 * count, max_size=2 * count)))
    ends = [time(minute // 60, minute % 60) for minute in minutes]
    return tuple(Period(opens, closes) for opens, closes in zip(ends[::2], ends[1::2], strict=True))


@st.composite
def weekly_hours(draw: st.DrawFn, valid_from: date) -> WeeklyHours:
    """Work on at least two days of the week, perhaps with different hours."""
    usual = draw(periods())
    working = draw(st.sets(st.integers(0, 6), min_size=2))
    other = draw(st.one_of(st.none(), st.integers(0, 6)))
    week = [usual if weekday in working else () for weekday in range(7)]
    if other is not None and week[other]:
        week[other] = draw(periods())
    return WeeklyHours(tuple(week), valid_from)


@st.composite
def work_calendars(draw: st.DrawFn) -> WorkCalendar:
    """Random weekly hours (perhaps changing once), holidays in runs, make-up days, half days."""
    hours = [draw(weekly_hours(FIRST))]
    if draw(st.booleans()):
        hours.append(draw(weekly_hours(draw(st.dates(date(2026, 1, 2), date(2026, 6, 30))))))
    days: dict[date, DayException] = {}
    for _ in range(draw(st.integers(0, 5))):
        first, length = draw(st.dates(FIRST, date(2026, 12, 1))), draw(st.integers(1, 9))
        for day in (first + timedelta(days=n) for n in range(length)):
            days[day] = DayException(day, DayKind.OFF, draw(st.sampled_from(["Tết Nguyên đán", "Quốc khánh"])))
    for day in draw(st.lists(st.dates(FIRST, date(2026, 12, 1)), max_size=12)):
        kind = draw(st.sampled_from([DayKind.MAKE_UP, DayKind.MORNING_ONLY, DayKind.AFTERNOON_ONLY]))
        days[day] = DayException(day, kind, "", draw(st.one_of(st.none(), st.dates(FIRST, LAST))))
    return WorkCalendar("any", 1, tuple(hours), tuple(days.values()), FIRST, LAST)


moments: st.SearchStrategy[datetime] = st.datetimes(
    datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-07-31"), timezones=st.just(VIETNAM)
)
cutoffs: st.SearchStrategy[time | None] = st.one_of(
    st.none(), st.times().map(lambda one: one.replace(second=0, microsecond=0))
)
hour_limits: st.SearchStrategy[Limit] = st.one_of(
    st.builds(Limit, st.integers(1, 60), st.just(LimitUnit.WORKING_HOUR), cutoff=cutoffs),
    st.builds(Limit, st.integers(1, 8), st.just(LimitUnit.WORKING_DAY), st.just(Counting.HOUR_EXACT), cutoffs),
)
day_limits: st.SearchStrategy[Limit] = st.one_of(
    st.builds(Limit, st.integers(1, 30), st.just(LimitUnit.WORKING_DAY), cutoff=cutoffs),
    st.builds(Limit, st.integers(1, 90), st.just(LimitUnit.DAY), cutoff=cutoffs),
    st.builds(Limit, st.just(0), st.just(LimitUnit.SAME_DAY), cutoff=cutoffs),
)
limits = st.one_of(hour_limits, day_limits)

__all__ = [
    "PROVINCE",
    "at",
    "cutoffs",
    "day_limits",
    "hour_limits",
    "limits",
    "moments",
    "often",
    "parse_limit",
    "work_calendars",
]
