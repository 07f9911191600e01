"""Rows of extensions, step times, warnings and registers; ``models`` offers them with the rest."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from namkhong.services.dossiers.types import Fault


class Extension(models.Model):
    """The one new date of a dossier (form 04): a draft until the leader signs it; then kept by trigger as signed."""

    dossier = models.OneToOneField("dossiers.Dossier", models.PROTECT, primary_key=True, related_name="extension")
    revision = models.PositiveIntegerField(default=1)  # of the draft: what is signed is what was read
    new_due_at = models.DateTimeField()
    reason = models.TextField()
    fault = models.CharField(max_length=16)
    late_reason = models.TextField(blank=True, default="")  # why the letter itself comes too late to move the date
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    old_due_at = models.DateTimeField(null=True)  # the promise when it was signed
    late = models.BooleanField(default=False)  # too late: an apology with a date, the promise stays broken
    form = models.OneToOneField("dossiers.IssuedForm", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fault__in=[str(fault) for fault in Fault]), name="extension_fault_known"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, old_due_at__isnull=True, form__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, old_due_at__isnull=False, form__isnull=False),
                name="extension_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(old_due_at__isnull=True) | Q(new_due_at__gt=F("old_due_at")), name="extension_never_earlier"
            ),
            models.CheckConstraint(
                condition=Q(late=False) | Q(signed_at__isnull=True) | ~Q(late_reason=""), name="extension_late_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}"


class StepTime(models.Model):
    """How long a step took lately, in working minutes: 64 equally likely values, refreshed by a job."""

    step_code = models.CharField(max_length=40)
    agency_id = models.BigIntegerField(null=True)  # none = everywhere in the province
    hours = models.PositiveIntegerField()  # what the process gives it
    samples = models.PositiveIntegerField()
    points = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step_code", "agency_id", "hours"], nulls_distinct=False, name="step_time_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_code} {self.agency_id}"


class LateChance(models.Model):
    """The chance of a dossier in progress of missing its date, in thousandths, as a job found it within the hour."""

    dossier = models.OneToOneField("dossiers.Dossier", models.CASCADE, primary_key=True, related_name="late_chance")
    decider_agency_id = models.BigIntegerField()
    unit_agency_id = models.BigIntegerField()
    chance = models.PositiveSmallIntegerField()
    why = models.JSONField()  # the numbers of the sentence: working minutes
    computed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["decider_agency_id", "-chance", "dossier"], name="late_chance_decider"),
            models.Index(fields=["unit_agency_id", "-chance", "dossier"], name="late_chance_unit"),
        ]
        constraints = [models.CheckConstraint(condition=Q(chance__lte=1_000), name="late_chance_share")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.chance}"


class Register(models.Model):
    """Register 07 of an agency and a year: its number. What it lists is read from the dossiers."""

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=80)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="register_once_a_year")]

    def __str__(self) -> str:
        return f"{self.number} {self.year}"
