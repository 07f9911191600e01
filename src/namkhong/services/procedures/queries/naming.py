"""Procedures by their id, with code, name and field, for rooms that count by procedure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from namkhong.services.procedures.models import ProcedureVersion


@dataclass(frozen=True, slots=True)
class ProcedureName:
    """A procedure as a table names it."""

    id: int
    code: str
    name: str
    field: str
    field_slug: str


def named(on: date, procedure_ids: Iterable[int] | None = None) -> dict[int, ProcedureName]:
    """Procedures by id as their latest version of the day (or before it) calls them; all when none is named. One query."""
    rows = ProcedureVersion.objects.select_related("procedure", "field").filter(valid_from__lte=on)
    if procedure_ids is not None:
        rows = rows.filter(procedure_id__in=list(procedure_ids))
    rows = rows.order_by("procedure_id", "-valid_from").distinct("procedure_id")
    rows = rows.only("name", "procedure__code", "field__name", "field__slug")
    return {
        row.procedure_id: ProcedureName(row.procedure_id, row.procedure.code, row.name, row.field.name, row.field.slug)
        for row in rows
    }
