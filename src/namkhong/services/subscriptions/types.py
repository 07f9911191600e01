"""Values that screens and the API show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewSecret:
    """Shown once: nothing but a number is kept, the secret is derived."""

    subscription_id: UUID
    secret: str = field(repr=False)
    number: int = 1  # of the secret


@dataclass(frozen=True, slots=True)
class SubscriptionCard:
    """One subscription and how it fares. ``waiting`` stops at 1,001."""

    id: int
    public_id: UUID
    client_id: str
    client_name: str
    url: str
    kinds: tuple[str, ...]
    state: str
    why: str
    paused_at: datetime | None
    failures: int
    rest_until: datetime | None
    last_ok_at: datetime | None
    old_secret_until: datetime | None
    created_at: datetime
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One try. ``status`` is what the other system answered, if it did."""

    at: datetime
    status: int | None
    ms: int
    words: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice with its last try."""

    id: int
    public_id: UUID
    kind: str
    words: str
    about: str  # the code of the dossier; empty for a test
    at: datetime
    delivered_at: datetime | None
    attempts: int
    due_at: datetime | None
    last: AttemptLine | None
