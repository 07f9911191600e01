"""The facts written beside the hot row with each move; append-only by trigger (migration 0001)."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from namkhong.services.dossiers.models.checks import one_of
from namkhong.services.dossiers.models.dossier import Dossier
from namkhong.services.dossiers.models.process_trial import ProcessTrial
from namkhong.services.dossiers.models.recalculation import Recalculation
from namkhong.services.dossiers.states import STATES, ClockEffect, Move
from namkhong.services.dossiers.types import Timeliness


class Step(models.Model):
    """One move that was made: who held the dossier, from when to when, against which time. Append-only."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="steps", db_index=False)
    revision = models.PositiveIntegerField()  # of the dossier after this move
    move = models.CharField(max_length=24)
    from_state = models.CharField(max_length=24)
    to_state = models.CharField(max_length=24)
    step_index = models.PositiveSmallIntegerField()
    step_code = models.CharField(max_length=40, blank=True, default="")
    agency_id = models.BigIntegerField(null=True)  # who held it
    role = models.CharField(max_length=24, blank=True, default="")
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200)  # as it was that day
    by_title = models.CharField(max_length=300, blank=True, default="")
    from_at = models.DateTimeField()
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    timeliness = models.CharField(max_length=10, blank=True, default="")
    note = models.TextField(blank=True, default="")
    public = models.BooleanField(default=True)  # may the applicant read the note?

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "revision"], name="step_one_per_revision"),
            models.CheckConstraint(condition=one_of("move", Move), name="step_move_known"),
            models.CheckConstraint(
                condition=one_of("from_state", STATES) & one_of("to_state", STATES), name="step_states_known"
            ),
            models.CheckConstraint(condition=one_of("timeliness", Timeliness, blank=True), name="step_timeliness"),
            models.CheckConstraint(condition=Q(at__gte=F("from_at")), name="step_times_in_order"),
        ]
        indexes = [
            # The report of responsibility: what a unit did in a period, the newest first.
            models.Index(fields=["agency_id", "at", "id"], name="step_agency_at", condition=~Q(timeliness="")),
            BrinIndex(fields=["at"], name="step_at", pages_per_range=32),  # the last months' steps, all agencies
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.revision}"


class ClockEvent(models.Model):
    """What happened to the legal clock, with the sentences that explained it that day. Append-only."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="clock_events")
    step = models.OneToOneField(Step, models.PROTECT, null=True, related_name="+")  # none when the calendar changed
    recalculation = models.ForeignKey(Recalculation, models.PROTECT, null=True, related_name="+", db_index=False)
    process_trial = models.ForeignKey(ProcessTrial, models.PROTECT, null=True, related_name="+", db_index=False)
    effect = models.CharField(max_length=10)
    at = models.DateTimeField()
    limit = models.CharField(max_length=60)
    calendar = models.CharField(max_length=60)
    due_at = models.DateTimeField(null=True)
    explanation = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("effect", ClockEffect), name="clock_effect_known"),
            models.CheckConstraint(
                condition=Q(step__isnull=False, recalculation__isnull=True, process_trial__isnull=True)
                | Q(step__isnull=True, recalculation__isnull=False, process_trial__isnull=True)
                | Q(step__isnull=True, recalculation__isnull=True, process_trial__isnull=False),
                name="clock_event_has_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.effect}"


class ToldStep(models.Model):
    """The applicant was told about this step; a repeated event tells nobody twice."""

    step = models.OneToOneField(Step, models.PROTECT, primary_key=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step_id}"
