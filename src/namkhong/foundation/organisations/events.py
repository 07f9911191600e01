"""What organisations announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class AgencyChanged(Event):
    """An agency was created, renamed, recoded, moved or ended; ``what`` is that verb."""

    name: ClassVar[str] = "organisations.AgencyChanged"
    agency_id: int
    what: str
    at: datetime


@dataclass(frozen=True)
class OfficialCreated(Event):
    """A new official may sign in."""

    name: ClassVar[str] = "organisations.OfficialCreated"
    official_id: int
    at: datetime


@dataclass(frozen=True)
class OfficialAppointed(Event):
    """A post was given."""

    name: ClassVar[str] = "organisations.OfficialAppointed"
    post_id: int
    at: datetime


@dataclass(frozen=True)
class AppointmentEnded(Event):
    """A post got its last day."""

    name: ClassVar[str] = "organisations.AppointmentEnded"
    post_id: int
    at: datetime


@dataclass(frozen=True)
class SubstituteGiven(Event):
    """A colleague does the work of an absent official."""

    name: ClassVar[str] = "organisations.SubstituteGiven"
    substitution_id: int
    at: datetime


@dataclass(frozen=True)
class SubstitutionEnded(Event):
    """The official is back; nobody stands in for her."""

    name: ClassVar[str] = "organisations.SubstitutionEnded"
    official_id: int
    at: datetime


@dataclass(frozen=True)
class OfficialLocked(Event):
    """An official can no longer sign in."""

    name: ClassVar[str] = "organisations.OfficialLocked"
    official_id: int
    at: datetime


@dataclass(frozen=True)
class OfficialUnlocked(Event):
    """An official may sign in again."""

    name: ClassVar[str] = "organisations.OfficialUnlocked"
    official_id: int
    at: datetime


@dataclass(frozen=True)
class AuthorityGiven(Event):
    """Somebody may sign for another."""

    name: ClassVar[str] = "organisations.AuthorityGiven"
    authority_id: int
    at: datetime


@dataclass(frozen=True)
class AuthorityEnded(Event):
    """An authority got its last day."""

    name: ClassVar[str] = "organisations.AuthorityEnded"
    authority_id: int
    at: datetime


@dataclass(frozen=True)
class ReorganisationApproved(Event):
    """A plan waits for its day."""

    name: ClassVar[str] = "organisations.ReorganisationApproved"
    reorganisation_id: int
    at: datetime


@dataclass(frozen=True)
class ReorganisationFinished(Event):
    """Everything is where the plan says."""

    name: ClassVar[str] = "organisations.ReorganisationFinished"
    reorganisation_id: int
    at: datetime
