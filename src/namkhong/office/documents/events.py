"""Facts this room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class DocumentRegistered(Event):
    """A document has its number and stands in the book."""

    document_id: int
    direction: str
    at: datetime
    name: ClassVar[str] = "documents.DocumentRegistered"


@dataclass(frozen=True)
class DocumentVoided(Event):
    """A number was voided; its row stays."""

    document_id: int
    direction: str
    at: datetime
    name: ClassVar[str] = "documents.DocumentVoided"


@dataclass(frozen=True)
class FilesAttached(Event):
    """A document has files whose text can be searched."""

    document_id: int
    at: datetime
    name: ClassVar[str] = "documents.FilesAttached"
