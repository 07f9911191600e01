"""Subscriptions, what they are to be told, and every try to tell it."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from namkhong.services.subscriptions.states import NoticeState, SubscriptionState


class Subscription(models.Model):
    """One address of one connected system. Its secret is derived from ``public_id`` and ``secret_number``, never kept."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4)
    client = models.ForeignKey("accounts.ApiClient", models.PROTECT, related_name="+", db_index=False)
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=40))
    state = models.CharField(max_length=10, default=SubscriptionState.ACTIVE)
    why = models.TextField(blank=True, default="")  # it is paused
    paused_at = models.DateTimeField(null=True)
    secret_number = models.PositiveIntegerField(default=1)
    old_secret_until = models.DateTimeField(null=True)  # until then the secret before it signs too
    failures = models.PositiveIntegerField(default=0)  # in a row, of whatever notice
    rest_until = models.DateTimeField(null=True)  # after a failure nothing is sent before this moment
    last_ok_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "url"], condition=~Q(state=SubscriptionState.ENDED), name="subscription_address_once"
            ),
            models.CheckConstraint(condition=Q(state__in=SubscriptionState.values), name="subscription_state_known"),
            models.CheckConstraint(
                condition=Q(state=SubscriptionState.PAUSED, paused_at__isnull=False)
                | (~Q(state=SubscriptionState.PAUSED) & Q(paused_at__isnull=True)),
                name="subscription_paused_since",
            ),
            models.CheckConstraint(
                condition=Q(state=SubscriptionState.ENDED, ended_at__isnull=False)
                | (~Q(state=SubscriptionState.ENDED) & Q(ended_at__isnull=True)),
                name="subscription_ended_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Notice(models.Model):
    """One thing one subscription is told. ``body`` is what is signed and sent, byte for byte."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4)
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=40)
    step_id = models.BigIntegerField(null=True)  # of dossiers; none for a test
    dossier_id = models.BigIntegerField(null=True)
    dossier_code = models.CharField(max_length=60, blank=True, default="")
    revision = models.PositiveIntegerField(default=0)  # of the dossier: the order in which it is told
    at = models.DateTimeField()  # it happened
    body = models.TextField()
    state = models.CharField(max_length=10, default=NoticeState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)  # not to be sent before
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "step_id"], name="notice_once_for_each_step"),
            models.CheckConstraint(
                condition=Q(state=NoticeState.WAITING, due_at__isnull=False, delivered_at__isnull=True)
                | Q(state=NoticeState.DELIVERED, due_at__isnull=True, delivered_at__isnull=False),
                name="notice_waits_or_is_delivered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subscription", "due_at", "id"], name="notice_due", condition=Q(state=NoticeState.WAITING)
            ),
            models.Index(
                fields=["subscription", "dossier_id", "revision"],
                name="notice_order",
                condition=Q(state=NoticeState.WAITING),
            ),
            models.Index(fields=["subscription", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["at"], name="notice_old"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Attempt(models.Model):
    """One try to deliver a notice. What the other system said in its answer is not kept, only the number of it."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="tries", db_index=False)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    ms = models.PositiveIntegerField()
    words = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["notice", "-id"], name="attempt_newest")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.status}"
