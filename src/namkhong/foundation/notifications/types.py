"""Values that others may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from namkhong.foundation.notifications.states import ChannelKind, DeliveryState

__all__ = ["ChannelKind", "DeliveryCard", "DeliveryState", "FailedJob", "Notice"]


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
