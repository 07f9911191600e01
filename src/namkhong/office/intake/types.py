"""Values that others may see: cards, lines of lists, who is to do what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, NewType, Self
from uuid import UUID

from namkhong.office.intake.states import End, Part, Recall, Source, State

__all__ = [
    "ArrivalCard", "ArrivalId", "ArrivalLine", "AssignmentCard", "Choice", "End", "Line", "NewFile", "Part", "Recall", "Source",
    "State", "Station", "Whom", "WorkLine",
]  # fmt: skip

ArrivalId = NewType("ArrivalId", int)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it came with a form."""

    name: str
    content: IO[bytes] | bytes


@dataclass(frozen=True, slots=True)
class Whom:
    """To whom something is given: an official by account, or a unit. Written ``p12`` and ``a34`` in forms."""

    account_id: int | None = None
    unit_id: int | None = None

    def __str__(self) -> str:
        return f"p{self.account_id}" if self.account_id is not None else f"a{self.unit_id}"

    @classmethod
    def read(cls, written: str) -> Self | None:
        """From a form; ``None`` for anything that is neither."""
        kind, rest = written[:1], written[1:]
        if kind not in {"p", "a"} or not (rest.isascii() and rest.isdigit() and len(rest) < 16):
            return None
        return cls(account_id=int(rest)) if kind == "p" else cls(unit_id=int(rest))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a proposal or a note: who, which part, until which day."""

    whom: Whom
    part: Part
    due_on: date | None = None

    def to_json(self) -> dict[str, str]:
        """As a note keeps it."""
        return {
            "whom": str(self.whom),
            "part": self.part.value,
            "due_on": self.due_on.isoformat() if self.due_on else "",
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """As a note kept it."""
        whom = Whom.read(str(kept["whom"]))
        if whom is None:
            raise ValueError("a note names people and units")
        return cls(whom, Part(kept["part"]), date.fromisoformat(kept["due_on"]) if kept["due_on"] else None)


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who may be chosen, in words; ``unit_id`` is where the work then belongs."""

    whom: Whom
    words: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class ArrivalCard:
    """An arrival by its names."""

    id: ArrivalId
    public_id: UUID
    state: State
    revision: int
    document_id: int | None
    serial: int | None
    number: str
    subject: str


@dataclass(frozen=True, slots=True)
class ArrivalLine:
    """One line of a list of arrivals. ``due_kind`` is late, soon, ok or plain; ``due`` says it in words."""

    public_id: UUID
    serial: int | None
    number: str
    organ: str
    subject: str
    state: str
    source: str
    urgency: int
    arrived_at: datetime
    due: str
    due_kind: str
    recalled: bool


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line of my work."""

    public_id: UUID
    assignment_id: int
    serial: int | None
    number: str
    organ: str
    subject: str
    urgency: int
    part: str
    accepted: bool
    due: str
    due_kind: str


@dataclass(frozen=True, slots=True)
class AssignmentCard:
    """An assignment as rooms above see it."""

    id: int
    arrival_id: int
    arrival_public_id: UUID
    document_id: int | None
    agency_id: int
    subject: str
    number: str
    part: Part
    account_id: int | None
    unit_id: int
    giver_id: int
    due_on: date | None
    due_at: datetime | None
    end: End
    confirmed: bool
    accepted_at: datetime | None
    note_words: str
    is_top: bool  # given by the leader's own note


@dataclass(frozen=True, slots=True)
class Station:
    """One thing that happened, for the circulation page."""

    title: str
    text: tuple[str, ...]
    state: str = "done"
