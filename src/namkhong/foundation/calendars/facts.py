"""Calendars as a file tells them: read, checked, turned into kernel values. No Django, no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from namkhong.kernel.worktime import DayException, DayKind, Period, WeeklyHours, WorkCalendar

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def week_of(written: Mapping[str, list[str]]) -> tuple[tuple[Period, ...], ...]:
    """``{"mon": ["07:30-11:30", "13:30-17:30"], …}`` as seven rows of periods.

    :raises ValueError: for a weekday or a period that cannot be read.
    """
    if unknown := written.keys() - set(WEEKDAYS):
        raise ValueError(f"not weekdays: {sorted(unknown)}")
    return tuple(tuple(Period.parse(text) for text in written.get(weekday, ())) for weekday in WEEKDAYS)


def weekly_hours(row: Mapping[str, Any]) -> WeeklyHours:
    """One row of weekly hours."""
    return WeeklyHours(
        week=week_of(row["week"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=_day(row.get("valid_to")),
        to_be_confirmed=bool(row["to_be_confirmed"]),
    )


def day_exception(row: Mapping[str, Any]) -> DayException:
    """One exceptional day."""
    return DayException(
        day=date.fromisoformat(row["day"]),
        kind=DayKind(row["kind"]),
        name=row["name"],
        instead_of=_day(row.get("instead_of")),
        to_be_confirmed=bool(row["to_be_confirmed"]),
    )


def calendars_of(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The calendars of a facts file, each after the one it is based on."""
    done: set[str] = set()
    waiting = list(data["calendars"])
    while waiting:
        ready = [row for row in waiting if row.get("base") is None or row["base"] in done]
        if not ready:
            raise ValueError(f"calendars based on nothing: {[row['key'] for row in waiting]}")
        yield from ready
        done.update(row["key"] for row in ready)
        waiting = [row for row in waiting if row["key"] not in done]


def from_facts(data: Mapping[str, Any], key: str = "province") -> WorkCalendar:
    """A working calendar straight from the file, version 0.

    :raises KeyError: when the file holds no such calendar.
    """
    by_key = {row["key"]: row for row in calendars_of(data)}
    row = by_key[key]
    base = by_key[row["base"]] if row.get("base") else {"years": [], "weekly_hours": [], "days": []}
    days = {one["day"]: one for one in (*base["days"], *row["days"])}
    return assemble(
        key=key,
        version=0,
        hours=[weekly_hours(one) for one in row["weekly_hours"] or base["weekly_hours"]],
        days=[day_exception(one) for one in days.values()],
        years=[one["year"] for one in row["years"] or base["years"]],
        hours_per_day=row["hours_per_day"],
    )


def assemble(
    *,
    key: str,
    version: int,
    hours: list[WeeklyHours],
    days: list[DayException],
    years: list[int],
    hours_per_day: int,
) -> WorkCalendar:
    """The kernel's calendar. Known years must follow each other: a hole would be counted as working time."""
    first, last = min(years), max(years)
    if len(set(years)) != last - first + 1:
        raise ValueError(f"known years have a hole: {sorted(years)}")
    known_from, known_to = date(first, 1, 1), date(last, 12, 31)
    return WorkCalendar(
        key=key,
        version=version,
        hours=tuple(hours),
        exceptions=tuple(sorted((one for one in days if known_from <= one.day <= known_to), key=lambda one: one.day)),
        known_from=known_from,
        known_to=known_to,
        hours_per_day=hours_per_day,
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
