"""The queue in front of the counters: numbers of one day, and who sits at which window."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from namkhong.services.desks.types import Waiting

_LIVE = [Waiting.WAITING.value, Waiting.CALLED.value]


class Seat(models.Model):
    """The window at which an official sits; it stays hers until she says another."""

    account = models.OneToOneField("accounts.Account", models.PROTECT, primary_key=True, related_name="+")
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    window = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(window__gte=1, window__lte=99), name="seat_window")]

    def __str__(self) -> str:
        return str(self.window)


class Ticket(models.Model):
    """A number somebody took. Taken on the spot it names nobody; ``holder`` is the citizen who took it from home."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()  # in Việt Nam
    label = models.CharField(max_length=20)
    key = models.CharField(max_length=64)  # the same press again
    holder = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default=Waiting.WAITING)
    window = models.PositiveSmallIntegerField(null=True)
    official = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    calls = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)  # the first time
    last_called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "day", "label"], name="ticket_label_once"),
            models.UniqueConstraint(fields=["agency", "day", "key"], name="ticket_press_once"),
            models.UniqueConstraint(
                fields=["official", "day"], condition=Q(state=Waiting.CALLED.value), name="ticket_one_at_a_window"
            ),
            models.UniqueConstraint(
                fields=["holder", "day"], condition=Q(state__in=_LIVE, holder__isnull=False), name="ticket_one_a_person"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=Waiting.WAITING.value,
                    called_at__isnull=True,
                    last_called_at__isnull=True,
                    official__isnull=True,
                )
                | Q(
                    state__in=[one.value for one in Waiting if one is not Waiting.WAITING],
                    called_at__isnull=False,
                    last_called_at__isnull=False,
                    official__isnull=False,
                    window__isnull=False,
                ),
                name="ticket_state",
            ),
        ]
        indexes = [
            models.Index(fields=["day"], name="ticket_held", condition=Q(holder__isnull=False)),
            models.Index(
                fields=["agency", "day", "id"], condition=Q(state=Waiting.WAITING.value), name="ticket_waiting"
            ),
            models.Index(
                fields=["agency", "day", "-last_called_at"],
                condition=Q(last_called_at__isnull=False),
                name="ticket_called",
            ),
        ]

    def __str__(self) -> str:
        return self.label
