"""A copy of everything at one point: the database as of one snapshot, and every file that the snapshot names.

The folder holds ``database.dump``, ``files/ab/cd/<sha256>``, ``files.txt`` (a line for each file: SHA-256, size) and, written
last, ``manifest.json``: a folder without it is no copy. Files are never changed once kept, so they are copied after the
snapshot; what arrived later is not named by it. Django is set up on the database when these functions are called.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from namkhong import __version__
from namkhong.config import pgtools

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
LIST: Final = "files.txt"
_PIECE: Final = 1_048_576


class BadCopy(Exception):
    """A copy cannot be made or cannot be trusted; the message is a whole sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the copy holds, and by what it is recognised as whole."""

    made_at: str  # ISO 8601, the moment of the snapshot by the database's clock
    version: str  # of Năm Không
    postgresql: int  # of the server, as 180000
    province: str
    migrations: tuple[str, ...]  # applied, as "room.0001_initial"
    rows: dict[str, int]  # by table
    head: tuple[int, str] | None  # the end of the audit chain: position, hash in hexadecimal
    dump: str  # SHA-256
    list: str  # SHA-256
    files: int
    bytes: int  # of the files together
    key: str  # recognises SECRET_KEY without telling it
    missing: tuple[str, ...] = field(default=())  # files that the database names and the store has lost or spoilt

    def write(self, folder: Path) -> None:
        """The last act of a copy."""
        fresh = folder / f"{MANIFEST}.new"
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)
        with fresh.open("w", encoding="utf-8") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(folder / MANIFEST)


def read(folder: Path) -> Manifest:
    """The manifest of a copy.

    :raises BadCopy: when the folder holds none that this software can read.
    """
    try:
        known: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if known.pop("format") != FORMAT:
            raise BadCopy(f"Bản sao ở {folder} có dạng khác với dạng mà phần mềm này đọc được.")
        head = known.pop("head")
        known |= {name: tuple(known[name]) for name in ("migrations", "missing")}
        return Manifest(head=(int(head[0]), str(head[1])) if head else None, **known)
    except FileNotFoundError as error:
        raise BadCopy(f"Không có bản sao lưu nào ở {folder}: thiếu tệp {MANIFEST}.") from error
    except OSError as error:
        raise BadCopy(f"Không đọc được {folder / MANIFEST}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadCopy(f"Tệp {folder / MANIFEST} đã hỏng nên không dùng được bản sao này.") from error


@dataclass(frozen=True, slots=True)
class Made:
    """What ``make`` made."""

    manifest: Manifest
    folder: Path


def make(folder: Path, *, url: str, say: Callable[[str], None]) -> Made:
    """Copy the database behind Django's connection, and the files it names, into a new folder.

    :param url: the database again, for ``pg_dump``; a role that may read every table.
    :raises BadCopy: when the folder is not empty or cannot be written, or the database cannot be read.
    """
    _begin(folder)
    try:
        with _snapshot() as (snapshot, made_at):
            say("Đang chép cơ sở dữ liệu…")
            pgtools.dump(url, snapshot, folder / DUMP)
            known = _facts()
            files, size = _write_list(folder / LIST)
        say(f"Đang chép {files} tệp…")
        lost = tuple(_copy_files(folder))
        manifest = Manifest(
            made_at=made_at.isoformat(),
            dump=digest(folder / DUMP),
            list=digest(folder / LIST),
            files=files,
            bytes=size,
            missing=lost,
            **known,
        )
        os.sync()
        manifest.write(folder)
    except pgtools.Failed as error:
        raise BadCopy(f"Không chép được cơ sở dữ liệu: {error}") from error
    except OSError as error:
        raise BadCopy(
            f"Không ghi được vào {folder}: {error.strerror}. Bản sao này chưa xong, không dùng được."
        ) from error
    return Made(manifest, folder)


def _begin(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise BadCopy(f"Thư mục {folder} không trống. Xin chọn một thư mục mới cho mỗi bản sao.")
        folder.chmod(0o700)  # personal data of the whole province
    except OSError as error:
        raise BadCopy(f"Không ghi được vào {folder}: {error.strerror}.") from error


@contextmanager
def _snapshot() -> Iterator[tuple[str, datetime]]:
    """A point in time that this connection and ``pg_dump`` both see, and which moment it is."""
    from django.db import connection, transaction

    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("select pg_export_snapshot(), now()")
        snapshot, at = cursor.fetchone()
        yield str(snapshot), at


def _facts() -> dict[str, Any]:
    """What the manifest says of the database."""
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select position, hash from audit_seal order by position desc limit 1")
        head = cursor.fetchone()
        cursor.execute("select current_setting('server_version_num')::int")
        server = cursor.fetchone()[0]
    return {
        "version": __version__,
        "postgresql": server,
        "province": settings.PROVINCE_CODE,
        "migrations": applied_migrations(),
        "rows": counted_rows(),
        "head": (head[0], bytes(head[1]).hex()) if head else None,
        "key": key_mark(),
    }


def applied_migrations() -> tuple[str, ...]:
    """What the tables have been through."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select app || '.' || name from django_migrations order by 1")
        return tuple(row[0] for row in cursor.fetchall())


def counted_rows() -> dict[str, int]:
    """How many rows each table has."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1"
        )
        names = [row[0] for row in cursor.fetchall()]
        counted: dict[str, int] = {}
        for name in names:
            cursor.execute(f"select count(*) from public.{connection.ops.quote_name(name)}")  # noqa: S608 - from the catalogue
            counted[name] = cursor.fetchone()[0]
    return counted


def key_mark() -> str:
    """Sign-ins of citizens and look-up secrets are kept as keyed hashes: another SECRET_KEY does not recognise them."""
    from django.utils.crypto import salted_hmac

    return salted_hmac("config.backup", "SECRET_KEY", algorithm="sha256").hexdigest()[:16]


def _write_list(path: Path) -> tuple[int, int]:
    from namkhong.foundation.files.models import Content
    from namkhong.foundation.files.states import GONE

    count = total = 0
    with path.open("w", encoding="ascii") as handle:
        kept = Content.objects.exclude(state__in=GONE).order_by("sha256").values_list("sha256", "size")
        for sha256, size in kept.iterator(chunk_size=5_000):
            handle.write(f"{sha256} {size}\n")
            count, total = count + 1, total + size
    return count, total


def listed(folder: Path) -> Iterator[tuple[str, int]]:
    """Every file that a copy names: SHA-256 and size."""
    with (folder / LIST).open(encoding="ascii") as handle:
        for line in handle:
            sha256, _, size = line.strip().partition(" ")
            yield sha256, int(size)


def place(folder: Path, sha256: str) -> Path:
    """Where a copy keeps a file."""
    return folder / "files" / sha256[:2] / sha256[2:4] / sha256


def _copy_files(folder: Path) -> Iterator[str]:
    """Copy all that are listed; those that the store has lost, or whose bytes are no longer theirs."""
    from namkhong.foundation.files.storage import storage

    store = storage()
    for sha256, _size in listed(folder):
        target = place(folder, sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        seen = hashlib.sha256()
        try:
            with target.open("wb") as handle:
                for piece in store.read(sha256):
                    seen.update(piece)
                    handle.write(piece)
        except FileNotFoundError:
            pass
        if seen.hexdigest() != sha256:
            target.unlink()
            yield sha256


def digest(path: Path) -> str:
    """SHA-256 of a file.

    :raises OSError: when it cannot be read.
    """
    seen = hashlib.sha256()
    with path.open("rb") as handle:
        while piece := handle.read(_PIECE):
            seen.update(piece)
    return seen.hexdigest()
