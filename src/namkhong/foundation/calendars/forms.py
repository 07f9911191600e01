"""What an administrator types about the calendar, read into values; every refusal names its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, TypeVar

from django.utils.translation import gettext_lazy as _

from namkhong.foundation.calendars.errors import DayRefused
from namkhong.foundation.calendars.facts import WEEKDAYS as KEYS
from namkhong.kernel import clock
from namkhong.kernel.worktime import DayKind, Period
from namkhong.kernel.worktime.words import WEEKDAYS, capital, listed

Read = TypeVar("Read")

_NAMED: Final = tuple(zip(WEEKDAYS, KEYS, strict=True))
KINDS: Final = (
    (DayKind.OFF.value, _("Nghỉ cả ngày")),
    (DayKind.MAKE_UP.value, _("Làm bù cả ngày")),
    (DayKind.MORNING_ONLY.value, _("Chỉ làm buổi sáng")),
    (DayKind.AFTERNOON_ONLY.value, _("Chỉ làm buổi chiều")),
)


@dataclass(frozen=True, slots=True)
class NewDay:
    """A day as typed, read."""

    day: date
    kind: DayKind
    name: str
    instead_of: date | None
    source: str


def new_day_of(posted: Mapping[str, str]) -> NewDay:
    """A day to be added.

    :raises DayRefused: naming every field that cannot be read, at once.
    """
    wrong: dict[str, object] = {}
    day = _tried(wrong, lambda: needed_day_of(posted, "day"))
    kind = _tried(wrong, lambda: kind_of(posted))
    instead_of = _tried(wrong, lambda: day_of(posted, "instead_of", optional=True))
    if wrong or day is None or kind is None:
        raise DayRefused(_("Chưa thêm được ngày vào lịch."), fields=wrong)
    return NewDay(day, kind, posted.get("name", ""), instead_of, posted.get("source", ""))


def week_in_words(week: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Days of the same hours together: ``("Thứ Hai đến thứ Sáu", "07:30-11:30 và 13:30-17:30")``."""
    hours = [(name, listed(week.get(key, [])) if week.get(key) else str(_("nghỉ"))) for name, key in _NAMED]
    rows: list[tuple[str, str]] = []
    for worked, group in groupby(hours, key=lambda row: row[1]):
        names = [name for name, _hours in group]
        together = listed(names) if len(names) < 3 else str(_("%s đến %s")) % (names[0], names[-1])
        rows.append((capital(together), worked))
    return rows


def kind_of(posted: Mapping[str, str]) -> DayKind:
    """The chosen kind.

    :raises DayRefused: when none of the kinds was chosen.
    """
    try:
        return DayKind(posted.get("kind", ""))
    except ValueError:
        raise _wrong("kind", _("Xin chọn ngày này nghỉ hay làm thế nào.")) from None


def day_of(posted: Mapping[str, str], name: str, *, optional: bool = False) -> date | None:
    """The three boxes of a date; ``None`` when all are empty and that is allowed.

    :raises DayRefused: when they do not make a day.
    """
    boxes = clock.day_boxes(posted, name)
    if optional and not any(boxes.values()):
        return None
    day = clock.typed_day(boxes)
    if day is None:
        raise _wrong(name, _("Xin ghi đủ ngày, tháng, năm có trong lịch, ví dụ 22 8 2026."))
    return day


def needed_day_of(posted: Mapping[str, str], name: str) -> date:
    """A day that must be given.

    :raises DayRefused: when it is missing or is no day.
    """
    found = day_of(posted, name)
    assert found is not None  # noqa: S101 - an empty day was refused
    return found


def week_of(posted: Mapping[str, str]) -> dict[str, list[str]]:
    """Two halves of the day for Monday to Friday, and Saturday morning when ticked.

    :raises DayRefused: when a half cannot be read.
    """
    halves = [_period(posted, name) for name in ("morning", "afternoon")]
    if halves[1].opens <= halves[0].closes:
        raise _wrong("afternoon", _("Buổi chiều phải bắt đầu sau khi hết buổi sáng."))
    week = {weekday: [str(half) for half in halves] for weekday in ("mon", "tue", "wed", "thu", "fri")}
    return {**week, "sat": [str(halves[0])] if posted.get("saturday") else [], "sun": []}


def typed_date(posted: Mapping[str, str], name: str) -> dict[str, str]:
    """What was typed into three boxes, to be shown again."""
    return {part: posted.get(f"{name}-{part}", "") for part in ("day", "month", "year")}


def _tried(wrong: dict[str, object], read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except DayRefused as refused:
        wrong.update(refused.fields)
        return None


def _period(posted: Mapping[str, str], name: str) -> Period:
    try:
        return Period.parse(posted.get(name, ""))
    except ValueError:
        raise _wrong(name, _("Xin ghi giờ như 07:30-11:30.")) from None


def _wrong(field: str, sentence: object) -> DayRefused:
    return DayRefused(sentence, fields={field: sentence})
