"""Messages and their deliveries."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from namkhong.foundation.notifications.states import ChannelKind, DeliveryState


class Message(models.Model):
    """What somebody is told. It belongs to an account's inbox, or only to a phone number or an address."""

    id = models.BigAutoField(primary_key=True)
    account_id = models.BigIntegerField(null=True)
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    title = models.CharField(max_length=200)
    text = models.TextField()
    sms = models.TextField(blank=True, default="")
    link = models.CharField(max_length=500, blank=True, default="")
    about_type = models.CharField(max_length=50, blank=True, default="")
    about_id = models.CharField(max_length=100, blank=True, default="")
    key = models.CharField(max_length=150, blank=True, default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-id"], name="notify_inbox", condition=Q(account_id__isnull=False)),
            models.Index(
                fields=["account_id"], name="notify_unread", condition=Q(account_id__isnull=False, read_at__isnull=True)
            ),
            BrinIndex(fields=["created_at"], name="notify_age", pages_per_range=32),
            models.Index(
                fields=["created_at"],
                name="notify_addressed",
                condition=Q(phone__gt="") | Q(email__gt="") | Q(sms__gt=""),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="notify_once_for_each_key"),
            models.CheckConstraint(
                condition=Q(link="") | (Q(link__startswith="/") & ~Q(link__startswith="//")), name="notify_link_is_ours"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Delivery(models.Model):
    """One message by one way. ``id`` is the idempotency key given to gateways."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=ChannelKind)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    why = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="notify_due", condition=Q(state__in=["queued", "failed"])),
            models.Index(
                fields=["-created_at", "-id"], name="notify_trouble", condition=Q(state__in=["failed", "given_up"])
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="notify_once_for_each_channel"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="notify_delivery_state"),
            models.CheckConstraint(condition=Q(channel__in=ChannelKind.values), name="notify_delivery_channel"),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "given_up"], next_at__isnull=True)
                | Q(state__in=["queued", "failed"], next_at__isnull=False),
                name="notify_waiting_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.channel} {self.state}"
