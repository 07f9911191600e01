"""The board: rows that were counted before, with their names of today. Nothing is counted here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import text
from namkhong.services.openness.errors import NoSuchPeriod
from namkhong.services.openness.models import Counted, PeriodFigure
from namkhong.services.openness.types import Board, By, Figures, Line, Period, Sort
from namkhong.services.procedures import queries as procedures

_KEYS: Final[dict[Sort, Callable[[Line], Any]]] = {
    Sort.RECEIVED: lambda line: line.figures.received,
    Sort.ON_TIME: lambda line: line.figures.on_time,
    Sort.LATE: lambda line: line.figures.late,
    Sort.SHARE: lambda line: -1 if line.figures.share is None else 100 - line.figures.share,  # the worst first
    Sort.WAITING: lambda line: line.figures.waiting,
    Sort.MEDIAN: lambda line: -1 if line.figures.median is None else line.figures.median,
    Sort.P90: lambda line: -1 if line.figures.p90 is None else line.figures.p90,
}


def periods() -> list[Period]:
    """Every period that was counted: months, then quarters, then years, the newest first."""
    keys = Counted.objects.values_list("period", flat=True)
    found = [period for key in keys if (period := Period.read(key)) is not None]
    return sorted(found, key=lambda period: (-len(period.key), "q" in period.key, -period.first.toordinal()))


def counted(period: Period) -> Counted:
    """When and with what outcome a period was counted.

    :raises NoSuchPeriod: when it never was.
    """
    found = Counted.objects.filter(period=period.key).first()
    if found is None:
        raise NoSuchPeriod
    return found


def board(
    period: Period, by: By, *, on: date, agency_id: int | None = None, field: str = "", sort: Sort = Sort.NAME
) -> Board:
    """The lines of one period: of all agencies, fields or procedures; of one agency its fields or procedures."""
    rows = PeriodFigure.objects.filter(period=period.key)
    together = rows.filter(agency=agency_id, field=field or None, procedure=None).first()
    lines = _sorted(_lines(rows, by, on, agency_id, field), sort)
    known = Counted.objects.filter(period=period.key).values_list("computed_at", flat=True).first()
    return Board(period, by, _figures(together) if together else None, tuple(lines), known)


def _lines(rows: Any, by: By, on: date, agency_id: int | None, field: str) -> list[Line]:
    if by is By.AGENCY:
        found = list(rows.filter(agency__isnull=False, field=field or None, procedure=None))
        cards = organisations.cards_of(row.agency_id for row in found)
        return [
            Line(str(row.agency_id), cards[row.agency_id].code, cards[row.agency_id].name, _figures(row))
            for row in found
        ]
    if by is By.FIELD:
        names = {item.slug: item.name for item in procedures.fields(on)}
        found = list(rows.filter(agency=agency_id, field__isnull=False))
        return [Line(row.field or "", "", names.get(row.field or "", row.field or ""), _figures(row)) for row in found]
    found = list(rows.filter(agency=agency_id, procedure__isnull=False))
    called = procedures.named(on, [row.procedure_id for row in found])
    return [
        Line(str(row.procedure_id), name.code, name.name, _figures(row))
        for row in found
        if (name := called.get(row.procedure_id)) is not None and field in {"", name.field_slug}
    ]


def _sorted(lines: list[Line], sort: Sort) -> list[Line]:
    lines.sort(key=lambda line: (text.fold(line.name), line.code))
    if sort in _KEYS:
        lines.sort(key=_KEYS[sort], reverse=True)
    return lines


def agencies_shown(period: Period) -> list[tuple[int, str]]:
    """The agencies that have a line in a period, by name."""
    ids = PeriodFigure.objects.filter(period=period.key, agency__isnull=False, field=None, procedure=None)
    cards = organisations.cards_of(ids.values_list("agency_id", flat=True))
    return sorted(((card.id, card.name) for card in cards.values()), key=lambda pair: text.fold(pair[1]))


def _figures(row: PeriodFigure) -> Figures:
    return Figures(row.received, row.on_time, row.late, row.waiting, row.overdue, row.median, row.p90)


def latest(now: datetime) -> Period:
    """The period a visitor sees first: this month, or the newest month that was counted."""
    del now
    months = [period for period in periods() if len(period.key) == 7 and "q" not in period.key]
    if not months:
        raise NoSuchPeriod
    return months[0]
