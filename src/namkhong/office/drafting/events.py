"""Facts this room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class _Moved(Event):
    draft_step_id: int
    at: datetime


@dataclass(frozen=True)
class DraftBegun(_Moved):
    """Somebody began a draft."""

    name: ClassVar[str] = "drafting.DraftBegun"


@dataclass(frozen=True)
class DraftMoved(_Moved):
    """It went a step on: submitted, checked, initialled, signed, numbered, sealed."""

    name: ClassVar[str] = "drafting.DraftMoved"


@dataclass(frozen=True)
class DraftReturned(_Moved):
    """It went back to its drafter, with a reason."""

    name: ClassVar[str] = "drafting.DraftReturned"


@dataclass(frozen=True)
class DraftWithdrawn(_Moved):
    """It was given up."""

    name: ClassVar[str] = "drafting.DraftWithdrawn"


@dataclass(frozen=True)
class DocumentIssued(_Moved):
    """It left for its receivers."""

    name: ClassVar[str] = "drafting.DocumentIssued"


@dataclass(frozen=True)
class VersionSaved(Event):
    """A draft has one version more."""

    draft_version_id: int
    at: datetime
    name: ClassVar[str] = "drafting.VersionSaved"


@dataclass(frozen=True)
class OpinionAsked(Event):
    """Units or people are asked what they think of a draft."""

    opinion_request_id: int
    at: datetime
    name: ClassVar[str] = "drafting.OpinionAsked"


@dataclass(frozen=True)
class OpinionGiven(Event):
    """Somebody who was asked has answered."""

    opinion_id: int
    at: datetime
    name: ClassVar[str] = "drafting.OpinionGiven"


@dataclass(frozen=True)
class OpinionAnswered(Event):
    """The drafter took an opinion up, or explained why not."""

    opinion_id: int
    at: datetime
    name: ClassVar[str] = "drafting.OpinionAnswered"


@dataclass(frozen=True)
class CopyMade(Event):
    """A copy of a registered document was prepared for the agency's signature."""

    copy_id: int
    at: datetime
    name: ClassVar[str] = "drafting.CopyMade"
