"""The same as data: one record for each agency and procedure, over a period or day by day."""

from __future__ import annotations

from datetime import date

from namkhong.foundation.organisations import queries as organisations
from namkhong.services.openness.models import DayFigure, PeriodFigure
from namkhong.services.openness.types import DataRow, Period
from namkhong.services.procedures import queries as procedures


def period_rows(period: Period, *, on: date) -> list[DataRow]:
    """A period by agency and procedure, in the order of their codes."""
    rows = list(PeriodFigure.objects.filter(period=period.key, agency__isnull=False, procedure__isnull=False))
    agencies = organisations.cards_of({row.agency_id or 0 for row in rows})
    names = procedures.named(on, {row.procedure_id or 0 for row in rows})
    made = [
        DataRow(
            agency_code=agencies[row.agency_id or 0].code,
            agency_name=agencies[row.agency_id or 0].name,
            procedure_code=names[row.procedure_id or 0].code,
            procedure_name=names[row.procedure_id or 0].name,
            field=names[row.procedure_id or 0].field,
            received=row.received,
            on_time=row.on_time,
            late=row.late,
            waiting=row.waiting,
            overdue=row.overdue,
            median=row.median,
            p90=row.p90,
        )
        for row in rows
    ]
    return sorted(made, key=lambda row: (row.agency_code, row.agency_name, row.procedure_code))


def days(month: Period, *, on: date) -> list[DataRow]:
    """A month day by day, by agency and procedure."""
    rows = list(DayFigure.objects.filter(day__gte=month.first, day__lte=month.last))
    agencies = organisations.cards_of({row.agency_id for row in rows})
    names = procedures.named(on, {row.procedure_id for row in rows})
    made = [
        DataRow(
            day=row.day,
            agency_code=agencies[row.agency_id].code,
            agency_name=agencies[row.agency_id].name,
            procedure_code=names[row.procedure_id].code,
            procedure_name=names[row.procedure_id].name,
            field=names[row.procedure_id].field,
            received=row.received,
            on_time=row.on_time,
            late=row.late,
        )
        for row in rows
    ]
    return sorted(made, key=lambda row: (row.day or date.min, row.agency_code, row.agency_name, row.procedure_code))
