"""Who sent an inquiry and how to reach her, when it has long been ended. What was asked and answered stays."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from namkhong.kernel.actor import Actor
from namkhong.services.feedback.models import Inquiry

_REACHABLE = Q(sender_name__gt="") | Q(contact_email__gt="") | Q(contact_phone__gt="")


class Contacts:
    """The name and the ways to reach the sender; a sender who had signed in stays known to the inquiry by her account."""

    def _rows(self, before: datetime) -> QuerySet[Inquiry]:
        return Inquiry.objects.filter(_REACHABLE, ended_at__lt=before).order_by("ended_at")

    def due(self, before: datetime, most: int) -> int:
        """How many ended inquiries still say whom to reach."""
        return len(self._rows(before).values_list("pk")[:most])

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """Empty the three fields."""
        chosen = list(self._rows(before).values_list("pk", flat=True)[:most])
        return Inquiry.objects.filter(pk__in=chosen).update(sender_name="", contact_email="", contact_phone="")
