"""Hours, days and spans of time in the words an officer reads aloud."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def hour(at: time | datetime) -> str:
    """``16 giờ 59``, ``15 giờ``."""
    return f"{at.hour} giờ {at.minute:02d}" if at.minute else f"{at.hour} giờ"


def day(value: date) -> str:
    """``thứ Tư 29/4/2026``."""
    return f"{WEEKDAYS[value.weekday()]} {value.day}/{value.month}/{value.year}"


def moment(at: datetime) -> str:
    """``16 giờ 59, thứ Tư 29/4/2026``."""
    return f"{hour(at)}, {day(at.date())}"


def short_day(value: date, year: int) -> str:
    """``30/4``; the year only when it is not the one being spoken of."""
    return f"{value.day}/{value.month}" + ("" if value.year == year else f"/{value.year}")


def listed(items: Sequence[str]) -> str:
    """``2/5``, ``2/5 và 3/5``, ``2/5, 3/5 và 4/5``."""
    return " và ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def days_in_short(days: Sequence[date], year: int) -> str:
    """Two days are listed; three or more in a row become ``16/2 đến 20/2``."""
    first, last = days[0], days[-1]
    if len(days) > 2 and (last - first).days == len(days) - 1:
        return f"{short_day(first, year)} đến {short_day(last, year)}"
    return listed([short_day(one, year) for one in days])


def span(seconds: int) -> str:
    """``7 giờ 29 phút``, ``31 phút``, ``8 giờ``."""
    hours, minutes = divmod(seconds // 60, 60)
    parts = [f"{hours} giờ"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes} phút")
    return " ".join(parts)


def capital(sentence: str) -> str:
    """The sentence with its first letter raised."""
    return sentence[:1].upper() + sentence[1:]
