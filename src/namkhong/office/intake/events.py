"""Facts this room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class ArrivalRegistered(Event):
    """It is in the book; somebody is to propose or direct."""

    arrival_id: int
    at: datetime
    name: ClassVar[str] = "intake.ArrivalRegistered"


@dataclass(frozen=True)
class DirectionGiven(Event):
    """A leader's note: who leads, who helps, who knows, until when."""

    note_id: int
    at: datetime
    name: ClassVar[str] = "intake.DirectionGiven"


@dataclass(frozen=True)
class WorkPassedOn(Event):
    """Somebody passed it on below, with an opinion."""

    note_id: int
    at: datetime
    name: ClassVar[str] = "intake.WorkPassedOn"


@dataclass(frozen=True)
class WorkAccepted(Event):
    """Who was named, or somebody of the unit, took it on."""

    assignment_id: int
    at: datetime
    name: ClassVar[str] = "intake.WorkAccepted"


@dataclass(frozen=True)
class WorkEnded(Event):
    """It is done, was given back, or the sender took the document back."""

    assignment_id: int
    end: str
    at: datetime
    name: ClassVar[str] = "intake.WorkEnded"


@dataclass(frozen=True)
class WorkExtended(Event):
    """Who gave it moved the day."""

    assignment_id: int
    at: datetime
    name: ClassVar[str] = "intake.WorkExtended"


@dataclass(frozen=True)
class WorkHandedOver(Event):
    """An official's work went to a colleague or back to the unit."""

    assignment_id: int
    at: datetime
    name: ClassVar[str] = "intake.WorkHandedOver"


@dataclass(frozen=True)
class SpokenUp(Event):
    """A phiếu trình: who gave it is to read it."""

    note_id: int
    at: datetime
    name: ClassVar[str] = "intake.SpokenUp"
