"""Limits of a packet, the retry ladder, the axis's paths: read from ``facts/exchange.json``, in force from the next packet on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from namkhong.office.exchange.edxml.limits import Limits


@dataclass(frozen=True, slots=True)
class AxisPaths:
    """Where a relay of the axis is asked what; seconds to wait for it."""

    send: str
    list: str
    get: str
    status: str
    agencies: str
    timeout_seconds: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All of it. ``retry_seconds``: after the first, second, … failure; after the last one a packet is dead."""

    limits: Limits
    retry_seconds: tuple[int, ...]
    lease_seconds: int  # how long one try may take before another may begin
    axis: AxisPaths


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Rules:
    del changed
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Rules(
        limits=Limits(**data["limits"]),
        retry_seconds=tuple(data["retry_seconds"]),
        lease_seconds=data["lease_seconds"],
        axis=AxisPaths(**data["axis"]),
    )


def rules() -> Rules:
    """The rules in force."""
    path = Path(settings.FACTS) / "exchange.json"
    return _read(path, path.stat().st_mtime_ns)
