"""Packets out and in, one state for each receiver, and the dated address book."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from namkhong.office.exchange.states import OPEN, UNANSWERED, ConsignmentState, DispatchState, PacketState, Recall


class Message(models.Model):
    """What an agency says: a document (new, revoked, updated, replaced) or the status of one. Never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    document_key = models.CharField(max_length=100, blank=True, default="")
    kind = models.PositiveSmallIntegerField(null=True)  # of business; null = a status
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__isnull=True) | Q(kind__lte=3), name="message_kind")]

    def __str__(self) -> str:
        return str(self.public_id)


class MessageFile(models.Model):
    """A file that goes with a message."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="files", db_index=False)
    position = models.PositiveSmallIntegerField()
    file_id = models.UUIDField()
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "position"], name="message_file_place")]
        indexes = [models.Index(fields=["file_id"], name="message_file_id")]

    def __str__(self) -> str:
        return self.name


class Consignment(models.Model):
    """One document to one receiver: never two."""

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    document_key = models.CharField(max_length=100)
    document_id = models.CharField(max_length=200)
    receiver_code = models.CharField(max_length=60)
    receiver_name = models.CharField(max_length=300)
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", db_index=False)  # what was said last
    number = models.CharField(max_length=60)
    subject = models.CharField(max_length=500)
    via = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=ConsignmentState, default=ConsignmentState.QUEUED)
    recall = models.CharField(max_length=10, choices=Recall, blank=True, default=Recall.NONE)
    status_code = models.CharField(max_length=2, blank=True, default="")
    status_note = models.TextField(blank=True, default="")
    status_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "document_key", "receiver_code"], name="consignment_once"),
            models.CheckConstraint(condition=Q(state__in=ConsignmentState.values), name="consignment_state"),
            models.CheckConstraint(condition=Q(recall__in=Recall.values), name="consignment_recall"),
            # "Sent" is what the axis said, never what we hope.
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "dead", "cancelled"]) | Q(sent_at__isnull=False),
                name="consignment_sent_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-changed_at", "-id"], name="consignment_newest"),
            models.Index(
                fields=["agency", "-changed_at", "-id"],
                name="consignment_dead",
                condition=Q(state=ConsignmentState.DEAD),
            ),
            models.Index(
                fields=["agency", "-changed_at", "-id"],
                name="consignment_unanswered",
                condition=Q(state__in=sorted(UNANSWERED)),
            ),
            models.Index(
                fields=["agency", "-changed_at", "-id"],
                name="consignment_returned",
                condition=Q(state=ConsignmentState.REFUSED),
            ),
            models.Index(fields=["document_id", "receiver_code"], name="consignment_told_of"),
        ]

    def __str__(self) -> str:
        return f"{self.document_key} → {self.receiver_code}"


class Dispatch(models.Model):
    """One packet of ours to one receiver: tried until the axis has it. ``key`` stays the same for every try.

    ``line`` keeps the order: of one line, what was queued first goes first, whatever happens to it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    message = models.ForeignKey(Message, models.PROTECT, related_name="dispatches", db_index=False)
    consignment = models.ForeignKey(Consignment, models.PROTECT, null=True, related_name="dispatches", db_index=False)
    packet = models.ForeignKey("Packet", models.PROTECT, null=True, related_name="+", db_index=False)
    receiver_code = models.CharField(max_length=60)
    receiver_name = models.CharField(max_length=300, blank=True, default="")
    via = models.CharField(max_length=20)
    line = models.CharField(max_length=30)
    state = models.CharField(max_length=20, choices=DispatchState, default=DispatchState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)  # of this round; "gửi lại" begins a new one
    why = models.TextField(blank=True, default="")
    next_at = models.DateTimeField(null=True)  # when it may be tried (again); until then a try that hangs has time
    axis_id = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DispatchState.values), name="dispatch_state"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), next_at__isnull=False)
                | (~Q(state__in=sorted(OPEN)) & Q(next_at__isnull=True)),
                name="dispatch_waiting_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=DispatchState.SENT) | Q(sent_at__isnull=False), name="dispatch_sent_has_its_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="dispatch_due", condition=Q(state__in=sorted(OPEN))),
            models.Index(fields=["line", "id"], name="dispatch_line"),
            models.Index(
                fields=["consignment", "id"], name="dispatch_consignment", condition=Q(consignment__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class ConsignmentStep(models.Model):
    """One thing that happened to a consignment. Append-only."""

    consignment = models.ForeignKey(Consignment, models.PROTECT, related_name="steps", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=20)
    code = models.CharField(max_length=2, blank=True, default="")  # of a status that came
    note = models.TextField(blank=True, default="")
    by_name = models.CharField(max_length=300, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")  # of a status: it is taken in once

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consignment", "digest"], name="consignment_status_once", condition=~Q(digest="")
            )
        ]
        indexes = [models.Index(fields=["consignment", "id"], name="consignment_steps")]

    def __str__(self) -> str:
        return f"{self.consignment_id} {self.state}"


class Packet(models.Model):
    """What came in: a document, a request to give one back, or something that could not be read."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=20, choices=PacketState)
    kind = models.CharField(max_length=20)
    via = models.CharField(max_length=20)
    axis_id = models.CharField(max_length=200, blank=True, default="")
    from_code = models.CharField(max_length=60, blank=True, default="")
    from_name = models.CharField(max_length=300, blank=True, default="")
    document_id = models.CharField(max_length=200, blank=True, default="")
    digest = models.CharField(max_length=64)
    number = models.CharField(max_length=60, blank=True, default="")
    subject = models.CharField(max_length=500, blank=True, default="")
    content = models.JSONField(default=dict)
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    status = models.CharField(max_length=2, blank=True, default="")
    why = models.TextField(blank=True, default="")
    original = models.UUIDField(null=True)  # the bytes as they came, where not all of them could be taken
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PacketState.values), name="packet_state"),
            models.CheckConstraint(
                condition=Q(state=PacketState.REJECTED) | Q(agency__isnull=False), name="packet_accepted_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state=PacketState.ACCEPTED) | ~Q(why=""), name="packet_rejected_says_why"
            ),
            models.CheckConstraint(condition=Q(about__isnull=True) | ~Q(about=F("id")), name="packet_not_about_itself"),
            models.UniqueConstraint(
                fields=["agency", "from_code", "document_id", "digest"],
                name="packet_once",
                condition=Q(state=PacketState.ACCEPTED),
            ),
            models.UniqueConstraint(
                fields=["via", "digest"], name="packet_rejected_once", condition=Q(state=PacketState.REJECTED)
            ),
        ]
        indexes = [
            models.Index(fields=["document_id", "from_code", "agency"], name="packet_document"),
            models.Index(
                fields=["-arrived_at", "-id"], name="packet_rejected", condition=Q(state=PacketState.REJECTED)
            ),
            models.Index(fields=["agency", "-arrived_at", "-id"], name="packet_newest"),
            models.Index(fields=["original"], name="packet_original", condition=Q(original__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class PacketFile(models.Model):
    """A file of a packet; without ``file_id`` it was not taken, and ``why`` says why."""

    packet = models.ForeignKey(Packet, models.PROTECT, related_name="files", db_index=False)
    position = models.PositiveSmallIntegerField()
    file_id = models.UUIDField(null=True)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120, blank=True, default="")
    why = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["packet", "position"], name="packet_file_place"),
            models.CheckConstraint(condition=Q(file_id__isnull=False) | ~Q(why=""), name="packet_file_or_why"),
        ]
        indexes = [models.Index(fields=["file_id"], name="packet_file_id", condition=Q(file_id__isnull=False))]

    def __str__(self) -> str:
        return self.name


class PacketAnswer(models.Model):
    """What was answered to the sender of a packet: each status once. Append-only."""

    packet = models.ForeignKey(Packet, models.PROTECT, related_name="answers", db_index=False)
    code = models.CharField(max_length=2)
    note = models.TextField(blank=True, default="")
    staff_name = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    message = models.ForeignKey(Message, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["packet", "code"], name="packet_answer_once")]

    def __str__(self) -> str:
        return f"{self.packet_id} {self.code}"


class AddressEntry(models.Model):
    """An agency of the address book, from–to. A pseudo unit (W00) is kept and never offered."""

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    in_charge = models.CharField(max_length=300, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    email = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    fax = models.CharField(max_length=60, blank=True, default="")
    website = models.CharField(max_length=200, blank=True, default="")
    pseudo = models.BooleanField(default=False)
    source = models.CharField(max_length=100)
    search_key = models.CharField(max_length=700)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="address_one_now", condition=Q(valid_to__isnull=True)),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="address_period"
            ),
        ]
        indexes = [
            models.Index(fields=["code", "-valid_from"], name="address_history"),
            models.Index(
                fields=["name", "id"], name="address_by_name", condition=Q(valid_to__isnull=True, pseudo=False)
            ),
            GinIndex(fields=["search_key"], name="address_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.code
