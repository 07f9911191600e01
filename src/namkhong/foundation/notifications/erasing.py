"""Notices that are old enough: first the addresses they went to, later the notices themselves."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from namkhong.foundation.notifications.models import Delivery, Message
from namkhong.foundation.notifications.states import WAITING
from namkhong.kernel.actor import Actor

_ADDRESSED = Q(phone__gt="") | Q(email__gt="") | Q(sms__gt="")


class Addresses:
    """The telephone number, the e-mail address and the SMS of a notice; the notice stays in the inbox."""

    def _rows(self, before: datetime) -> QuerySet[Message]:
        # What is still to be sent keeps its address; the longest ladder of attempts is far shorter than any rule.
        waiting = Delivery.objects.filter(message=OuterRef("pk"), state__in=list(WAITING))
        return Message.objects.filter(_ADDRESSED, ~Exists(waiting), created_at__lt=before).order_by("created_at")

    def due(self, before: datetime, most: int) -> int:
        """How many notices still say where they went."""
        return len(self._rows(before).values_list("pk")[:most])

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """Empty the three fields."""
        chosen = list(self._rows(before).values_list("pk", flat=True)[:most])
        return Message.objects.filter(pk__in=chosen).update(phone="", email="", sms="")


class Messages:
    """Whole notices, with their deliveries."""

    def _rows(self, before: datetime) -> QuerySet[Message]:
        return Message.objects.filter(created_at__lt=before)

    def due(self, before: datetime, most: int) -> int:
        """How many are that old."""
        return len(self._rows(before).values_list("pk")[:most])

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """Delete them."""
        chosen = list(self._rows(before).values_list("pk", flat=True)[:most])
        Delivery.objects.filter(message_id__in=chosen).delete()
        Message.objects.filter(pk__in=chosen).delete()
        return len(chosen)
