"""Certificates, roots, documents under signature, and one row for each signature wished for."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from namkhong.foundation.signatures.states import SigningState
from namkhong.foundation.signatures.types import FieldKind, Level, Purpose


class Certificate(models.Model):
    """A certificate of an official or of an agency: one of the two, never both. The key itself is never here."""

    fingerprint = models.CharField(max_length=64, unique=True)
    der = models.BinaryField()
    chain = models.BinaryField(default=b"")
    subject = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300)
    serial = models.CharField(max_length=80)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("organisations.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=20)
    key_label = models.CharField(max_length=200, blank=True, default="")
    image_file_id = models.UUIDField(null=True)  # the hand signature (blue) or the seal (red), transparent PNG
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(max_length=300, blank=True, default="")
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signatures_certificate_one_owner",
                condition=Q(account__isnull=True, agency__isnull=False) | Q(account__isnull=False, agency__isnull=True),
            ),
            models.CheckConstraint(name="signatures_certificate_period", condition=Q(valid_from__lt=F("valid_to"))),
            models.CheckConstraint(
                name="signatures_certificate_revoked_why", condition=Q(revoked_at__isnull=True) | ~Q(revoke_reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Anchor(models.Model):
    """A root that is trusted for a purpose, or a certificate between it and the signers (``between``)."""

    purpose = models.CharField(max_length=12, choices=[(one.value, one.name) for one in Purpose])
    fingerprint = models.CharField(max_length=64)
    der = models.BinaryField()
    name = models.CharField(max_length=300)
    between = models.BooleanField(default=False)
    crl_url = models.URLField(max_length=300, blank=True, default="")
    crl = models.BinaryField(default=b"")
    crl_at = models.DateTimeField(null=True)  # when the list was last fetched
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "fingerprint"], condition=Q(removed_at__isnull=True), name="signatures_anchor_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SignedDocument(models.Model):
    """A PDF with all its fields prepared; ``file_id`` is its newest state, older ones stand in the signings."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    file_id = models.UUIDField()
    boxes = models.JSONField(default=list)  # names of the text boxes: number, date
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Signing(models.Model):
    """One signature wished for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    document = models.ForeignKey(SignedDocument, on_delete=models.PROTECT, related_name="signings")
    field = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=[(one.value, one.name) for one in FieldKind])
    position = models.PositiveSmallIntegerField()
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(Certificate, null=True, on_delete=models.PROTECT, related_name="signings")
    state = models.CharField(max_length=16, choices=SigningState)
    wanted = models.CharField(max_length=5, choices=[(one.value, one.name) for one in Level])
    reached = models.CharField(max_length=5, blank=True, default="")
    block = models.JSONField(default=list)  # the lines above the signature, of that day
    begun_at = models.DateTimeField(null=True)
    begun_file_id = models.UUIDField(null=True)  # the file with the place kept free, while it is signed elsewhere
    begun = models.JSONField(default=dict)
    signed_at = models.DateTimeField(null=True)
    value_sha256 = models.CharField(max_length=64, blank=True, default="")
    file_id = models.UUIDField(null=True)  # the file as it was right after this signature
    tried_at = models.DateTimeField(null=True)  # the last attempt to reach the level
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "field"], name="signatures_signing_field_once"),
            models.CheckConstraint(condition=Q(state__in=SigningState.values), name="signatures_signing_state"),
            models.CheckConstraint(
                name="signatures_signing_done_is_whole",
                condition=~Q(state__in=["signed", "waiting_upgrade"])
                | (Q(signed_at__isnull=False, file_id__isnull=False, certificate__isnull=False) & ~Q(reached="")),
            ),
        ]
        indexes = [
            models.Index(fields=["tried_at", "id"], name="signatures_waiting", condition=Q(state="waiting_upgrade")),
            models.Index(fields=["account", "created_at"], name="signatures_to_sign", condition=Q(state="prepared")),
            models.Index(fields=["value_sha256"], name="signatures_by_value", condition=~Q(value_sha256="")),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.state}"
