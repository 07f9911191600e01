"""What the applicant, and anybody with a code, is told of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from namkhong.services.dossiers.states import Outcome, State


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One station on the way: ``done``, ``now``, ``late``, ``stopped`` or ``ahead``."""

    title: str
    text: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where the dossier is, in the citizen's words; ``why`` explains the promised date sentence by sentence."""

    code: str
    state: State
    headline: str
    detail: str
    items: tuple[TimelineItem, ...]
    why: tuple[str, ...]
    outcome: Outcome | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class PublicStage:
    """All that anybody may learn from a code: the stage, and nothing about whose it is or what it is about."""

    code: str
    stage: str


@dataclass(frozen=True, slots=True)
class MyRow:
    """One line of a citizen's list."""

    public_id: UUID
    code: str
    procedure_name: str
    state: State
    headline: str
    applicant_name: str
    helped: bool
    saved_at: datetime
    filed_at: datetime | None
    late: bool = False
    begun_by_another: bool = False  # a draft somebody fills in her name; she only reads it
    mandate_over: bool = False  # she filed or began it under a mandate that is over
