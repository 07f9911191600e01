"""A change of the calendar and what it does to the dates of open dossiers: who let it, when, why, how many."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q


class RecalculationState(StrEnum):
    """Where a recalculation stands."""

    COUNTING = "counting"  # looking at the open dossiers, so that the administrator sees what would move
    READY = "ready"  # waits for the administrator
    NOTHING = "nothing"  # no date would move
    SUPERSEDED = "superseded"  # the calendar changed again before it was applied
    APPLYING = "applying"
    DONE = "done"


_APPROVED = [RecalculationState.APPLYING.value, RecalculationState.DONE.value]


class Recalculation(models.Model):
    """One recorded act: the dates of open dossiers after one version of the calendars."""

    calendar_version = models.PositiveIntegerField(unique=True)
    changed_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=RecalculationState.COUNTING)
    reached = models.BigIntegerField(default=0)  # the last dossier looked at; a job that was cut off goes on from here
    looked = models.PositiveIntegerField(default=0)
    later = models.PositiveIntegerField(default=0)  # would be due later
    kept = models.PositiveIntegerField(default=0)  # would be due earlier: the promise stays
    beyond = models.PositiveIntegerField(default=0)  # would be due in a year that is not open yet: the promise stays
    days = models.JSONField(default=dict)  # {day promised: {new day: how many}}
    moved = models.PositiveIntegerField(default=0)  # when it was applied
    reason = models.TextField(blank=True, default="")
    approved_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    approved_name = models.CharField(max_length=200, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RecalculationState]), name="recalculation_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_APPROVED) | (Q(approved_at__isnull=False) & ~Q(reason="")),
                name="recalculation_approved_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_version} {self.state}"
