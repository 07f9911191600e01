"""What the applicant was asked to complete, and her own request to stop. Both stay when the dossier has ended."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class RequestState(StrEnum):
    """Where a supplement request stands."""

    PROPOSED = "proposed"  # written, waits for whoever approves or sends it
    APPROVED = "approved"  # the leader agrees; the counter sends it
    SENT = "sent"  # the applicant has it
    ANSWERED = "answered"  # everything came
    DROPPED = "dropped"  # sent back to its author, or the dossier ended before it was sent
    CLOSED = "closed"  # the dossier ended without an answer


OPEN_REQUEST = (RequestState.PROPOSED, RequestState.APPROVED, RequestState.SENT)


class AnsweredBy(StrEnum):
    """How the answer came."""

    ONLINE = "online"
    COUNTER = "counter"


class SupplementRequest(models.Model):
    """All that is missing, asked at once (form 02). ``number`` counts the requests of one dossier; a dropped one has 0."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="supplements", db_index=False)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)
    reason = models.TextField(blank=True, default="")  # Lý do, for the whole request
    policy = models.CharField(max_length=10)  # restart, resume or close: as the version of the procedure said
    after_reception = models.BooleanField()
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    asked_by_name = models.CharField(max_length=200)
    asked_by_title = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    notify_by = models.DateTimeField(null=True)  # the law: within three working days of reception
    approved_by_name = models.CharField(max_length=200, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)  # past it the dossier is closed, where the version says so
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=10, blank=True, default="")
    reply = models.TextField(blank=True, default="")  # the applicant's own words
    reminded_at = models.DateTimeField(null=True)  # the counter was told that nothing came in time
    corrected = models.ForeignKey("eforms.AnswerSet", models.PROTECT, null=True, related_name="+", db_index=False)
    back_to = models.PositiveSmallIntegerField(default=0)  # the step it goes back to, and the official named there
    back_to_account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    due_before = models.DateTimeField(null=True)  # the promise that stood when the clock was stopped

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], condition=Q(number__gt=0), name="supplement_number"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(state__in=[state.value for state in OPEN_REQUEST]),
                name="supplement_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RequestState]), name="supplement_state_known"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__in=["", *(way.value for way in AnsweredBy)]), name="supplement_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | Q(state="answered", sent_at__isnull=False, answered_at__gte=F("sent_at"))
                | ~Q(state__in=["sent", "answered"]),
                name="supplement_times",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["dossier", "id"], name="supplement_of"),
            models.Index(
                fields=["answer_by"], name="supplement_overdue", condition=Q(state="sent", answer_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number}"

    @property
    def told_late(self) -> bool:
        """Did the applicant hear of it later than the law allows?"""
        return self.sent_at is not None and self.notify_by is not None and self.sent_at > self.notify_by


class SupplementItem(models.Model):
    """One thing that is missing: which paper, what is wrong with it, the article that asks for it, how to do it right."""

    request = models.ForeignKey(SupplementRequest, models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField()
    component_id = models.BigIntegerField(null=True)  # of the version; none for words that need explaining
    what = models.CharField(max_length=500)
    law = models.CharField(max_length=300)
    sample = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "position"], name="supplement_item_once")]

    def __str__(self) -> str:
        return self.what


class EndRequest(models.Model):
    """The applicant's own request to withdraw or to stop, with her reason and, at the counter, her signed paper."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="end_requests", db_index=False)
    step = models.OneToOneField("dossiers.Step", models.PROTECT, related_name="+")
    way = models.CharField(max_length=10)  # online or counter
    reason = models.TextField()
    file_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=255, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], name="end_request_once"),
            models.CheckConstraint(
                condition=Q(way="online", file_id__isnull=True) | Q(way="counter", file_id__isnull=False),
                name="end_request_paper",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["file_id"], name="end_request_file", condition=Q(file_id__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}"
