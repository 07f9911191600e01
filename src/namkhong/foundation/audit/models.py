"""Entries, their seals, the heads of the chain, and the tree over it. Triggers (0001, 0002) make all append-only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Q

if TYPE_CHECKING:
    _IntField = models.Field[int, int]
else:
    _IntField = models.Field


class XidField(_IntField):
    """PostgreSQL's 64-bit transaction id."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """``xid8``."""
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        """The driver gives text."""
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        """Text again, which PostgreSQL reads as xid8."""
        return str(value) if isinstance(value, int) else value


class Entry(models.Model):
    """One deed or one reading. ``written_at``, ``xid`` and ``cluster`` are set by trigger, whatever was sent."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Func(function="clock_timestamp"))
    xid = XidField(db_default=Func(function="pg_current_xact_id"))
    cluster = models.BigIntegerField(db_default=0)
    actor_kind = models.CharField(max_length=20)
    actor_account_id = models.BigIntegerField(null=True)
    actor_label = models.TextField(blank=True, default="")
    actor_post = models.TextField(blank=True, default="")
    agency_name = models.TextField(blank=True, default="")
    agency_path = models.TextField(blank=True, default="")
    on_behalf_of = models.TextField(blank=True, default="")
    action = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=50)
    subject_id = models.CharField(max_length=100)
    person_id = models.BigIntegerField(null=True)
    purpose = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    detail = models.JSONField(default=dict)
    elevated = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["person_id", "-id"], name="audit_by_person", condition=Q(person_id__isnull=False)),
            models.Index(fields=["cluster", "xid", "id"], name="audit_by_xid"),
            BrinIndex(fields=["at"], name="audit_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(action__regex=r"^[a-z_]+(\.[a-z_]+)+$"), name="audit_action_is_dotted"),
            models.CheckConstraint(
                condition=Q(person_id__isnull=True) | ~Q(purpose=""), name="audit_access_has_a_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.subject_type}:{self.subject_id}"


class Words(models.Model):
    """Why an entry's deed was done, in somebody's words, with the key of the digest that the entry keeps. May be destroyed."""

    entry_id = models.BigIntegerField(primary_key=True)
    key = models.BinaryField(max_length=32)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [BrinIndex(fields=["at"], name="audit_words_time")]

    def __str__(self) -> str:
        return str(self.entry_id)


class Seal(models.Model):
    """One link of the chain: ``hash`` = SHA-256(previous ‖ canonical bytes of the entry)."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.position}: {self.entry_id}"


class SealedHead(models.Model):
    """The end of the chain after one round of sealing.

    Every entry of ``cluster`` below (``horizon_xid``, ``horizon_id``) is sealed, and every entry of other clusters
    that was there when sealing moved to ``cluster``.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    position = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    cluster = models.BigIntegerField()
    horizon_xid = XidField()
    horizon_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.position} < {self.horizon_xid}"


class Leaf(models.Model):
    """The hash of a sealed entry as a leaf of the Merkle tree; ``position`` is that of its seal, from 1."""

    position = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.position)


class Node(models.Model):
    """A perfect subtree of 2^level leaves, kept for every eighth level, so that a proof reads few rows."""

    id = models.BigAutoField(primary_key=True)
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()  # from 0
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="audit_node_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class TreeHead(models.Model):
    """The root that is published at the end of a day, chained to the one before."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField(unique=True)
    at = models.DateTimeField()
    size = models.BigIntegerField(db_index=True)  # how many leaves
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)  # the hash of the head before; zeros for the first
    hash = models.BinaryField(max_length=32)
    proof = models.BinaryField()  # that the tree of the head before is the beginning of this one: hashes, 32 bytes each

    def __str__(self) -> str:
        return f"{self.day}: {self.size}"
