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
    designed = models.BooleanField(default=False)  # by officials of the province: shipped files leave it alone
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


class FormDraft(models.Model):
    """A form being designed: one at most of each form, seen by its keepers only, changed under a revision number."""

    key = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    document = models.JSONField()  # the form file, in the shape of facts/forms
    before = models.JSONField(null=True, blank=True)  # as it was before the last edit, to take that edit back
    based_on = models.PositiveIntegerField(null=True, blank=True)  # the number of the version it began as
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


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
