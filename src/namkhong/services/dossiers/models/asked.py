"""What is asked beside the line of steps: a draft the applicant confirms, opinions of others, a deed in another system.

Models of this room kept apart from the hot row; ``models`` takes them in.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from namkhong.services.dossiers.models.checks import one_of
from namkhong.services.dossiers.types import Closing, DraftAnswer, Verdict
from namkhong.services.procedures.types import Silence


class DraftRound(models.Model):
    """A draft as the applicant was shown it, and what she said. Closed once, then kept as it is (trigger)."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="draft_rounds", db_index=False)
    number = models.PositiveSmallIntegerField()
    step_code = models.CharField(max_length=40)
    fields = models.JSONField(default=list)  # [[label, text], …] as shown
    file_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=255, blank=True, default="")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField()  # silence is a yes at this very moment
    closed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, blank=True, default="")
    words = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="draft_round_number"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(closed_at__isnull=True), name="draft_round_one_open"
            ),
            models.CheckConstraint(condition=one_of("answer", DraftAnswer, blank=True), name="draft_round_answer"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, answer="") | (Q(closed_at__isnull=False) & ~Q(answer="")),
                name="draft_round_closed_with_answer",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=models.F("sent_at")), name="draft_round_due_later"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="draft_round_due", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["file_id"], name="draft_round_file", condition=Q(file_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number}"


class OpinionRequest(models.Model):
    """A question put to one agency about a dossier, until when, and what its silence means."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="opinion_requests", db_index=False)
    step_code = models.CharField(max_length=40)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    question = models.TextField()
    prescribed = models.BooleanField(default=False)  # the process asks for it
    limit = models.CharField(max_length=60)  # kernel.worktime.Limit in words, for asking once more
    silence = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_name = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)
    lapsed_at = models.DateTimeField(null=True)  # the time is over and the step waits all the same
    closed_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=10, blank=True, default="")
    reason = models.TextField(blank=True, default="")  # why it was withdrawn

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "agency"], condition=Q(closed_at__isnull=True), name="opinion_request_one_open"
            ),
            models.CheckConstraint(condition=one_of("silence", Silence), name="opinion_request_silence"),
            models.CheckConstraint(condition=one_of("closing", Closing, blank=True), name="opinion_request_closing"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closing="") | (Q(closed_at__isnull=False) & ~Q(closing="")),
                name="opinion_request_closed_how",
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "id"], name="opinion_request_dossier"),
            models.Index(
                fields=["agency", "due_at", "id"], name="opinion_request_inbox", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["due_at", "id"],
                name="opinion_request_due",
                condition=Q(closed_at__isnull=True, lapsed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.pk}"


class Opinion(models.Model):
    """What the asked agency says: drafts of its specialist, then the one its head signs. Append-only."""

    request = models.ForeignKey(OpinionRequest, models.PROTECT, related_name="opinions")
    verdict = models.CharField(max_length=10)
    text = models.TextField(blank=True, default="")
    file_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=255, blank=True, default="")
    signed = models.BooleanField()
    by_silence = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200)
    by_title = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(signed=True), name="opinion_signed_once"),
            models.CheckConstraint(condition=one_of("verdict", Verdict), name="opinion_verdict"),
            models.CheckConstraint(condition=Q(signed=True) | Q(by_silence=False), name="opinion_silence_is_final"),
        ]
        indexes = [models.Index(fields=["file_id"], name="opinion_file", condition=Q(file_id__isnull=False))]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.pk}"


class OutsideRecord(models.Model):
    """A step that was done in another system: which, under what number, of what day, told by whom. Append-only."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="outside_records")
    step = models.OneToOneField("dossiers.Step", models.PROTECT, related_name="+")
    system = models.CharField(max_length=200)
    number = models.CharField(max_length=100)
    on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(number=""), name="outside_record_has_number")]

    def __str__(self) -> str:
        return f"{self.system} {self.number}"
