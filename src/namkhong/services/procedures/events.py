"""What this room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class ProcedureVersionAdded(Event):
    """A procedure has a new version."""

    name = "procedures.ProcedureVersionAdded"

    version_id: int
    at: datetime


@dataclass(frozen=True)
class FrontDoorChanged(Event):
    """From a day on, people file elsewhere."""

    name = "procedures.FrontDoorChanged"

    rule_id: int
    at: datetime


@dataclass(frozen=True)
class ProcessVersionAdded(Event):
    """A process has a new version."""

    name = "procedures.ProcessVersionAdded"

    process_version_id: int
    at: datetime
