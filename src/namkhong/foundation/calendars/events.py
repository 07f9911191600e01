"""What calendars announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class CalendarChanged(Event):
    """A new version of the calendars is in force for what is received from now on."""

    name: ClassVar[str] = "calendars.CalendarChanged"
    version: int
    at: datetime
