"""What the rooms above may want to hear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class FileRefused(Event):
    """A file that had been taken in turned out to be infected or impossible to scan; its bytes are destroyed."""

    name: ClassVar[str] = "files.FileRefused"
    file_id: str
    at: datetime
