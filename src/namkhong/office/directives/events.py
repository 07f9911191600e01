"""Facts this room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class DirectiveMoved(Event):
    """A task was given, accepted, reported, returned, extended, or ended."""

    step_id: int
    at: datetime
    name: ClassVar[str] = "directives.DirectiveMoved"
