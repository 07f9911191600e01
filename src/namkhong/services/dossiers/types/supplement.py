"""What is asked of an applicant, as the rooms and screens pass it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One thing that is missing: ``component_id`` names the paper of the procedure; none asks for words only."""

    what: str
    law: str
    sample: str
    component_id: int | None = None


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One thing that was asked for. ``kind`` is ``file``, ``form`` or ``words``: how it can be answered online."""

    id: int
    what: str
    law: str
    sample: str
    component_id: int | None
    component: str
    kind: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A supplement request as a screen shows it."""

    id: int
    number: int
    state: str
    reason: str
    items: tuple[AskedItem, ...]
    by_name: str
    by_title: str
    asked_at: datetime
    notify_by: datetime | None
    sent_at: datetime | None
    answer_by: datetime | None
    told_late: bool
    reply: str
    answered_at: datetime | None
    corrected: UUID | None
