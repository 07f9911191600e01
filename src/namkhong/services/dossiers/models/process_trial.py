"""What a new version of a process would do to the open dossiers: the dry run, what was decided, who stays behind."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q


class TrialState(StrEnum):
    """Where a dry run stands."""

    COUNTING = "counting"
    READY = "ready"  # waits for the official: keep or move
    NOTHING = "nothing"  # no open dossier runs by an earlier version
    SUPERSEDED = "superseded"  # run again, or a newer version came
    KEPT = "kept"  # open dossiers end by the version they were received under
    APPLYING = "applying"
    DONE = "done"


class Trouble(StrEnum):
    """Why a dossier cannot go on by the new version."""

    NONE = ""
    PAUSED = "paused"  # waits for papers or money; its place is kept by the old version
    NO_STEP = "no_step"  # the step it is at does not exist any more
    OTHER_KIND = "other_kind"  # the step is something else now
    NO_UNIT = "no_unit"  # the agency has no such unit
    NOBODY = "nobody"  # nobody holds the post of a step to come, in that agency


LIVE = (TrialState.COUNTING, TrialState.READY, TrialState.APPLYING)
_DECIDED = (TrialState.KEPT, TrialState.APPLYING, TrialState.DONE)


class ProcessTrial(models.Model):
    """One dry run of one version over every open dossier of its process, and the one recorded act that follows."""

    process_version = models.ForeignKey("procedures.ProcessVersion", models.PROTECT, related_name="+", db_index=False)
    earlier = models.JSONField(default=list)  # the versions it would take dossiers from
    state = models.CharField(max_length=12, default=TrialState.COUNTING)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    started_name = models.CharField(max_length=200, blank=True, default="")
    reached = models.BigIntegerField(default=0)  # the last dossier looked at; a job that was cut off goes on from here
    looked = models.PositiveIntegerField(default=0)
    stuck = models.PositiveIntegerField(default=0)
    other_post = models.PositiveIntegerField(default=0)  # the step under way goes to another post
    step_earlier = models.PositiveIntegerField(default=0)
    step_later = models.PositiveIntegerField(default=0)
    later = models.PositiveIntegerField(default=0)  # would be due later
    kept = models.PositiveIntegerField(default=0)  # would be due earlier: the promise stays
    tight = models.PositiveIntegerField(default=0)  # the steps left need longer than the promise allows
    moved = models.PositiveIntegerField(default=0)  # when it was applied
    reason = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_name = models.CharField(max_length=200, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in TrialState]), name="process_trial_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in _DECIDED])
                | (Q(decided_at__isnull=False) & ~Q(reason="")),
                name="process_trial_decided_whole",
            ),
            models.UniqueConstraint(
                fields=["process_version"],
                condition=Q(state__in=[state.value for state in LIVE]),
                name="process_trial_one_live",
            ),
        ]
        indexes = [models.Index(fields=["process_version", "-id"], name="process_trial_version")]

    def __str__(self) -> str:
        return f"{self.process_version_id} {self.state}"


class TrialLine(models.Model):
    """One dossier that would not simply go on: stuck, or dated anew. Rewritten when the move judges it again."""

    trial = models.ForeignKey(ProcessTrial, models.CASCADE, related_name="lines", db_index=False)
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+", db_index=False)
    trouble = models.CharField(max_length=12, blank=True, default="")
    step_name = models.CharField(max_length=200)  # where it stands, or where it would stick
    due_at = models.DateTimeField(null=True)
    new_due_at = models.DateTimeField(null=True)
    step_due_at = models.DateTimeField(null=True)
    new_step_due_at = models.DateTimeField(null=True)
    step_minutes = models.IntegerField(default=0)  # working time by which the step's date moves
    tight = models.BooleanField(default=False)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(trouble__in=[trouble.value for trouble in Trouble]), name="trial_trouble_known"
            ),
            models.UniqueConstraint(fields=["trial", "dossier"], name="trial_line_once"),
        ]
        indexes = [
            models.Index(fields=["trial", "dossier"], name="trial_line_stuck", condition=~Q(trouble="")),
            models.Index(fields=["trial", "dossier"], name="trial_line_tight", condition=Q(tight=True)),
            models.Index(
                fields=["trial", "dossier"],
                name="trial_line_later",
                condition=Q(trouble="", new_due_at__gt=models.F("due_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.dossier_id}"
