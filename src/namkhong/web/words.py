"""Times, days and numbers in the words people use: "11 giờ 30, thứ Năm 26/11"."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from namkhong.kernel import clock

WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def _hour(moment: datetime) -> str:
    return f"{moment.hour} giờ" + (f" {moment.minute:02d}" if moment.minute else "")


def moment(value: datetime) -> str:
    """``7 giờ 41, thứ Hai 23/11``; the year is added when it is not this one."""
    at = clock.local(value)
    year = "" if at.year == clock.local(clock.now()).year else f"/{at.year}"
    return f"{_hour(at)}, {WEEKDAYS[at.weekday()]} {at.day}/{at.month}{year}"


def due_moment(value: datetime) -> str:
    """``11:30, thứ Ba 24/11`` for officials' tables."""
    at = clock.local(value)
    return f"{at:%H:%M}, {WEEKDAYS[at.weekday()]} {at.day}/{at.month}"


def day(value: date | datetime) -> str:
    """``23/11/2026``."""
    at = clock.local(value) if isinstance(value, datetime) else value
    return f"{at.day:02d}/{at.month:02d}/{at.year}"


def day_long(value: date | datetime) -> str:
    """``ngày 05 tháng 01 năm 2026``, as on paper: days under 10 and months 1, 2 carry a zero (Decree 30/2020)."""
    at = clock.local(value) if isinstance(value, datetime) else value
    month = f"{at.month:02d}" if at.month < 3 else str(at.month)
    return f"ngày {at.day:02d} tháng {month} năm {at.year}"


def number(value: int | float) -> str:
    """Vietnamese separators: ``2.000``, ``99,2``."""
    shown = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return shown.translate(str.maketrans({",": ".", ".": ","}))
