"""Drafts, their versions, receivers, opinions and steps; copies. Versions, steps and opinions are append-only by trigger (0001)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from namkhong.office.drafting.states import OPEN, STATES, Move, State
from namkhong.office.drafting.types import Answer, CopyKind, ReceiverKind


class Chain(models.Model):
    """Which checks outgoing documents of an agency pass before they are signed: one row's data, dated, with its source.

    ``agency`` = of this very agency; else of every agency of ``kind``; else (both empty) of all.
    """

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, blank=True, default="")
    checks = models.JSONField(default=list)  # of states.Check, in order
    initials = models.JSONField(default=list)  # whose check is also an initial on the page
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=400)
    to_be_confirmed = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "valid_from"], name="drafting_chain_from", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")), name="drafting_chain_period"
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=True) | Q(kind=""), name="drafting_chain_of_one_agency_or_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id or self.kind or '*'} {self.valid_from}"


class Draft(models.Model):
    """An outgoing document on its way. What it says stands in its versions; here is where it stands."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(unique=True)  # of the form it was begun with: the same click is the same draft
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    type_code = models.CharField(max_length=20)
    type_name = models.CharField(max_length=100)
    abbreviation = models.CharField(max_length=10, blank=True, default="")
    symbol = models.CharField(max_length=20, blank=True, default="")  # of a công văn: the drafting unit's short name
    subject = models.CharField(max_length=500)
    urgency = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=20, default=State.DRAFTING)
    revision = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    checks = models.JSONField(default=list)  # of its chain, as it stood when it was submitted
    initials = models.JSONField(default=list)
    initialers = models.JSONField(default=list)  # accounts whose initials the file has a place for
    signer = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    block = models.JSONField(default=list)  # the lines above the signature, as they stand in the file
    signed_document = models.UUIDField(null=True, unique=True)  # signatures' document
    signed_fields = models.JSONField(default=list)  # of it, those that carry a signature already
    signed_at = models.DateTimeField(null=True)
    document_id = models.BigIntegerField(null=True, unique=True)  # the line of the register
    number = models.CharField(max_length=60, blank=True, default="")
    issued_on = models.DateField(null=True)  # the date on the page
    issue_by = models.DateTimeField(null=True)  # art. 18: the close of the working day after the signature
    issued_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="drafting_draft_state"),
            models.CheckConstraint(condition=Q(urgency__lte=3), name="drafting_draft_urgency"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SEALING, State.ISSUING, State.ISSUED])
                | (Q(document_id__isnull=False, issued_on__isnull=False) & ~Q(number="")),
                name="drafting_draft_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SIGNING, State.NUMBERING, State.SEALING, State.ISSUING, State.ISSUED])
                | Q(signed_document__isnull=False, signer__isnull=False),
                name="drafting_draft_has_its_file",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-moved_at", "-id"], name="drafting_mine"),
            models.Index(fields=["agency", "state", "moved_at", "id"], name="drafting_waiting"),
            models.Index(fields=["unit", "state", "moved_at", "id"], name="drafting_at_unit"),
            models.Index(fields=["agency", "-moved_at", "-id"], name="drafting_all"),
            models.Index(
                fields=["signer", "moved_at", "id"], name="drafting_to_sign", condition=Q(state=State.SIGNING)
            ),
            GinIndex(
                fields=["initialers"],
                name="drafting_to_initial",
                opclasses=["jsonb_path_ops"],
                condition=Q(state=State.SIGNING),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type_name} {self.number or self.public_id}"

    @property
    def now_in(self) -> State:
        """The state as a value of the table."""
        return State(self.state)

    @property
    def open(self) -> bool:
        """May its words still be changed?"""
        return self.now_in in OPEN


class DraftVersion(models.Model):
    """One saved state of a draft's words. Append-only."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=500)
    body = models.TextField(blank=True, default="")
    fields = models.JSONField(default=dict)
    receivers = models.JSONField(default=list)
    source_file = models.UUIDField(null=True)  # the uploaded DOCX or PDF its body was taken from
    by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="drafting_version_once")]
        indexes = [
            models.Index(fields=["source_file"], name="drafting_version_file", condition=Q(source_file__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.number}"


class Recipient(models.Model):
    """Nơi nhận: one receiver of the newest version, in the order they are printed."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="recipients", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=40, blank=True, default="")
    name = models.CharField(max_length=200)
    addressed = models.BooleanField(default=False)  # named after "Kính gửi"
    why = models.CharField(max_length=100, blank=True, default="")  # "để báo cáo"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "position"], name="drafting_recipient_once"),
            models.CheckConstraint(
                condition=Q(kind=ReceiverKind.CODE, code__gt="") | Q(kind=ReceiverKind.TEXT, code=""),
                name="drafting_recipient_named",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DraftFile(models.Model):
    """An annex in a file of its own: the agency signs it apart, at the top right of its first page."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="annexes", db_index=False)
    position = models.PositiveSmallIntegerField()
    file = models.UUIDField()
    name = models.CharField(max_length=255)
    signed_document = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "position"], name="drafting_annex_once")]
        indexes = [models.Index(fields=["file"], name="drafting_annex_file")]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One thing that was done with a draft. Append-only."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="steps", db_index=False)
    revision = models.PositiveIntegerField()
    move = models.CharField(max_length=20)
    state = models.CharField(max_length=20)  # after it
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200, blank=True, default="")
    by_title = models.CharField(max_length=300, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "revision"], name="drafting_step_once"),
            models.CheckConstraint(condition=Q(move__in=sorted(Move)), name="drafting_step_move"),
            models.CheckConstraint(condition=~Q(move=Move.RETURN) | ~Q(note=""), name="drafting_step_returned_why"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.revision}"


class Delivery(models.Model):
    """One receiver of an issued document, and what it last said (``exchange.StatusCode``; empty = nothing yet)."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="deliveries", db_index=False)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)  # who issued
    consignment_id = models.BigIntegerField(unique=True)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=2, blank=True, default="")
    issued_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "code"], name="drafting_delivery_once")]
        indexes = [
            models.Index(fields=["agency", "issued_at", "id"], name="drafting_unconfirmed", condition=Q(status="")),
            models.Index(fields=["agency", "issued_at", "id"], name="drafting_refused", condition=Q(status="02")),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.code}"


class OpinionRequest(models.Model):
    """A unit or a person asked what she thinks of one version, until a day."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="opinion_requests", db_index=False)
    version = models.PositiveIntegerField()
    unit = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, related_name="+", db_index=False)
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    question = models.TextField(blank=True, default="")
    due_on = models.DateField()
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    answered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "version", "unit", "account"], name="drafting_asked_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True, account__isnull=False) | Q(unit__isnull=False, account__isnull=True),
                name="drafting_asked_one",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on", "id"], name="drafting_asked_unit", condition=Q(answered=False)),
            models.Index(fields=["account", "due_on", "id"], name="drafting_asked_person", condition=Q(answered=False)),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.name}"


class Opinion(models.Model):
    """What somebody who was asked thinks. Append-only."""

    request = models.OneToOneField(OpinionRequest, models.PROTECT, related_name="opinion")
    words = models.TextField()
    by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request_id} {self.by_name}"


class OpinionAnswer(models.Model):
    """What the drafter did with an opinion: taken up, or why not. Append-only."""

    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="answer")
    answer = models.CharField(max_length=10)
    words = models.TextField(blank=True, default="")
    by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=sorted(Answer)), name="drafting_answer_known"),
            models.CheckConstraint(
                condition=~Q(answer=Answer.EXPLAINED) | ~Q(words=""), name="drafting_answer_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.answer}"


class Copy(models.Model):
    """An electronic copy of a registered document: the agency signs at the top right of its first page (art. 25, Annex I III)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(unique=True)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=5)
    document_id = models.BigIntegerField()
    number = models.CharField(max_length=60)  # of the document it is made of
    subject = models.CharField(max_length=500)
    pages = models.CharField(max_length=100, blank=True, default="")  # of an extract: "1, 3-4"
    signed_document = models.UUIDField(unique=True)
    made_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=sorted(CopyKind)), name="drafting_copy_kind"),
            models.CheckConstraint(condition=~Q(kind=CopyKind.EXTRACT) | ~Q(pages=""), name="drafting_copy_pages"),
        ]
        indexes = [models.Index(fields=["agency", "-made_at", "-id"], name="drafting_copies")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
