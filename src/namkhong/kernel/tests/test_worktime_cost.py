"""A due date costs at most 100 µs; the guards are generous because test machines are busy."""

from __future__ import annotations

from timeit import repeat

from namkhong.kernel.tests.calendars import PROVINCE, at, parse_limit
from namkhong.kernel.worktime import reckon

START = at("2026-04-29 16:59")


def microseconds(limit: str) -> float:
    parsed = parse_limit(limit)
    return min(repeat(lambda: reckon(parsed, START, PROVINCE).due_at, number=200, repeat=5)) / 200 * 1e6


def test_a_due_date_is_cheap() -> None:
    for limit in ("5 working_day", "8 working_hour", "10 day", "same_day 15:00"):
        assert microseconds(limit) < 300, limit


def test_a_long_limit_costs_no_more_than_a_short_one() -> None:
    assert microseconds("400 working_day") < 4 * microseconds("1 working_day")
    assert microseconds("3000 working_hour") < 4 * microseconds("1 working_hour")
