"""Times, days, numbers and money, in Vietnamese and English."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from namkhong.kernel.money import vnd
from namkhong.web import words

MORNING = datetime(2026, 11, 23, 0, 41, tzinfo=UTC)  # 7:41 in Điện Biên


@pytest.fixture(autouse=True)
def _this_year() -> object:
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), tick=False):
        yield


def test_a_moment_is_told_as_people_say_it() -> None:
    assert words.moment(MORNING) == "7 giờ 41, thứ Hai 23/11"
    assert words.moment(datetime(2026, 11, 29, 4, 0, tzinfo=UTC)) == "11 giờ, Chủ nhật 29/11"
    assert words.moment(datetime(2026, 11, 24, 17, 5, tzinfo=UTC)) == "0 giờ 05, thứ Tư 25/11"


def test_another_year_is_named() -> None:
    assert words.moment(datetime(2027, 1, 4, 4, 30, tzinfo=UTC)) == "11 giờ 30, thứ Hai 4/1/2027"
    assert words.due_moment(datetime(2027, 1, 4, 4, 30, tzinfo=UTC)) == "11:30, thứ Hai 4/1/2027"


def test_the_due_column_is_short() -> None:
    assert words.due_moment(datetime(2026, 11, 24, 4, 30, tzinfo=UTC)) == "11:30, thứ Ba 24/11"
    assert words.due_moment(MORNING) == "07:41, thứ Hai 23/11"


def test_days_on_screen_and_on_paper() -> None:
    assert words.day(date(2026, 1, 5)) == "05/01/2026"
    assert words.day(datetime(2026, 1, 4, 18, 0, tzinfo=UTC)) == "05/01/2026"
    assert words.day_long(date(2026, 1, 5)) == "ngày 05 tháng 01 năm 2026"
    assert words.day_long(date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"
    assert words.weekday(date(2026, 11, 26)) == "thứ Năm 26/11/2026"


def test_numbers_and_money() -> None:
    assert words.number(2000) == "2.000"
    assert words.number(99.2) == "99,2"
    assert words.number(100.0) == "100"
    assert words.number(1234567.85) == "1.234.567,9"
    assert words.vnd(vnd(12000)) == "12.000 đồng"


def test_english_pages_read_english() -> None:
    with translation.override("en"):
        assert words.moment(MORNING) == "7:41, Monday 23/11"
        assert words.due_moment(MORNING) == "07:41, Monday 23/11"
        assert words.weekday(date(2026, 11, 26)) == "Thursday 26/11/2026"
        assert words.day_long(date(2026, 1, 5)) == "5 January 2026"
        assert words.day(date(2026, 1, 5)) == "05/01/2026"
        assert words.number(2000) == "2,000"
        assert words.number(99.2) == "99.2"
        assert words.vnd(vnd(12000)) == "12,000 đồng"
