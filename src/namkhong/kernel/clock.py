"""The one place where the present is read. Actions take ``now`` as an argument; only views, jobs and commands ask here."""

from __future__ import annotations

from collections.abc import Mapping
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


DAY_BOXES: Final = ("day", "month", "year")


def day_boxes(posted: Mapping[str, str], name: str) -> dict[str, str]:
    """What was typed into the three boxes ``<name>-day``, ``<name>-month``, ``<name>-year``, without blanks around it."""
    return {part: posted.get(f"{name}-{part}", "").strip() for part in DAY_BOXES}


def typed_day(parts: Mapping[str, str]) -> date | None:
    """The day in three typed boxes ``day``, ``month``, ``year`` (four digits), when there is such a day."""
    boxes = [parts.get(part, "").strip() for part in ("year", "month", "day")]
    if len(boxes[0]) != 4 or not all(box.isascii() and box.isdigit() and len(box) <= 4 for box in boxes):
        return None
    try:
        return date(*map(int, boxes))
    except ValueError:
        return None
