"""Batches, exports, filters, columns. Whose work it is stands in the dossiers."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from namkhong.services.desks.types import Deed, Format, Listing, Outcome, Stage


def _one_of(field: str, values: type[Deed] | type[Outcome] | type[Format] | type[Stage] | type[Listing]) -> Q:
    return Q(**{f"{field}__in": [value.value for value in values]})


class Batch(models.Model):
    """One deed on many dossiers. ``key`` = the same screen sending the same thing again."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    deed = models.CharField(max_length=20)
    note = models.TextField(blank=True, default="")  # forward: the opinion; hand over: who took it
    target = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False
    )  # to whom the dossiers go, where the deed gives them to somebody
    target_agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )  # the unit they go to, where the deed gives them to a unit
    total = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="batch_once"),
            models.CheckConstraint(condition=_one_of("deed", Deed), name="batch_deed_known"),
        ]
        indexes = [models.Index(fields=["account", "-created_at", "-id"], name="batch_of_account")]

    def __str__(self) -> str:
        return f"{self.deed} {self.total}"


class BatchItem(models.Model):
    """One dossier of a batch with its result in words."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField()
    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=60)
    revision = models.PositiveIntegerField()  # as the screen showed it
    outcome = models.CharField(max_length=10, default=Outcome.WAITING)
    told = models.CharField(max_length=500, blank=True, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="batch_item_position"),
            models.UniqueConstraint(fields=["batch", "dossier"], name="batch_item_once"),
            models.CheckConstraint(condition=_one_of("outcome", Outcome), name="batch_item_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING, done_at__isnull=True)
                | (~Q(outcome=Outcome.WAITING) & Q(done_at__isnull=False)),
                name="batch_item_done_when",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Export(models.Model):
    """A filtered list taken along as a file."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    listing = models.CharField(max_length=10, default=Listing.DOSSIERS)
    query = models.TextField(blank=True, default="")  # as the address of the list had it
    format = models.CharField(max_length=4)
    stage = models.CharField(max_length=10, default=Stage.WAITING)
    lines = models.PositiveIntegerField(default=0)
    cut = models.BooleanField(default=False)  # there were more than one file may hold
    file_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_one_of("format", Format), name="export_format_known"),
            models.CheckConstraint(condition=_one_of("listing", Listing), name="export_listing_known"),
            models.CheckConstraint(
                condition=Q(stage=Stage.READY, file_id__isnull=False, finished_at__isnull=False)
                | Q(stage=Stage.WAITING, file_id__isnull=True, finished_at__isnull=True)
                | Q(stage=Stage.REFUSED, file_id__isnull=True, finished_at__isnull=False),
                name="export_stage",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-created_at", "-id"], name="export_of_account"),
            models.Index(fields=["created_at"], name="export_age"),
            models.Index(fields=["file_id"], name="export_file", condition=Q(file_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.stage}"


class SavedFilter(models.Model):
    """A filter of the list under a name."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    query = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="saved_filter_name"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_named"),
        ]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns an official wants in her list."""

    account = models.OneToOneField("accounts.Account", models.PROTECT, primary_key=True, related_name="+")
    columns = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return ", ".join(self.columns)
