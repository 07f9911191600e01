"""Figures worked out ahead of the pages that show them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class MonthFigure(models.Model):
    """One month's figures, worked out by a job so that no page counts rows."""

    month = models.DateField(unique=True)
    decided = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    online = models.PositiveIntegerField()
    median_minutes = models.PositiveIntegerField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(on_time__lte=F("decided")) & Q(online__lte=F("decided")), name="month_figure_shares"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"
