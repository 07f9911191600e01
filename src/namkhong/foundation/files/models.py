"""Contents (bytes, once), the files that name them, and uploads under way."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from namkhong.foundation.files.states import FileState


class Content(models.Model):
    """Bytes in the store, known by their SHA-256; scanned once for all files that share them."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=FileState)
    attempts = models.PositiveIntegerField(default=0)
    scanned_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="files_waiting", condition=Q(state="unscanned"))]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="files_content_is_hashed"),
            models.CheckConstraint(condition=Q(size__gt=0), name="files_content_not_empty"),
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="files_content_state"),
        ]

    def __str__(self) -> str:
        return self.sha256


class StoredFile(models.Model):
    """One file: a name and an owner for a content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="files")
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=50, blank=True, default="")
    owner_account_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    loose_since = models.DateTimeField(null=True)  # the night when nothing in any room named it any more

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="files_stored_has_a_name")]
        indexes = [
            models.Index(fields=["loose_since"], name="files_loose", condition=Q(loose_since__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Upload(models.Model):
    """A file arriving in pieces; the pieces lie in the store until the last one is there or the time is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    purpose = models.CharField(max_length=50, blank=True, default="")
    owner_account_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    stored = models.ForeignKey(StoredFile, null=True, on_delete=models.SET_NULL)

    class Meta:
        indexes = [
            models.Index(fields=["owner_account_id"], name="files_upload_owner", condition=Q(stored__isnull=True)),
            models.Index(fields=["touched_at"], name="files_upload_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__gte=0) & Q(offset__lte=F("size")), name="files_upload_offset_inside"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.offset}/{self.size}"
