"""Letting quarantined files out, or destroying them."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

import structlog
from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import clamav
from namkhong.foundation.files.clamav import Verdict
from namkhong.foundation.files.conf import conf
from namkhong.foundation.files.events import FileRefused
from namkhong.foundation.files.models import Content, StoredFile
from namkhong.foundation.files.states import FileState
from namkhong.foundation.files.storage import storage
from namkhong.kernel import events
from namkhong.kernel.actor import Actor

_log = structlog.get_logger("files")
_STATE = {
    Verdict.CLEAN: FileState.CLEAN,
    Verdict.INFECTED: FileState.INFECTED,
    Verdict.TOO_LARGE: FileState.REFUSED,
}


class ScannerDown(Exception):
    """Nobody answers at the scanner's socket; the file stays in quarantine and is tried again."""


def scan(*, sha256: str, now: datetime) -> FileState:
    """Scan one content that waits; does nothing when it no longer waits.

    :raises ScannerDown: when the scanner does not answer.
    """
    row = Content.objects.filter(pk=sha256).first()
    if row is None or row.state != FileState.UNSCANNED or not conf().clamav:
        return FileState(row.state) if row else FileState.REFUSED
    with closing(storage().read(sha256)) as pieces:
        outcome = clamav.scan(conf().clamav, pieces)
    if outcome.verdict is Verdict.DOWN:
        Content.objects.filter(pk=sha256).update(attempts=row.attempts + 1)
        raise ScannerDown(sha256)
    state = _STATE[outcome.verdict]
    _settle(sha256=sha256, state=state, found=outcome.found, now=now)
    return state


@transaction.atomic
def _settle(*, sha256: str, state: FileState, found: str, now: datetime) -> None:
    row = Content.objects.select_for_update().get(pk=sha256)
    if row.state != FileState.UNSCANNED:
        return
    row.state, row.scanned_at = state, now
    row.save(update_fields=["state", "scanned_at"])
    files = list(StoredFile.objects.filter(content=row).values_list("pk", flat=True)[:1000])
    audit.record(
        Actor.system("Hệ thống"),
        "files.scanned",
        ("content", sha256),
        now=now,
        detail={"state": state.value, "found": found[:100], "files": [str(pk) for pk in files]},
    )
    if state == FileState.CLEAN:
        return
    _log.warning("quarantined file destroyed", sha256=sha256, state=state.value)
    for pk in files:
        events.publish(FileRefused(file_id=str(pk), at=now))
    transaction.on_commit(lambda: storage().delete(sha256))


def scan_waiting(*, now: datetime, limit: int = 200) -> int:
    """Scan what still waits, oldest first; stops as soon as the scanner does not answer. Returns how many were settled."""
    if not conf().clamav:
        return 0
    settled = 0
    for sha256 in (
        Content.objects.filter(state=FileState.UNSCANNED).order_by("created_at").values_list("pk", flat=True)[:limit]
    ):
        try:
            scan(sha256=sha256, now=now)
        except ScannerDown:
            break
        except FileNotFoundError:
            _log.error("content without bytes", sha256=sha256)
            continue
        settled += 1
    return settled
