"""What came in, what was said about it, who does it until when. Notes are append-only by trigger (migration 0001)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Final

from django.db import models
from django.db.models import Q

from namkhong.office.intake.states import ENDS, NOTES, PARTS, STATES, End, Part, Recall, Source, State

NO_DAY: Final = datetime(9999, 1, 1, tzinfo=UTC)  # where something without a day stands in lists by day


class TimeRule(models.Model):
    """How long something may take, with its source. What no text confirmed says so."""

    kind = models.CharField(max_length=20)
    limit = models.CharField(max_length=60)  # kernel.worktime.parse_limit
    legal_source = models.CharField(max_length=400)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    to_be_confirmed = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "effective_from"], name="intake_rule_from")]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_from}"


class Arrival(models.Model):
    """One document that reached an agency, on one way, from the moment it came."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(unique=True)  # of the form that brought it: the same click is the same arrival
    packet = models.OneToOneField("exchange.Packet", models.PROTECT, null=True, related_name="+")  # arrives once
    business = models.PositiveSmallIntegerField(default=0)  # exchange.types.BusinessKind: new, update, replacement
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)  # what it updates
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=10)
    state = models.CharField(max_length=20, default=State.ARRIVED)
    revision = models.PositiveIntegerField(default=1)

    subject = models.CharField(max_length=500, blank=True, default="")
    number = models.CharField(max_length=60, blank=True, default="")  # the author's own
    type_name = models.CharField(max_length=100, blank=True, default="")
    organ_name = models.CharField(max_length=200, blank=True, default="")
    organ_code = models.CharField(max_length=60, blank=True, default="")
    issued_on = models.DateField(null=True)
    urgency = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)  # until when its author wants an answer

    arrived_at = models.DateTimeField()
    rule = models.ForeignKey(TimeRule, models.PROTECT, related_name="+", db_index=False)
    register_by = models.DateTimeField()  # end of the next working day (Decree 30/2020 art. 4.3)
    document = models.OneToOneField("documents.Document", models.PROTECT, null=True, related_name="+")
    book_year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)  # số đến
    registered_at = models.DateTimeField(null=True)
    leader = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)
    answer_number = models.CharField(max_length=60, blank=True, default="")  # of the document that answers it
    recall = models.CharField(max_length=10, blank=True, default=Recall.NONE)
    recall_reason = models.CharField(max_length=500, blank=True, default="")
    recall_request = models.ForeignKey("exchange.Packet", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="arrival_state_known"),
            models.CheckConstraint(condition=Q(source__in=sorted(Source)), name="arrival_source_known"),
            models.CheckConstraint(condition=Q(recall__in=sorted(Recall)), name="arrival_recall_known"),
            models.CheckConstraint(
                condition=Q(state__in=[State.ARRIVED, State.RETURNED, State.RECALLED]) | Q(document__isnull=False),
                name="arrival_in_the_book",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "register_by", "id"], name="arrival_arrived", condition=Q(state=State.ARRIVED)
            ),
            models.Index(
                fields=["agency", "register_by", "id"],
                name="arrival_undirected",
                condition=Q(state__in=[State.PROPOSED, State.REGISTERED]),
            ),
            models.Index(fields=["agency", "-arrived_at", "-id"], name="arrival_newest"),
            models.Index(
                fields=["agency", "book_year", "serial"], name="arrival_register", condition=Q(serial__isnull=False)
            ),
            models.Index(
                fields=["agency", "arrived_at", "id"], name="arrival_recalling", condition=Q(recall=Recall.ASKED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial or '-'} {self.number}"

    @property
    def now_in(self) -> State:
        """The state as a value of the table."""
        return State(self.state)


class ArrivalFile(models.Model):
    """A file it came with, in order: what the packet held, or the scanned paper."""

    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="files", db_index=False)
    place = models.PositiveSmallIntegerField()
    file_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=255)
    role = models.CharField(max_length=10)  # documents.types.FileLink: main, annex, scan

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrival", "place"], name="arrival_file_place")]

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """One thing that was said or done about it. Append-only."""

    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="notes", db_index=False)
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200, blank=True, default="")
    by_title = models.CharField(max_length=300, blank=True, default="")
    for_name = models.CharField(max_length=200, blank=True, default="")  # thay mặt whom
    words = models.TextField(blank=True, default="")
    lines = models.JSONField(default=list)  # of a proposal: who, part, day
    assignment = models.ForeignKey("Assignment", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrival", "revision"], name="note_once"),
            models.CheckConstraint(condition=Q(kind__in=NOTES), name="note_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.arrival_id}/{self.revision} {self.kind}"


class Assignment(models.Model):
    """One person, or one unit until somebody in it takes it on: which part, until when, how it stands."""

    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="assignments", db_index=False)
    note = models.ForeignKey(Note, models.PROTECT, related_name="assignments", db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", db_index=True)
    part = models.CharField(max_length=10)
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    giver = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    confirmed = models.BooleanField(default=False)  # is it done only when the giver says so?
    due_on = models.DateField(null=True)
    first_due_on = models.DateField(null=True)  # as first given, whatever was extended since
    due_at = models.DateTimeField(null=True)  # close of business of that day, or of the next working day
    order_at = models.DateTimeField(default=NO_DAY)
    assigned_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=12, default=End.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    result = models.TextField(blank=True, default="")
    answer = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(part__in=sorted(PARTS)), name="assignment_part_known"),
            models.CheckConstraint(condition=Q(end__in=sorted(ENDS)), name="assignment_end_known"),
            models.CheckConstraint(
                condition=Q(end=End.OPEN, ended_at__isnull=True) | (~Q(end=End.OPEN) & Q(ended_at__isnull=False)),
                name="assignment_ended",
            ),
            models.UniqueConstraint(
                fields=["arrival"],
                condition=Q(parent__isnull=True, part=Part.LEAD, end__in=[End.DONE, End.OPEN]),
                name="assignment_one_lead",
            ),
            models.UniqueConstraint(
                fields=["parent"],
                condition=Q(part=Part.LEAD, end__in=[End.DONE, End.OPEN]),
                name="assignment_one_lead_below",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "order_at", "id"],
                name="assignment_mine",
                condition=Q(end=End.OPEN, account__isnull=False),
            ),
            models.Index(fields=["unit", "order_at", "id"], name="assignment_of_unit", condition=Q(end=End.OPEN)),
            models.Index(fields=["arrival", "id"], name="assignment_arrival"),
            models.Index(
                fields=["account", "-assigned_at", "-id"], name="assignment_ever", condition=Q(account__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arrival_id} {self.part} {self.end}"
