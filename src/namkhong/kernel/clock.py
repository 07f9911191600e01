"""The one place where the present is read. Actions take ``now`` as an argument; only views, jobs and commands ask here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on a Vietnamese wall clock."""
    return moment.astimezone(VIETNAM)


def local_date(moment: datetime) -> date:
    """The calendar day in Việt Nam at this moment."""
    return local(moment).date()
