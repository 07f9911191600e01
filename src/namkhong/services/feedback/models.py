"""Ratings, inquiries and what happened to them. Steps are append-only by trigger (migration 0001)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from namkhong.services.feedback.states import OPEN, STATES, Move, State
from namkhong.services.feedback.types import KINDS


class TimeRule(models.Model):
    """How long something may take between two dates, with its source. What no text confirmed says so."""

    kind = models.CharField(max_length=20)
    limit = models.CharField(max_length=60)  # kernel.worktime.parse_limit
    legal_source = models.CharField(max_length=400)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    to_be_confirmed = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "effective_from"], name="time_rule_from")]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_from}"


class Rating(models.Model):
    """What the applicant of one dossier thinks of how it was handled: one to five stars, with words or without."""

    dossier = models.OneToOneField("dossiers.Dossier", models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, related_name="+", db_index=False)
    procedure_name = models.CharField(max_length=1000)
    stars = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True, default="")
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    rated_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_one_to_five")]
        indexes = [
            models.Index(fields=["agency", "-rated_at", "-id"], name="rating_agency"),
            models.Index(fields=["-rated_at", "-id"], name="rating_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.stars}"


class Inquiry(models.Model):
    """A question, proposal or complaint: who sent it, what it is about, at whose desk it lies, until when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(unique=True)  # of the form it was sent with: the same click is the same inquiry
    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=State.SENT)
    revision = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    text = models.TextField()

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, null=True, related_name="+", db_index=False)
    dossier_code = models.CharField(max_length=60, blank=True, default="")
    procedure = models.ForeignKey("procedures.Procedure", models.PROTECT, null=True, related_name="+", db_index=False)
    procedure_name = models.CharField(max_length=1000, blank=True, default="")
    about_agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    about_official = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    about_name = models.CharField(max_length=200, blank=True, default="")  # the official, as the sender calls her
    about_key = models.CharField(max_length=200, blank=True, default="")  # folded, to be compared with who opens it

    sender = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    sender_name = models.CharField(max_length=200, blank=True, default="")
    contact_email = models.CharField(max_length=200, blank=True, default="")
    contact_phone = models.CharField(max_length=20, blank=True, default="")

    sent_at = models.DateTimeField()
    rule = models.ForeignKey(TimeRule, models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    due_why = models.JSONField(default=list)
    desk_agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    assigned_agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    assigned_to = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)

    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answer_file = models.UUIDField(null=True)
    answer_file_name = models.CharField(max_length=255, blank=True, default="")
    may_publish = models.BooleanField(default=False)  # the sender agreed
    published = models.BooleanField(default=False)
    public_title = models.CharField(max_length=200, blank=True, default="")
    public_text = models.TextField(blank=True, default="")
    satisfied = models.BooleanField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="inquiry_state_known"),
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="inquiry_kind_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ANSWERED, State.CLOSED]) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="inquiry_answered_has_answer",
            ),
            models.CheckConstraint(
                condition=Q(published=False) | Q(may_publish=True, answered_at__isnull=False),
                name="inquiry_published_agreed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk_agency", "due_at", "id"], name="inquiry_desk", condition=Q(state__in=sorted(OPEN))
            ),
            models.Index(
                fields=["assigned_agency", "due_at", "id"],
                name="inquiry_assigned",
                condition=Q(state=State.ASSIGNED),
            ),
            models.Index(
                fields=["assigned_to", "due_at", "id"], name="inquiry_person", condition=Q(state=State.ASSIGNED)
            ),
            models.Index(fields=["desk_agency", "-sent_at", "-id"], name="inquiry_all"),
            models.Index(
                fields=["sender", "-sent_at", "-id"], name="inquiry_sender", condition=Q(sender__isnull=False)
            ),
            models.Index(fields=["-answered_at", "-id"], name="inquiry_published", condition=Q(published=True)),
            models.Index(fields=["answered_at"], name="inquiry_to_close", condition=Q(state=State.ANSWERED)),
            models.Index(
                fields=["ended_at"],
                name="inquiry_reachable",
                condition=Q(sender_name__gt="") | Q(contact_email__gt="") | Q(contact_phone__gt=""),
            ),
            models.Index(fields=["answer_file"], name="inquiry_file", condition=Q(answer_file__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def now_in(self) -> State:
        """The state as a value of the table."""
        return State(self.state)


class InquiryStep(models.Model):
    """One thing that was done with an inquiry. Append-only."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="steps", db_index=False)
    revision = models.PositiveIntegerField()
    move = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200, blank=True, default="")  # an official's; a sender is never named here
    by_title = models.CharField(max_length=300, blank=True, default="")
    note = models.TextField(blank=True, default="")
    public = models.BooleanField(default=True)  # may the sender read the note?

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "revision"], name="inquiry_step_once"),
            models.CheckConstraint(condition=Q(move__in=sorted(Move)), name="inquiry_step_move"),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}/{self.revision}"
