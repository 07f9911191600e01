"""What this room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class AnswersWereLocked(Event):
    """Answers became part of something filed and will not change again."""

    name = "eforms.AnswersWereLocked"

    answers_id: str
    at: datetime


@dataclass(frozen=True)
class FormVersionAdded(Event):
    """A form has a new version."""

    name = "eforms.FormVersionAdded"

    form_version_id: int
    at: datetime


@dataclass(frozen=True)
class FormVersionWithdrawn(Event):
    """A version that had not begun to hold was taken back."""

    name = "eforms.FormVersionWithdrawn"

    key: str
    number: int
    at: datetime
