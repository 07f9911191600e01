"""Small tables of counts, written by a job and read by the board. Nothing in them leads to a person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class DayFigure(models.Model):
    """One day of one deciding agency and procedure: what came in, what was settled in time and late."""

    day = models.DateField()
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="+", db_index=False)
    received = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    late = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "agency", "procedure"], name="day_figure_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.agency_id} {self.procedure_id}"


class PeriodFigure(models.Model):
    """A month, quarter or year of one group: the province, an agency, a field, a procedure, or an agency's field or procedure.

    Counts are sums of the days; the times are of their own, since a median cannot be added up.
    """

    period = models.CharField(max_length=7)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, related_name="+", db_index=False)
    field = models.CharField(max_length=120, null=True)  # noqa: DJ001 - nothing is not an empty word here
    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, null=True, related_name="+", db_index=False)
    received = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    median = models.PositiveIntegerField(null=True)  # working minutes
    p90 = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "agency", "field", "procedure"], nulls_distinct=False, name="period_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(field__isnull=True) | Q(procedure__isnull=True), name="period_figure_field_or_procedure"
            ),
            models.CheckConstraint(condition=Q(overdue__lte=F("waiting")), name="period_figure_overdue"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.agency_id} {self.field} {self.procedure_id}"


class Counted(models.Model):
    """When a period was last counted, and a mark of what came out: the ETag of its data."""

    period = models.CharField(max_length=7, unique=True)
    computed_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # the last time that counting gave something else
    mark = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.period
