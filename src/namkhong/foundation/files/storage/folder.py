"""A folder: ``ab/cd/<sha256>``, written beside and renamed, so that a file is whole or not there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

_PIECE: Final = 262_144


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Pieces:
    """An open file, a piece at a time; closed at its end or by ``close`` (Django closes what it streams)."""

    def __init__(self, handle: IO[bytes], start: int, length: int | None) -> None:
        self._handle = handle
        self._left = length
        handle.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = (
            b"" if self._handle.closed else self._handle.read(min(_PIECE, _PIECE if self._left is None else self._left))
        )
        if not piece:
            self.close()
            raise StopIteration
        if self._left is not None:
            self._left -= len(piece)
        return piece

    def close(self) -> None:
        """Let go of the file."""
        self._handle.close()


@dataclass(frozen=True, slots=True)
class Folder:
    """Bytes below one folder of this machine (or of a shared mount)."""

    root: Path

    def _path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _parts(self, upload: str) -> Path:
        return self.root / "incoming" / f"upload-{upload}"

    def incoming(self) -> Path:
        """On the same file system, so that keeping is a rename."""
        folder = self.root / "incoming"
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        return folder

    def put(self, sha256: str, source: Path) -> None:
        """fsync, rename, fsync the folder."""
        target = self._path(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        with source.open("rb") as handle:
            os.fsync(handle.fileno())
        source.chmod(0o640)
        source.replace(target)
        _sync_folder(target.parent)

    def exists(self, sha256: str) -> bool:
        """Are the bytes there?"""
        return self._path(sha256).exists()

    def read(self, sha256: str, start: int = 0, length: int | None = None) -> _Pieces:
        """Opened at once, so that a missing file is told before the first piece."""
        return _Pieces(self._path(sha256).open("rb"), start, length)

    def delete(self, sha256: str) -> None:
        """Destroy the bytes."""
        self._path(sha256).unlink(missing_ok=True)

    def is_empty(self) -> bool:
        """Nothing but the folder of what is arriving."""
        return not self.root.exists() or not any(path.name != "incoming" for path in self.root.iterdir())

    def put_part(self, upload: str, offset: int, data: bytes) -> None:
        """One file for each piece."""
        folder = self._parts(upload)
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        fresh = folder / f".{offset:020d}"
        with fresh.open("wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(folder / f"{offset:020d}")

    def parts(self, upload: str) -> Iterator[tuple[int, bytes]]:
        """In the order of their offsets."""
        folder = self._parts(upload)
        names = sorted(path.name for path in folder.iterdir() if path.name.isdigit()) if folder.exists() else []
        for name in names:
            yield int(name), (folder / name).read_bytes()

    def drop_parts(self, upload: str) -> None:
        """Destroy the pieces."""
        shutil.rmtree(self._parts(upload), ignore_errors=True)
