"""Tasks and what happened to them. Steps are append-only by trigger (migration 0001)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from namkhong.office.directives.states import OPEN, STATES, Move, State


class Directive(models.Model):
    """One task: who gave it, who leads, until when. ``first_due_at`` is never overwritten."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(unique=True)  # of the form that gave it, or of the assignment it stands for
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    assignment = models.OneToOneField("intake.Assignment", models.PROTECT, null=True, related_name="+")
    arrival_public_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=500)
    words = models.TextField(blank=True, default="")
    source = models.CharField(
        max_length=200, blank=True, default=""
    )  # number of the document, or of the meeting's conclusion
    giver = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    lead_account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    lead_unit = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    confirmed = models.BooleanField(default=True)  # done only when who gave it says so
    state = models.CharField(max_length=12, default=State.GIVEN)
    revision = models.PositiveIntegerField(default=1)
    given_at = models.DateTimeField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="directive_state_known"),
            models.CheckConstraint(condition=Q(due_at__gte=F("first_due_at")), name="directive_only_extended"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), ended_at__isnull=True)
                | Q(state__in=[State.DONE, State.DROPPED], ended_at__isnull=False),
                name="directive_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lead_account", "due_at", "id"], name="directive_mine", condition=Q(state__in=sorted(OPEN))
            ),
            models.Index(
                fields=["worker", "due_at", "id"], name="directive_worker", condition=Q(state__in=sorted(OPEN))
            ),
            models.Index(
                fields=["lead_unit", "due_at", "id"], name="directive_unit", condition=Q(state__in=sorted(OPEN))
            ),
            models.Index(fields=["giver", "due_at", "id"], name="directive_giver", condition=Q(state__in=sorted(OPEN))),
            models.Index(
                fields=["giver", "-ended_at", "-id"], name="directive_ended", condition=Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.subject[:80]

    @property
    def now_in(self) -> State:
        """The state as a value of the table."""
        return State(self.state)


class DirectiveHelper(models.Model):
    """Who helps, beside who leads; those of a note are assignments of ``intake`` and not repeated here."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="helpers", db_index=False)
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "account"], name="directive_helper_once")]

    def __str__(self) -> str:
        return f"{self.directive_id} {self.account_id}"


class DirectiveStep(models.Model):
    """One thing that was done or said. Append-only."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="steps", db_index=False)
    revision = models.PositiveIntegerField()
    move = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200, blank=True, default="")
    by_title = models.CharField(max_length=300, blank=True, default="")
    for_name = models.CharField(max_length=200, blank=True, default="")
    words = models.TextField(blank=True, default="")
    percent = models.PositiveSmallIntegerField(null=True)
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "revision"], name="directive_step_once"),
            models.CheckConstraint(condition=Q(move__in=sorted(Move)), name="directive_step_move"),
            models.CheckConstraint(condition=Q(percent__isnull=True) | Q(percent__lte=100), name="directive_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id}/{self.revision} {self.move}"
