"""What the API takes and gives about subscriptions."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from namkhong.services.subscriptions.states import KINDS
from namkhong.web.api import Cursor, Line

Kind = Literal[
    "dossier.filed",
    "dossier.received",
    "dossier.not_received",
    "dossier.taken_over",
    "dossier.forwarded",
    "dossier.supplement_requested",
    "dossier.supplement_completed",
    "dossier.extended",
    "dossier.decided",
    "dossier.handed_over",
    "dossier.withdrawn",
    "dossier.stopped",
]


class SubscriptionIn(Schema):
    """Where to tell what; every kind when none is named."""

    url: Line
    kinds: list[Kind] = Field(default=[], max_length=len(KINDS))


class SecretOut(Schema):
    """The secret of the signatures, shown once (with the same Idempotency-Key: again)."""

    id: UUID
    secret: str


class SubscriptionOut(Schema):
    """One subscription and how it fares."""

    id: UUID
    url: str
    kinds: list[str]
    state: str
    why: str
    paused_at: datetime | None
    failures: int
    rest_until: datetime | None
    last_ok_at: datetime | None
    old_secret_until: datetime | None
    created_at: datetime


class SubscriptionList(Schema):
    """A page, the newest first; ``next`` is the cursor of the page after, empty on the last."""

    items: list[SubscriptionOut]
    next: str


class TryOut(Schema):
    """One try to deliver."""

    at: datetime
    status: int | None
    ms: int
    words: str


class NoticeOut(Schema):
    """One notice with its last try; ``id`` is the ``webhook-id`` without ``msg_``, as a UUID."""

    id: UUID
    type: str
    dossier: str
    at: datetime
    delivered_at: datetime | None
    due_at: datetime | None
    attempts: int
    last: TryOut | None


class NoticeList(Schema):
    """A page, the newest first."""

    items: list[NoticeOut]
    next: str


class PageQuery(Schema):
    """Which page."""

    cursor: Cursor = ""


class NoticeQuery(PageQuery):
    """Which notices: all, or those that were not taken yet."""

    waiting: bool = False


class ReplayIn(Schema):
    """From which moment on; at most thirty days ago."""

    since: AwareDatetime


class ReplayOut(Schema):
    """How many notices were queued."""

    notices: int


class TestOut(Schema):
    """The notice that was queued."""

    notice: UUID


class PauseIn(Schema):
    """Why nothing is sent for the time being."""

    reason: Line = Field(min_length=1)
