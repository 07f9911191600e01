"""Typed days: every day of the calendar is read, everything else is told to be none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel.clock import typed_day


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read(day: date) -> None:
    parts = {"day": f" {day.day}", "month": f"{day.month:02}", "year": str(day.year)}
    assert typed_day(parts) == day


@given(st.dictionaries(st.sampled_from(["day", "month", "year"]), st.text(max_size=12)))
def test_nothing_typed_is_a_fault(parts: dict[str, str]) -> None:
    found = typed_day(parts)
    assert found is None or found.year >= 1


@pytest.mark.parametrize("day", ["0", "32", "-1", "2147483648", "١٢", "1e1", "", "²"])
def test_no_such_day(day: str) -> None:
    assert typed_day({"day": day, "month": "2", "year": "2026"}) is None


def test_a_year_has_four_digits() -> None:
    assert typed_day({"day": "1", "month": "2", "year": "26"}) is None
