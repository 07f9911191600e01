"""Taking a whole file in: measured, judged, scanned, kept once, recorded."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import structlog
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from procrastinate.contrib.django import app

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import clamav, content, naming, queries
from namkhong.foundation.files.clamav import Verdict
from namkhong.foundation.files.conf import conf
from namkhong.foundation.files.errors import Infected, NoSuchFile, NotScannable
from namkhong.foundation.files.models import Content, StoredFile
from namkhong.foundation.files.rules import rules
from namkhong.foundation.files.states import GONE, FileState
from namkhong.foundation.files.storage import storage
from namkhong.foundation.files.types import FileCard, Readable
from namkhong.kernel import rows
from namkhong.kernel.actor import Actor

_PIECE: Final = 262_144
_log = structlog.get_logger("files")


def _pieces(given: Readable | bytes) -> Iterator[bytes]:
    if isinstance(given, bytes):
        yield given
        return
    while piece := given.read(_PIECE):
        yield piece


def file_pieces(path: Path) -> Iterator[bytes]:
    """A file's bytes, a piece at a time."""
    with path.open("rb") as handle:
        yield from _pieces(handle)


@contextmanager
def arrived(pieces: Iterable[bytes], name: str, limit: int) -> Iterator[tuple[Path, str, int]]:
    """The bytes in a temporary file near the store: its path, SHA-256 and size.

    :raises TooLarge: as soon as the limit is passed.
    """
    digest = hashlib.sha256()
    size = 0
    with tempfile.NamedTemporaryFile(dir=storage().incoming(), prefix="new-", delete=False) as handle:
        path = Path(handle.name)
        try:
            for piece in pieces:
                size += len(piece)
                if size > limit:
                    raise content.too_large(naming.shown(name), limit)
                digest.update(piece)
                handle.write(piece)
            handle.flush()
            yield path, digest.hexdigest(), size
        finally:
            path.unlink(missing_ok=True)


def store(*, name: str, content: Readable | bytes, actor: Actor, now: datetime, purpose: str = "") -> FileCard:
    """Keep what somebody sent.

    Judged by its bytes; scanned at once when the scanner answers, else quarantined for the job.

    :raises WrongKind, TooLarge, Unreadable, Infected, NotScannable: each with a sentence for the sender.
    """
    with arrived(_pieces(content), name, rules().max_bytes) as (path, sha256, size):
        return keep(path, sha256, size, name=name, actor=actor, now=now, purpose=purpose)


def keep(path: Path, sha256: str, size: int, *, name: str, actor: Actor, now: datetime, purpose: str) -> FileCard:
    """Judge, scan and keep a file that has arrived."""
    kind = content.judge(path, naming.shown(name), rules())
    known = rows.one(Content, "sha256 = %s", [sha256])
    state = _first_scan(path, sha256, naming.shown(name), known)
    storage().put(sha256, path)
    with transaction.atomic(savepoint=False):  # part of a deed, undone with it
        settled = known is not None and _is_settled(known, state) and _still_there(sha256)
        row = known if known is not None and settled else _content(sha256, size, state, now)
        _put_back(sha256, path)
        stored = _row(
            row,
            name=naming.cleaned(name, kind.extension, kind.also),
            media_type=kind.media_type,
            purpose=purpose,
            owner=actor.account_id,
            now=now,
        )
        audit.record(
            actor,
            "files.stored",
            ("file", str(stored.id)),
            now=now,
            detail={"sha256": sha256, "size": size, "media_type": kind.media_type, "state": stored.state.value},
        )
        if stored.state == FileState.UNSCANNED and conf().clamav:
            app.configure_task("files.scan").defer(sha256=sha256)
    return stored


def _still_there(sha256: str) -> bool:
    """Is the content's row still there? It stays until this transaction ends: what nobody names may be going right now."""
    with connection.cursor() as cursor:
        cursor.execute("select 1 from files_content where sha256 = %s for key share", [sha256])
        return cursor.fetchone() is not None


def _put_back(sha256: str, path: Path) -> None:
    """Bytes that were there already may have been destroyed since, with the last file that named them."""
    if path.exists():  # they were not taken from here
        storage().put(sha256, path)


def _is_settled(known: Content, state: FileState) -> bool:
    """Nothing about the content is to be written, and no scanner is about to."""
    return known.state == state and (state == FileState.CLEAN or not conf().clamav)


def _first_scan(path: Path, sha256: str, name: str, known: Content | None) -> FileState:
    if known is not None and known.state == FileState.CLEAN:
        return FileState.CLEAN
    if not conf().clamav:
        if known is not None and known.state in GONE:
            raise Infected(name)
        return FileState.UNSCANNED
    outcome = clamav.scan(conf().clamav, file_pieces(path))
    if outcome.verdict is Verdict.INFECTED:
        _log.warning("infected file refused", sha256=sha256, found=outcome.found)
        raise Infected(name)
    if outcome.verdict is Verdict.TOO_LARGE:
        raise NotScannable(name)
    return FileState.CLEAN if outcome.verdict is Verdict.CLEAN else FileState.UNSCANNED


def _row(content: Content, *, name: str, media_type: str, purpose: str, owner: int | None, now: datetime) -> FileCard:
    row = StoredFile(
        id=uuid.uuid4(),
        content=content,
        media_type=media_type,
        name=name,
        purpose=purpose,
        owner_account_id=owner,
        created_at=now,
    )
    rows.insert(row)
    return queries.card(row)


def _content(sha256: str, size: int, state: FileState, now: datetime) -> Content:
    """The row of the bytes, new or already there, locked against the scanner."""
    scanned = now if state == FileState.CLEAN else None
    Content.objects.bulk_create(
        [Content(sha256=sha256, size=size, state=state, scanned_at=scanned, created_at=now)], ignore_conflicts=True
    )
    found = Content.objects.select_for_update().get(pk=sha256)
    if found.state != FileState.CLEAN and (state == FileState.CLEAN or found.state in GONE):
        found.state, found.scanned_at = state, scanned
        found.save(update_fields=["state", "scanned_at"])
    return found


def store_generated(
    *, name: str, content: Readable | bytes, media_type: str, now: datetime, purpose: str = ""
) -> FileCard:
    """Keep what the platform itself made (a receipt, a result): not judged, not scanned, owned by nobody.

    What is large comes as an open file and is never whole in memory.
    """
    stem, dot, extension = name.rpartition(".")
    with arrived(_pieces(content), name, sys.maxsize) as (path, sha256, size):
        storage().put(sha256, path)
        with transaction.atomic():
            row = _content(sha256, size, FileState.CLEAN, now)
            _put_back(sha256, path)
            stored = _row(
                row,
                name=naming.cleaned(name, extension) if stem and dot else naming.shown(name),
                media_type=media_type,
                purpose=purpose,
                owner=None,
                now=now,
            )
            audit.record(
                Actor.system("Hệ thống"),
                "files.generated",
                ("file", str(stored.id)),
                now=now,
                detail={"sha256": sha256, "size": size, "media_type": media_type},
            )
    return stored


def take_posted(
    *, uploads: Iterable[UploadedFile[bytes]], stored_ids: Iterable[str], actor: Actor, now: datetime, purpose: str = ""
) -> list[FileCard]:
    """What a form brought: whole files (no JavaScript) and ids of files that came in pieces before.

    :raises NoSuchFile: when an id is not a file of this account.
    """
    taken = []
    for written in stored_ids:
        try:
            taken.append(queries.own(UUID(written), actor))
        except ValueError as error:
            raise NoSuchFile from error
    for upload in uploads:
        taken.append(store(name=upload.name or "", content=upload, actor=actor, now=now, purpose=purpose))  # noqa: PERF401
    return taken
