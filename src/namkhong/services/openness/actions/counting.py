"""Counting anew: the days of a month, and the month, quarter and year they belong to. Counting twice changes nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Final

from django.db import connection, transaction

from namkhong.kernel import clock
from namkhong.services.dossiers import queries as dossiers
from namkhong.services.openness.models import Counted, DayFigure, PeriodFigure
from namkhong.services.openness.types import Period
from namkhong.services.procedures import queries as procedures

Group = tuple[int | None, str | None, int | None]  # agency, field, procedure
_KEPT_OPEN: Final = 5  # days into a month during which the last month is still counted again


def refresh(*, now: datetime) -> None:
    """Count this month again with its quarter and year; in its first days the last month too. Called by the job."""
    today = clock.local_date(now)
    months = [today]
    if today.day <= _KEPT_OPEN:
        months.insert(0, today.replace(day=1) - timedelta(days=1))
    for day in months:
        count_month(Period.around(day)[0], now=now)
    for period in {period.key: period for day in months for period in Period.around(day)}.values():
        count_period(period, now=now)


def catch_up(*, now: datetime) -> int:
    """Count every month since the first dossier that was never counted, with quarters and years; returns how many months."""
    first = dossiers.public_figures.first_day()
    if first is None:
        return 0
    known = set(Counted.objects.values_list("period", flat=True))
    today, day = clock.local_date(now), first.replace(day=1)
    months: list[Period] = []
    while day <= today:
        month = Period.around(day)[0]
        months.append(month)
        day = month.last + timedelta(days=1)
    missing = [month for month in months if month.key not in known]
    for month in missing:
        count_month(month, now=now)
    for period in {one.key: one for month in missing for one in Period.around(month.first)}.values():
        count_period(period, now=now)
    return len(missing)


@transaction.atomic
def count_month(month: Period, *, now: datetime) -> None:
    """Write the days of a month as they are now."""
    del now
    _one_at_a_time(month.key)
    counted = dossiers.public_figures.days(month.first, month.last)
    DayFigure.objects.filter(day__gte=month.first, day__lte=month.last).delete()
    DayFigure.objects.bulk_create(
        [
            DayFigure(
                day=row.day,
                agency_id=row.agency_id,
                procedure_id=row.procedure_id,
                received=row.received,
                on_time=row.on_time,
                late=row.late,
            )
            for row in counted
        ],
        batch_size=2_000,
    )


@transaction.atomic
def count_period(period: Period, *, now: datetime) -> None:
    """Write a period as its days, its times and what stands open at its end (or now) make it."""
    _one_at_a_time(period.key)
    fields = {row.id: row.field_slug for row in procedures.named(clock.local_date(now)).values()}
    rows = _rows(period, fields, now)
    mark = _mark(rows)
    before = Counted.objects.filter(period=period.key).first()
    if before is None or before.mark != mark:
        PeriodFigure.objects.filter(period=period.key).delete()
        PeriodFigure.objects.bulk_create(rows, batch_size=2_000)
    changed_at = before.changed_at if before is not None and before.mark == mark else now
    Counted.objects.update_or_create(
        period=period.key, defaults={"computed_at": now, "changed_at": changed_at, "mark": mark}
    )


def _rows(period: Period, fields: Mapping[int, str], now: datetime) -> list[PeriodFigure]:
    figures = dossiers.public_figures
    sums: dict[Group, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])

    def add(agency: int, procedure: int, more: Iterable[int]) -> None:
        added = list(more)
        for group in _groups(agency, procedure, fields.get(procedure, "")):
            sums[group] = [before + one for before, one in zip(sums[group], added, strict=True)]

    days = DayFigure.objects.filter(day__gte=period.first, day__lte=period.last)
    for agency, procedure, received, on_time, late in days.values_list(
        "agency_id", "procedure_id", "received", "on_time", "late"
    ):
        add(agency, procedure, (received, on_time, late, 0, 0))
    end = datetime.combine(period.last + timedelta(days=1), time.min, tzinfo=clock.VIETNAM)
    for row in figures.waiting(min(now, end)):
        add(row.agency_id, row.procedure_id, (0, 0, 0, row.waiting, row.overdue))
    times = {
        (row.agency_id, row.field, row.procedure_id): row for row in figures.times(period.first, period.last, fields)
    }
    made = []
    for group, (received, on_time, late, waiting, overdue) in sums.items():
        took = times.get(group)
        made.append(
            PeriodFigure(
                period=period.key,
                agency_id=group[0],
                field=group[1],
                procedure_id=group[2],
                received=received,
                on_time=on_time,
                late=late,
                waiting=waiting,
                overdue=overdue,
                median=took.median if took else None,
                p90=took.p90 if took else None,
            )
        )
    return made


def _groups(agency: int, procedure: int, field: str) -> tuple[Group, ...]:
    return (
        (None, None, None),
        (agency, None, None),
        (None, field, None),
        (None, None, procedure),
        (agency, field, None),
        (agency, None, procedure),
    )


def _mark(rows: list[PeriodFigure]) -> str:
    said = sorted(
        f"{row.agency_id}|{row.field}|{row.procedure_id}|{row.received}|{row.on_time}|{row.late}|{row.waiting}"
        f"|{row.overdue}|{row.median}|{row.p90}"
        for row in rows
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _one_at_a_time(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"openness.{key}"])
