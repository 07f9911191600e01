"""Form versions and answers."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class Span(Func):
    """The days from ``valid_from`` until the day before ``valid_to``."""

    function = "DATERANGE"
    output_field = DateRangeField()


class FormVersion(models.Model):
    """One version of a form: what is asked (layout) and what is right (schema), from a day until another."""

    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day it no longer holds
    layout = models.JSONField()
    schema = models.JSONField()
    source = models.JSONField(default=dict)  # legal basis, how sure, what is to be confirmed
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="eforms_version_number"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="eforms_version_dates"
            ),
            ExclusionConstraint(
                name="eforms_version_no_overlap",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (Span("valid_from", "valid_to", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


class AnswerSet(models.Model):
    """The answers to one form. Locked answers never change: a trigger holds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    owner_account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)
    revisions = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(updated_at__gte=F("created_at")), name="eforms_answers_times"),
        ]

    def __str__(self) -> str:
        return str(self.id)
