"""Rows that hold from a day (included) to a day (excluded)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class DateRange(Func):
    """``daterange(valid_from, valid_to, '[)')``; a missing day is open."""

    function = "DATERANGE"
    output_field = DateRangeField()


PERIOD = DateRange("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=False))


def in_order(name: str) -> models.CheckConstraint:
    """A period is not empty."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
    )


def one_at_a_time(name: str, *fields: str, condition: Q | None = None) -> ExclusionConstraint:
    """No two rows with the same ``fields`` hold on the same day."""
    equal: list[tuple[Any, str]] = [(field, RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(name=name, expressions=[*equal, (PERIOD, RangeOperators.OVERLAPS)], condition=condition)


def holding(on: date, prefix: str = "") -> Q:
    """Filter of the rows that hold on a day."""
    started = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})
    not_ended = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": on})
    return started & not_ended


def last_day(end: date | None) -> date | None:
    """Periods end on a day that is excluded; people say the last day that is included."""
    return end - timedelta(days=1) if end is not None else None


__all__ = ["PERIOD", "holding", "in_order", "last_day", "one_at_a_time"]
