"""Whose a number of the queue was, and lists that were taken along as files, when their time is over."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from namkhong.foundation.files import actions as files
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.services.desks.models import Export, Ticket


class TicketHolders:
    """The citizen who took a number from home; the number itself stays for the counts."""

    def _rows(self, before: datetime) -> QuerySet[Ticket]:
        return Ticket.objects.filter(holder__isnull=False, day__lt=clock.local_date(before)).order_by("day")

    def due(self, before: datetime, most: int) -> int:
        """How many numbers still name their holder."""
        return len(self._rows(before).values_list("pk")[:most])

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """Nobody's any more."""
        chosen = list(self._rows(before).values_list("pk", flat=True)[:most])
        return Ticket.objects.filter(pk__in=chosen).update(holder=None)


class Exports:
    """Lists with the names of applicants, made for one official; she may ask for a fresh one at any time."""

    def _rows(self, before: datetime) -> QuerySet[Export]:
        return Export.objects.filter(created_at__lt=before).order_by("created_at")

    def due(self, before: datetime, most: int) -> int:
        """How many exports are that old."""
        return len(self._rows(before).values_list("pk")[:most])

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """The row with its filter, and the file."""
        chosen = list(self._rows(before).values_list("pk", "file_id")[:most])
        Export.objects.filter(pk__in=[pk for pk, _file in chosen]).delete()
        files.drop([file_id for _pk, file_id in chosen if file_id is not None], actor=actor, now=now)
        return len(chosen)
