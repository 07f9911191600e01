"""The limits, read from ``facts/files.json``; changed there, they count from the next request on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that may be sent."""

    key: str
    media_type: str
    extension: str
    also: tuple[str, ...]
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All limits."""

    kinds: dict[str, Kind]
    max_pixels: int
    max_entries: int
    max_unpacked_bytes: int
    open_per_account: int
    pending_bytes_per_account: int
    started_per_hour: int
    keep_hours: int
    chunk_bytes: int
    link_seconds: int

    @property
    def max_bytes(self) -> int:
        """Nothing larger is read at all."""
        return max(kind.max_bytes for kind in self.kinds.values())

    @property
    def accept(self) -> str:
        """For the ``accept`` attribute of a file input."""
        return ",".join(f".{e}" for kind in self.kinds.values() for e in (kind.extension, *kind.also))


def _read(path: Path) -> Rules:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    kinds = {
        row["kind"]: Kind(row["kind"], row["media_type"], row["extension"], tuple(row["also"]), row["max_bytes"])
        for row in data["kinds"]
    }
    return Rules(
        kinds=kinds,
        max_pixels=data["images"]["max_pixels"],
        max_entries=data["archives"]["max_entries"],
        max_unpacked_bytes=data["archives"]["max_unpacked_bytes"],
        open_per_account=data["uploads"]["open_per_account"],
        pending_bytes_per_account=data["uploads"]["pending_bytes_per_account"],
        started_per_hour=data["uploads"]["started_per_hour"],
        keep_hours=data["uploads"]["keep_hours"],
        chunk_bytes=data["uploads"]["chunk_bytes"],
        link_seconds=data["links"]["seconds"],
    )


@lru_cache(maxsize=4)
def _cached(path: Path, changed: int) -> Rules:
    return _read(path)


def rules() -> Rules:
    """The limits in force."""
    path = Path(settings.FACTS) / "files.json"
    return _cached(path, path.stat().st_mtime_ns)
