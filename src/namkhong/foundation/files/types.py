"""Values that others may see."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from namkhong.foundation.files.states import FileState

__all__ = [
    "FileCard",
    "FileState",
    "Mark",
    "Readable",
    "Scanner",
    "ScannerState",
    "UploadCard",
    "named_of",
    "register_namer",
]

# Of these files, those that a room still names: in a dossier, an answer, an export.
Namer = Callable[[Collection[UUID]], set[UUID]]

_namers: dict[str, Namer] = {}


def register_namer(room: str, namer: Namer) -> None:
    """Say which room names files; ``config.wiring`` does. A file that no room names is destroyed after a while."""
    _namers[room] = namer


def named_of(ids: Collection[UUID]) -> set[UUID]:
    """Those of these files that some room names."""
    found: set[UUID] = set()
    for namer in _namers.values():
        found |= namer(ids)
    return found


class Readable(Protocol):
    """Bytes that are read a piece at a time: a file, an upload, a request."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; nothing at the end."""
        ...


@dataclass(frozen=True, slots=True)
class FileCard:
    """One stored file as other rooms see it. Its bytes are asked for with ``queries.read`` or shown by a link."""

    id: UUID
    name: str
    size: int
    media_type: str
    sha256: str
    state: FileState
    purpose: str
    owner_account_id: int | None
    created_at: datetime

    @property
    def is_image(self) -> bool:
        """Can be shown as a small picture."""
        return self.media_type in {"image/jpeg", "image/png"}

    @property
    def previewable(self) -> bool:
        """A browser can show it in the page's own safety."""
        return self.is_image or self.media_type == "application/pdf"

    @property
    def scanned(self) -> bool:
        """ClamAV, or our own making, says that it is clean."""
        return self.state == FileState.CLEAN

    @property
    def size_text(self) -> str:
        """``350 KB``, ``2,4 MB``."""
        if self.size < 1_000_000:
            return f"{max(1, round(self.size / 1000))} KB"
        return f"{self.size / 1_000_000:.1f} MB".replace(".", ",")


@dataclass(frozen=True, slots=True)
class UploadCard:
    """An upload under way: how far it has come."""

    id: UUID
    name: str
    size: int
    offset: int
    file_id: UUID | None

    @property
    def complete(self) -> bool:
        """Every byte has arrived."""
        return self.offset == self.size


class ScannerState(StrEnum):
    """How the virus scanner stands."""

    OFF = "off"  # no socket is set
    UP = "up"
    DOWN = "down"  # a socket is set, nobody answers


@dataclass(frozen=True, slots=True)
class Scanner:
    """For ``doctor`` and the administrator: the scanner, and what still waits for it (never counted past 1,000)."""

    state: ScannerState
    waiting: int
    required: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A file that is only shown with who looks, when and why written across it; the reading is recorded.

    ``why`` and ``subject`` go into the record, ``why`` and ``about`` onto the picture.
    """

    why: str  # "Xem giấy tờ tùy thân để xử lý hồ sơ"
    about: str  # "H18.55.04-261123-0001"
    person_id: int
    subject: tuple[str, int]
