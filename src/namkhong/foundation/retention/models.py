"""Rules with their dates, and what was erased under them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Rule(models.Model):
    """How long one kind of personal data is kept between two dates, with its source. What no text confirmed says so."""

    kind = models.CharField(max_length=40)  # ``room.what``, as erasers are registered
    name = models.CharField(max_length=200)
    days = models.PositiveIntegerField(null=True)  # none: kept, by another law
    counted_from = models.CharField(max_length=200)
    legal_source = models.CharField(max_length=600)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    to_be_confirmed = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "effective_from"], name="retention_rule_from"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="retention_rule_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_from}"


class Erasure(models.Model):
    """How many were erased under a rule in one night; the record holds the same, sealed."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()  # in Việt Nam
    at = models.DateTimeField()
    before = models.DateTimeField()  # what was older had to go
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "day"], name="retention_erasure_a_night"),
            models.CheckConstraint(condition=Q(count__gt=0), name="retention_erasure_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.day}: {self.count}"
