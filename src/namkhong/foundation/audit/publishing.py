"""The root of the tree at the end of each day: made once, chained to the one before, never changed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import structlog

from namkhong.foundation.audit import merkle, sealing, tree
from namkhong.foundation.audit.models import SealedHead, TreeHead
from namkhong.kernel import clock

FIRST: Final = bytes(32)
_log = structlog.get_logger("audit")


def instant(moment: datetime) -> str:
    """UTC to the second, as heads and steps are written: ``2026-11-23T00:41:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def head_hash(day: date, at: datetime, size: int, root: bytes, previous: bytes) -> bytes:
    """The hash that the next day's head carries on."""
    said = ["namkhong-head-1", day.isoformat(), instant(at), size, root.hex(), previous.hex()]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).digest()


def _began_before(now: datetime) -> bool:
    """Was anything sealed before today (in Việt Nam)?"""
    midnight = datetime.combine(clock.local_date(now), time.min, tzinfo=clock.VIETNAM)
    first = SealedHead.objects.order_by("id").values_list("at", flat=True).first()
    return first is not None and first < midnight


def publish(now: datetime) -> TreeHead | None:
    """Close yesterday (in Việt Nam) in the caller's transaction: once a day, ``None`` when there is nothing to do."""
    day = clock.local_date(now) - timedelta(days=1)
    last = TreeHead.objects.order_by("-id").first()
    if (last is not None and last.day >= day) or not _began_before(now):
        return None
    if not sealing.try_lock():
        return None
    size = tree.size()
    if size == 0 or TreeHead.objects.filter(day__gte=day).exists():
        return None
    kept = tree.Kept()
    at = (now if last is None else max(now, last.at)).replace(microsecond=0)
    root = merkle.root(0, size, kept)
    previous = FIRST if last is None else bytes(last.hash)
    head = TreeHead(
        day=day,
        at=at,
        size=size,
        root=root,
        previous=previous,
        hash=head_hash(day, at, size, root, previous),
        proof=b"".join(merkle.consistency(last.size if last else 0, size, kept)),
    )
    head.save(force_insert=True)
    _log.info("audit root published", day=day.isoformat(), size=size, root=root.hex(), hash=head.hash.hex())
    return head
