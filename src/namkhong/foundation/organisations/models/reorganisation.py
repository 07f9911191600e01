"""A plan by which agencies become others on one day, and how far it has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from namkhong.foundation.organisations.types_reorganisation import PlanState

_LET = [PlanState.APPROVED.value, PlanState.APPLYING.value, PlanState.DONE.value]


class Reorganisation(models.Model):
    """One recorded act. ``lines`` are the rows as they were written, ``report`` what was found about them."""

    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=300)
    on = models.DateField()
    state = models.CharField(max_length=10, default=PlanState.DRAFT)
    lines = models.JSONField(default=list)
    report = models.JSONField(default=list)  # [[row, about, severity, words], …]
    wrong = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    old_ids = models.JSONField(default=list)  # the agencies it touches: no other open plan may
    preview = models.JSONField(default=dict)  # counted when it was read, and again at approval
    mapping = models.JSONField(default=dict)  # written when it is applied: what became what, by id
    phase = models.CharField(max_length=40, blank=True, default="")  # the room whose rows are being moved
    reached = models.BigIntegerField(default=0)  # the last row looked at; a job that was cut off goes on from here
    swept = models.PositiveIntegerField(default=0)  # moved in this sweep; one without any is the last
    moved = models.JSONField(default=dict)  # {room: how many}
    created_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    approved_name = models.CharField(max_length=200, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PlanState]), name="organisations_plan_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_LET) | Q(approved_at__isnull=False, wrong=0), name="organisations_plan_approved"
            ),
        ]
        indexes = [models.Index(fields=["state", "on"], name="organisations_plan_due")]

    def __str__(self) -> str:
        return self.title
