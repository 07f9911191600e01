"""Facts that the product ships, put into the calendars once. What an official changed since is left alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.calendars import facts, policies
from namkhong.foundation.calendars.events import CalendarChanged
from namkhong.foundation.calendars.models import Calendar, Dated, DayException, KnownYear, WeeklyHours
from namkhong.foundation.calendars.versions import lock, new_version
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did; ``kept`` are days where an official's entry stood against the file."""

    added: int
    changed: int
    kept: tuple[date, ...]
    version: int | None  # None when the file told nothing new


@dataclass(slots=True)
class _Comparison:
    """What the file tells against what stands."""

    new: list[Dated] = field(default_factory=list)
    ended: list[Dated] = field(default_factory=list)
    kept: list[date] = field(default_factory=list)

    def compare(self, calendar: Calendar, told_rows: Iterator[Dated]) -> None:
        """Sort the rows told of one calendar into new, replacing, kept out and already known."""
        standing = _standing(calendar)
        for told in told_rows:
            told.calendar = calendar
            current, known = standing.get(_place(told), (None, frozenset()))
            if current is None:
                self.new.extend([] if told.fact_key in known else [told])
            elif not current.fact_key:
                self.kept.extend([told.day] if isinstance(told, DayException) else [])
            elif current.fact_key != told.fact_key:
                self.ended.append(current)
                self.new.append(told)


@transaction.atomic
def load_facts(*, now: datetime, actor: Actor, data: Mapping[str, Any] | None = None) -> LoadReport:
    """Load ``facts/calendars.json`` (or ``data``). Loading twice changes nothing.

    A corrected fact replaces the older fact. What an official wrote stands against the file, and what she took out is
    not put back.
    """
    policies.require_change(actor, now)
    lock()
    if data is None:
        data = json.loads((settings.FACTS / "calendars.json").read_text(encoding="utf-8"))
    found = _Comparison()
    for written in facts.calendars_of(data):
        found.compare(_calendar(written, now), _rows(written))
    if not found.new:
        return LoadReport(0, 0, tuple(found.kept), None)
    version = new_version(now)
    for row in found.ended:
        row.until = version
        row.save(update_fields=["until"])
    for row in found.new:
        row.since = version
    KnownYear.objects.bulk_create([row for row in found.new if isinstance(row, KnownYear)])
    WeeklyHours.objects.bulk_create([row for row in found.new if isinstance(row, WeeklyHours)])
    DayException.objects.bulk_create([row for row in found.new if isinstance(row, DayException)])
    report = LoadReport(len(found.new) - len(found.ended), len(found.ended), tuple(found.kept), version.number)
    audit.record(
        actor,
        "calendars.facts_loaded",
        ("calendar_version", version.number),
        now=now,
        detail={"added": report.added, "changed": report.changed, "kept": len(report.kept)},
    )
    publish(CalendarChanged(version=version.number, at=version.recorded_at))
    return report


def _calendar(written: Mapping[str, Any], now: datetime) -> Calendar:
    base = Calendar.objects.get(key=written["base"]) if written.get("base") else None
    calendar, _new = Calendar.objects.get_or_create(
        key=written["key"],
        defaults={
            "name": written["name"],
            "base": base,
            "hours_per_day": written["hours_per_day"],
            "created_at": now,
        },
    )
    return calendar


def _place(row: Dated) -> tuple[str, date | int]:
    """Where a row stands: two current rows of one calendar never share a place."""
    match row:
        case KnownYear():
            return "year", row.year
        case WeeklyHours():
            return "hours", row.valid_from
        case DayException():
            return "day", row.day
    raise TypeError(type(row))


def _standing(calendar: Calendar) -> dict[tuple[str, date | int], tuple[Dated | None, frozenset[str]]]:
    """At each place: the current row, if any, and the keys of every fact that ever stood there."""
    standing: dict[tuple[str, date | int], tuple[Dated | None, frozenset[str]]] = {}
    for model in (KnownYear, WeeklyHours, DayException):
        for row in model._default_manager.filter(calendar=calendar):
            current, known = standing.get(_place(row), (None, frozenset()))
            standing[_place(row)] = (row if row.until_id is None else current, known | {row.fact_key})
    return standing


def _rows(written: Mapping[str, Any]) -> Iterator[Dated]:
    """The rows of one calendar of the file, not yet saved."""
    for row in written["years"]:
        yield KnownYear(year=row["year"], **_marks(row))
    for row in written["weekly_hours"]:
        hours = facts.weekly_hours(row)
        yield WeeklyHours(valid_from=hours.valid_from, valid_to=hours.valid_to, week=row["week"], **_marks(row))
    for row in written["days"]:
        day = facts.day_exception(row)
        yield DayException(
            day=day.day,
            kind=day.kind.value,
            name=day.name,
            note=row["note"],
            instead_of=day.instead_of,
            **_marks(row),
        )


def _marks(row: Mapping[str, Any]) -> dict[str, Any]:
    canonical = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "source": row["source"],
        "to_be_confirmed": row["to_be_confirmed"],
        "fact_key": hashlib.sha256(canonical.encode()).hexdigest(),
    }
