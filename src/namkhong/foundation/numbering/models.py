"""Patterns as dated data, and one counter row per series."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from namkhong.foundation.numbering.types import Period


class NumberPattern(models.Model):
    """How numbers of a kind are written from a day on: until ``valid_to``, or until the next pattern begins.

    An agency's own pattern goes before the general one.
    """

    kind = models.SlugField(max_length=40)
    agency_code = models.CharField(max_length=60, blank=True)  # empty: every agency without its own
    title = models.CharField(max_length=200)
    template = models.CharField(max_length=120)
    period = models.CharField(max_length=10, choices=[(period.value, period.value) for period in Period])
    stands_alone = models.BooleanField()  # the number must be unique by itself, not only within its series
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # last day in force
    source = models.TextField()
    to_be_confirmed = models.BooleanField()
    fact_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="number_pattern_valid_in_order"),
            models.CheckConstraint(
                condition=Q(period__in=[period.value for period in Period]), name="number_pattern_period"
            ),
            models.UniqueConstraint("kind", "agency_code", "valid_from", name="one_number_pattern_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.template}"


class Series(models.Model):
    """The last serial taken. The primary key is the series itself, so that one statement takes a number."""

    pk = models.CompositePrimaryKey("kind", "agency_code", "period")
    kind = models.CharField(max_length=40)
    agency_code = models.CharField(max_length=60)
    period = models.CharField(max_length=10, blank=True)  # "2026-11-23", "2026" or empty
    last = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gt=0), name="series_counts_from_one")]

    def __str__(self) -> str:
        return f"{self.kind} {self.agency_code} {self.period}: {self.last}"
