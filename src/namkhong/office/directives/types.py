"""Values that others may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from namkhong.office.directives.states import State


@dataclass(frozen=True, slots=True)
class NewDirective:
    """A task given by hand. ``token`` makes a second click the same task."""

    subject: str
    words: str
    source: str
    lead_account_id: int
    helper_ids: tuple[int, ...]
    due_on: date | None
    token: UUID


@dataclass(frozen=True, slots=True)
class DirectiveCard:
    """A task by its names."""

    id: int
    public_id: UUID
    state: State
    revision: int
    subject: str


@dataclass(frozen=True, slots=True)
class DirectiveLine:
    """One line of a list. ``due_kind`` is late, soon, ok or plain; ``whom`` says who has it."""

    public_id: UUID
    subject: str
    source: str
    state: str
    whom: str
    due: str
    due_kind: str


@dataclass(frozen=True, slots=True)
class Tally:
    """With one person or unit: how much is open in time, open and late, ended in time, ended late."""

    whom: str
    open: int
    late: int
    in_time: int
    too_late: int


@dataclass(frozen=True, slots=True)
class Station:
    """One thing that happened."""

    title: str
    text: tuple[str, ...]
    state: str = "done"
