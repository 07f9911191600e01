"""The one way to a new version."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import connection

from namkhong.foundation.calendars.models import CalendarVersion
from namkhong.foundation.calendars.queries import known_versions


def new_version(now: datetime) -> CalendarVersion:
    """The next version; whoever else is changing a calendar waits until this transaction ends."""
    lock()
    known_versions.forget()
    last = CalendarVersion.objects.order_by("-number").first()
    # Known moments never run backwards, whatever the clocks of two machines say.
    recorded_at = now if last is None else max(now, last.recorded_at)
    return CalendarVersion.objects.create(
        number=1 if last is None else last.number + 1, token=uuid4(), recorded_at=recorded_at
    )


def lock() -> None:
    """One change at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('calendars.version'))")
