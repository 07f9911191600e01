"""Changing the catalogue of procedures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from namkhong.kernel.actor import Actor
from namkhong.services.procedures.types import ImportReport


def import_procedures(data: Any, *, actor: Actor, now: datetime) -> ImportReport:
    """Take a file of the shape of ``procedures.json`` and report row by row."""
    raise NotImplementedError


def change_front_door(
    *, procedure_id: int, kind: str, url: str, basis: str, from_day: date, actor: Actor, now: datetime
) -> int:
    """From a day on, people file the procedure elsewhere."""
    raise NotImplementedError


def load_facts(now: datetime) -> ImportReport:
    """What the product ships knowing: processes, procedures, front doors, offerings."""
    raise NotImplementedError
