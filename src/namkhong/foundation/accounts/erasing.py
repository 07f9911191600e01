"""Sessions whose time is over; the hourly sweep takes most of them, this is the promise that none stays."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session

from namkhong.kernel.actor import Actor


class Sessions:
    """Rows of sessions that have ended."""

    def due(self, before: datetime, most: int) -> int:
        """How many ended before that."""
        return len(Session.objects.filter(expire_date__lt=before).values_list("pk")[:most])

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """Delete them."""
        chosen = list(Session.objects.filter(expire_date__lt=before).values_list("pk", flat=True)[:most])
        Session.objects.filter(pk__in=chosen).delete()
        return len(chosen)
