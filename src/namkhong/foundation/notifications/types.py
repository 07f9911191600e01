"""Values that others may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from namkhong.foundation.notifications.states import ChannelKind, DeliveryState
from namkhong.kernel.pages import BoundedCount

__all__ = ["ChannelKind", "DeliveryCard", "DeliveryState", "FailedJob", "JobLag", "Notice"]

SLOW_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Notice:
    """One message in somebody's inbox."""

    id: int
    title: str
    text: str
    link: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """One delivery that did not arrive (or is on its way); the address is shown in part only."""

    id: UUID
    channel: ChannelKind
    title: str
    to: str
    state: DeliveryState
    attempts: int
    why: str
    at: datetime
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job of the platform that failed for the last time; ``about`` says in words what it was to do."""

    id: int
    about: str
    code: str
    attempts: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class JobLag:
    """How many jobs could run at this moment and wait, and for how many seconds the oldest of them has."""

    waiting: BoundedCount
    seconds: int

    @property
    def slow(self) -> bool:
        """Longer than anybody should wait for a notice or a figure."""
        return self.seconds > SLOW_SECONDS

    @property
    def words(self) -> str:
        """``40 giây``, ``12 phút``, ``3 giờ``."""
        if self.seconds < 120:
            return _("%d giây") % self.seconds
        if self.seconds < 7_200:
            return _("%d phút") % (self.seconds // 60)
        return _("%d giờ") % (self.seconds // 3_600)
