"""Times, days, numbers and money in the words people use: "11 giờ 30, thứ Năm 26/11"; in English on English pages."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from django.utils import translation

from namkhong.kernel import clock, money

WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAYS_EN: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def english() -> bool:
    """Is the page being written in English?"""
    return (translation.get_language() or "").startswith("en")


def _local_day(value: date | datetime) -> date:
    return clock.local_date(value) if isinstance(value, datetime) else value


def _weekday(at: date) -> str:
    return (_WEEKDAYS_EN if english() else WEEKDAYS)[at.weekday()]


def hour(at: datetime | time) -> str:
    """``7 giờ 41``, ``15 giờ``."""
    if english():
        return f"{at.hour}:{at.minute:02d}"
    return f"{at.hour} giờ" + (f" {at.minute:02d}" if at.minute else "")


def _day_and_month(at: datetime) -> str:
    year = "" if at.year == clock.local(clock.now()).year else f"/{at.year}"
    return f"{_weekday(at)} {at.day}/{at.month}{year}"


def moment(value: datetime) -> str:
    """``7 giờ 41, thứ Hai 23/11``; the year is added when it is not this one."""
    at = clock.local(value)
    return f"{hour(at)}, {_day_and_month(at)}"


def due_moment(value: datetime) -> str:
    """``11:30, thứ Ba 24/11`` for officials' tables; the year is added when it is not this one."""
    at = clock.local(value)
    return f"{at:%H:%M}, {_day_and_month(at)}"


def weekday(value: date | datetime) -> str:
    """``thứ Ba 24/11/2026``: a day that people plan by."""
    at = _local_day(value)
    return f"{_weekday(at)} {at.day}/{at.month}/{at.year}"


def day(value: date | datetime) -> str:
    """``23/11/2026``."""
    at = _local_day(value)
    return f"{at.day:02d}/{at.month:02d}/{at.year}"


def day_long(value: date | datetime) -> str:
    """``ngày 05 tháng 01 năm 2026``, as on paper: days under 10 and months 1, 2 carry a zero (Decree 30/2020)."""
    at = _local_day(value)
    if english():
        return f"{at.day} {_MONTHS_EN[at.month - 1]} {at.year}"
    month = f"{at.month:02d}" if at.month < 3 else str(at.month)
    return f"ngày {at.day:02d} tháng {month} năm {at.year}"


def number(value: int | float) -> str:
    """Vietnamese separators: ``2.000``, ``99,2``, ``100``; ``2,000``, ``99.2`` in English."""
    shown = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")
    return shown if english() else shown.translate(str.maketrans(",.", ".,"))


def vnd(value: money.Vnd) -> str:
    """``12.000 đồng``; ``12,000 đồng`` in English."""
    return money.show(value).replace(".", ",") if english() else money.show(value)
