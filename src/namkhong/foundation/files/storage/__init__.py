"""Where bytes lie: a folder or an S3 bucket, by their SHA-256; the same bytes are kept once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from namkhong.foundation.files.conf import FilesConf, conf


class Pieces(Protocol):
    """Bytes a piece at a time; whoever does not read them to the end closes them."""

    def __iter__(self) -> Iterator[bytes]:
        """Itself."""
        ...

    def __next__(self) -> bytes:
        """The next piece."""
        ...

    def close(self) -> None:
        """Let go of the source."""
        ...


class Storage(Protocol):
    """What a place for bytes can do."""

    def incoming(self) -> Path:
        """A folder for temporary files, close to the store."""
        ...

    def put(self, sha256: str, source: Path) -> None:
        """Keep these bytes for good; ``source`` may be moved. Doing it twice is the same as once."""
        ...

    def exists(self, sha256: str) -> bool:
        """Are the bytes there?"""
        ...

    def read(self, sha256: str, start: int = 0, length: int | None = None) -> Pieces:
        """The bytes, a piece at a time.

        :raises FileNotFoundError: when they are not there.
        """
        ...

    def delete(self, sha256: str) -> None:
        """Destroy the bytes; nothing happens when they are gone already."""
        ...

    def is_empty(self) -> bool:
        """Has nothing ever been kept here? What lies half arrived does not count."""
        ...

    def put_part(self, upload: str, offset: int, data: bytes) -> None:
        """Keep a piece of an upload; a piece written again at the same offset replaces the first."""
        ...

    def parts(self, upload: str) -> Iterator[tuple[int, bytes]]:
        """The pieces in order, with their offsets."""
        ...

    def drop_parts(self, upload: str) -> None:
        """Destroy the pieces."""
        ...


def storage(chosen: FilesConf | None = None) -> Storage:
    """The store that the settings name."""
    chosen = chosen or conf()
    if chosen.s3_bucket:
        from namkhong.foundation.files.storage.s3 import bucket

        return bucket(chosen)
    from namkhong.foundation.files.storage.folder import Folder

    return Folder(chosen.folder)
