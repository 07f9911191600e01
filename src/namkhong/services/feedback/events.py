"""Facts this room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class _Happened(Event):
    inquiry_step_id: int
    at: datetime


@dataclass(frozen=True)
class InquirySent(_Happened):
    """Somebody asked, proposed or complained."""

    name: ClassVar[str] = "feedback.InquirySent"


@dataclass(frozen=True)
class InquiryAssigned(_Happened):
    """It was given to those who shall answer."""

    name: ClassVar[str] = "feedback.InquiryAssigned"


@dataclass(frozen=True)
class InquiryAnswered(_Happened):
    """There is an answer."""

    name: ClassVar[str] = "feedback.InquiryAnswered"


@dataclass(frozen=True)
class InquiryEnded(_Happened):
    """It was passed on, not accepted, or closed."""

    name: ClassVar[str] = "feedback.InquiryEnded"


@dataclass(frozen=True)
class InquiryRelocated(Event):
    """Another agency goes on with it, by a reorganisation."""

    inquiry_id: int
    reorganisation_id: int
    at: datetime
    name: ClassVar[str] = "feedback.InquiryRelocated"


@dataclass(frozen=True)
class ServiceRated(Event):
    """An applicant rated how a dossier was handled, or changed her mind."""

    rating_id: int
    at: datetime
    name: ClassVar[str] = "feedback.ServiceRated"
