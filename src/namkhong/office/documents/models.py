"""Types, books, and the rows of the books. A row is never deleted and keeps its number (triggers in migration 0001)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from namkhong.office.documents.types import (
    DIRECTIONS,
    GENERAL,
    LINKS,
    ROLES,
    STATES,
    URGENCIES,
    VIETNAMESE,
    Direction,
    DocumentState,
)


class DocumentType(models.Model):
    """A type of document between two dates, with its source (Decree 30/2020 art. 7 and annex III)."""

    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=100)
    abbreviation = models.CharField(max_length=10, blank=True, default="")  # Công văn and Thư công have none
    is_legal = models.BooleanField(default=False)
    is_copy = models.BooleanField(default=False)
    issued_here = models.BooleanField(default=True)
    exchange_list = models.CharField(max_length=1, blank=True, default="")
    exchange_number = models.PositiveSmallIntegerField(null=True)
    place = models.PositiveSmallIntegerField()  # in the order of the decree
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    legal_source = models.CharField(max_length=400)
    to_be_confirmed = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "effective_from"], name="document_type_from"),
            models.CheckConstraint(condition=Q(effective_to__gte=F("effective_from")), name="document_type_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganSymbol(models.Model):
    """The symbol an agency or a unit writes in its numbers from a day on ("UBND", "SXD", "KT"), where the rule is not enough."""

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    symbol = models.CharField(max_length=20)
    valid_from = models.DateField()
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "valid_from"], name="organ_symbol_from")]

    def __str__(self) -> str:
        return self.symbol


class Book(models.Model):
    """One book: an agency, in or out, a year, a series. It opens with the first number of the year."""

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=30, default=GENERAL)  # "general", or the code of the type that has its own
    opened_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    locked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "direction", "year", "series"], name="one_book"),
            models.CheckConstraint(condition=Q(direction__in=sorted(DIRECTIONS)), name="book_direction"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.direction} {self.year} {self.series}"


class Document(models.Model):
    """One row of a book, with the fields of annex VI of Decree 30/2020 (part II)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(null=True, unique=True)  # of what asked for the number: asked twice is registered once
    book = models.ForeignKey(Book, models.PROTECT, related_name="+", db_index=False)
    serial = models.PositiveIntegerField()
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    direction = models.CharField(max_length=3)
    state = models.CharField(max_length=12, default=DocumentState.REGISTERED)

    number = models.CharField(max_length=60, blank=True, default="")
    number_key = models.CharField(max_length=60, blank=True, default="")
    code_number = models.CharField(max_length=11, blank=True, default="")
    code_notation = models.CharField(max_length=40, blank=True, default="")
    type = models.ForeignKey(DocumentType, models.PROTECT, null=True, related_name="+", db_index=False)
    type_code = models.CharField(max_length=30, blank=True, default="")
    type_name = models.CharField(max_length=100, blank=True, default="")
    issued_on = models.DateField(null=True)
    arrived_on = models.DateField(null=True)
    organ_name = models.CharField(max_length=200)
    organ_key = models.CharField(max_length=200)
    organ_code = models.CharField(max_length=40, blank=True, default="")
    subject = models.CharField(max_length=500)
    language = models.CharField(max_length=30, default=VIETNAMESE)
    signer_name = models.CharField(max_length=50, blank=True, default="")
    signer_position = models.CharField(max_length=100, blank=True, default="")
    to_places = models.CharField(max_length=1000, blank=True, default="")
    keeper = models.CharField(max_length=200, blank=True, default="")
    pages = models.PositiveSmallIntegerField(null=True)
    copies = models.PositiveSmallIntegerField(null=True)
    urgency = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")
    handed_on = models.DateField(null=True)  # ngày chuyển: to whom it is for, or to whom it is sent

    voided_reason = models.CharField(max_length=500, blank=True, default="")  # why it is no longer as it was registered
    ended_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    registered_name = models.CharField(max_length=200, blank=True, default="")
    words = SearchVectorField()  # of number, subject, organ, signer, and whose book of which year

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "serial"], name="document_number_once"),
            models.CheckConstraint(condition=Q(direction__in=sorted(DIRECTIONS)), name="document_direction"),
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="document_state"),
            models.CheckConstraint(condition=Q(urgency__in=[int(one) for one in URGENCIES]), name="document_urgency"),
            models.CheckConstraint(condition=Q(serial__gt=0), name="document_serial"),
            models.CheckConstraint(
                condition=Q(state=DocumentState.REGISTERED) | ~Q(voided_reason=""), name="document_ended_has_reason"
            ),
            models.CheckConstraint(
                condition=(Q(direction=Direction.IN) & Q(arrived_on__isnull=False))
                | (Q(direction=Direction.OUT) & Q(issued_on__isnull=False) & ~Q(number="")),
                name="document_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["book", "type_code", "serial"], name="document_by_type"),
            models.Index(fields=["book", "registered_at", "serial"], name="document_by_day"),
            models.Index(fields=["agency", "id"], name="document_newest"),
            models.Index(
                fields=["agency", "number_key", "id"],
                name="document_number",
                opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
            ),
            GinIndex(fields=["words"], name="document_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.direction} {self.serial}"


class DocumentFile(models.Model):
    """One file of a document, in its place. Append-only."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="files", db_index=False)
    place = models.PositiveSmallIntegerField()
    file_id = models.UUIDField(db_index=True)
    role = models.CharField(max_length=5)
    name = models.CharField(max_length=255)
    added_at = models.DateTimeField()
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "place"], name="document_file_place"),
            models.UniqueConstraint(fields=["document", "file_id"], name="document_file_once"),
            models.CheckConstraint(condition=Q(role__in=sorted(ROLES)), name="document_file_role"),
        ]

    def __str__(self) -> str:
        return self.name


class DocumentText(models.Model):
    """The words of a document's files beside its own: what the search finds inside. Written by a job, and again when files come."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="+")
    words = SearchVectorField()
    files = models.PositiveSmallIntegerField()  # how many were there when they were read
    unread = models.PositiveSmallIntegerField(default=0)  # how many of them gave no text (scans)
    read_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="document_text_words", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.document_id)


class DocumentLink(models.Model):
    """This document answers, replaces, amends, copies or recalls the other. Append-only."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Document, models.PROTECT, related_name="+", db_index=True)
    kind = models.CharField(max_length=8)
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    by_name = models.CharField(max_length=200, blank=True, default="")
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "other", "kind"], name="document_link_once"),
            models.CheckConstraint(condition=Q(kind__in=sorted(LINKS)), name="document_link_kind"),
            models.CheckConstraint(condition=~Q(document=F("other")), name="document_link_two"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind} {self.other_id}"
