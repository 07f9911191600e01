"""What the rooms above may want to hear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class FieldSigned(Event):
    """A field of a document carries a signature; ``file_id`` is the newest file of the document."""

    name: ClassVar[str] = "signatures.FieldSigned"
    document_id: str
    signing_id: str
    file_id: str
    at: datetime


@dataclass(frozen=True)
class LevelReached(Event):
    """A signature that had waited for its time stamp or its evidence has them now."""

    name: ClassVar[str] = "signatures.LevelReached"
    document_id: str
    signing_id: str
    file_id: str
    at: datetime
