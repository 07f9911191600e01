"""How entries are sealed. The whole rule is told in docs/explanation/audit-chain.md, for outsiders to check.

Order and horizon come from transaction ids, so writers take no lock: an entry is sealed when its transaction id is
below the oldest one still running, hence nothing can ever appear below what was sealed.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from django.db import connection

from namkhong.foundation.audit import merkle, tree

BATCH: Final = 5_000
_log = structlog.get_logger("audit")
GENESIS: Final = bytes(32)
_LOCK: Final = 0x6E6B_7365_616C  # "nkseal"

# The columns in the order in which they are sealed.
COLUMNS: Final = [
    "id",
    "at",
    "written_at",
    "xid",
    "cluster",
    "actor_kind",
    "actor_account_id",
    "actor_label",
    "actor_post",
    "agency_name",
    "agency_path",
    "on_behalf_of",
    "action",
    "subject_type",
    "subject_id",
    "person_id",
    "purpose",
    "reason",
    "detail",
    "elevated",
]
SELECTED: Final = ", ".join(
    "e.detail::text" if c == "detail" else "e.xid::text::bigint" if c == "xid" else f"e.{c}" for c in COLUMNS
)
_DETAIL: Final = COLUMNS.index("detail")
_MOMENTS: Final = (COLUMNS.index("at"), COLUMNS.index("written_at"))
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def canonical(row: tuple[Any, ...]) -> bytes:
    """The bytes of one entry: a JSON array in UTF-8, object keys sorted, no blanks, moments in UTC with microseconds."""
    values = list(row)
    for place in _MOMENTS:
        values[place] = _instant(values[place])
    values[_DETAIL] = json.loads(values[_DETAIL])
    return _ENCODE(["namkhong-audit-1", *values]).encode()


def detail_of(text: str) -> dict[str, Any]:
    """The detail of a row as it was selected."""
    read: dict[str, Any] = json.loads(text)
    return read


def link(previous: bytes, row: tuple[Any, ...]) -> bytes:
    """The hash that seals a row after the one before it."""
    return hashlib.sha256(previous + canonical(row)).digest()


def cluster_id() -> int:
    """Which PostgreSQL cluster this is; a dump restored elsewhere lives under another number."""
    with connection.cursor() as cursor:
        cursor.execute("select system_identifier from pg_control_system()")
        return int(cursor.fetchone()[0])


def _head() -> tuple[int, bytes, int | None, int, int]:
    """Position, hash, cluster, horizon xid, horizon id of the last head."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select position, hash, cluster, horizon_xid::text::bigint, horizon_id"
            " from audit_sealedhead order by id desc limit 1"
        )
        row = cursor.fetchone()
    return (row[0], bytes(row[1]), row[2], row[3], row[4]) if row else (0, GENESIS, None, 0, 0)


def _own_horizon(cluster: int) -> tuple[int, int]:
    """How far this cluster was sealed before sealing moved away from it and came back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select horizon_xid::text::bigint, horizon_id from audit_sealedhead where cluster = %s"
            " order by id desc limit 1",
            [cluster],
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (0, 0)


def _append(position: int, previous: bytes, rows: list[tuple[Any, ...]]) -> tuple[int, bytes]:
    positions, ids, befores, hashes, leaves = [], [], [], [], []
    for row in rows:
        position += 1
        data = canonical(row)
        own = hashlib.sha256(previous + data).digest()
        leaves.append(tree.leaf_of(data, row[_DETAIL]))
        positions.append(position)
        ids.append(row[0])
        befores.append(previous)
        hashes.append(own)
        previous = own
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_seal (position, entry_id, previous, hash)"
            " select * from unnest(%s::bigint[], %s::bigint[], %s::bytea[], %s::bytea[])",
            [positions, ids, befores, hashes],
        )
    if rows:
        tree.append(positions[0] - 1, leaves)
    return position, previous


def _catch_up(position: int) -> None:
    """Leaves for what was sealed before there was a tree."""
    while (grown := tree.size()) < position:
        with connection.cursor() as cursor:
            cursor.execute(
                f"select s.position, {SELECTED} from audit_seal s left join audit_entry e on e.id = s.entry_id"  # noqa: S608
                " where s.position > %s order by s.position limit %s",
                [grown, BATCH],
            )
            rows = {row[0]: row[1:] for row in cursor.fetchall()}
        leaves = []
        for number in range(grown + 1, min(position, grown + BATCH) + 1):
            row = rows.get(number)
            # A row that is gone already stays visibly gone; ``verify`` names it.
            if row is None or row[0] is None:
                leaves.append(merkle.leaf_hash(b"missing"))
            else:
                leaves.append(tree.leaf_of(canonical(row), row[_DETAIL]))
        tree.append(grown, leaves)


def _foreign(cluster: int) -> list[tuple[Any, ...]]:
    """Unsealed entries that came with a dump from another cluster: all of them are there, none is still running."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {SELECTED} from audit_entry e left join audit_seal s on s.entry_id = e.id"  # noqa: S608
            " where e.cluster <> %s and s.entry_id is null order by e.cluster, e.xid, e.id limit %s",
            [cluster, BATCH],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _settled(cluster: int, horizon: tuple[int, int], below: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {SELECTED} from audit_entry e where e.cluster = %s"  # noqa: S608
            " and (e.xid, e.id) >= (%s::text::xid8, %s) and e.xid < %s::text::xid8 order by e.xid, e.id limit %s",
            [cluster, str(horizon[0]), horizon[1], str(below), BATCH],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def try_lock() -> bool:
    """One sealer at a time, until the transaction ends; ``False`` when another is at work."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def seal_batch(now: datetime) -> int:
    """One batch in the caller's transaction; returns how many of this cluster's entries were sealed."""
    if not try_lock():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        below = int(cursor.fetchone()[0])
    cluster = cluster_id()
    position, previous, sealed_cluster, *rest = _head()
    _catch_up(position)
    horizon = (rest[0], rest[1])
    moved = sealed_cluster != cluster
    if moved:
        horizon = _own_horizon(cluster)
        while rows := _foreign(cluster):
            position, previous = _append(position, previous, rows)
    rows = _settled(cluster, horizon, below)
    if rows:
        position, previous = _append(position, previous, rows)
    if not rows and not moved:
        return 0
    last = rows[-1] if rows else None
    full = last is not None and len(rows) == BATCH
    reached = (last[COLUMNS.index("xid")], last[0] + 1) if full and last else (max(below, horizon[0]), 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_sealedhead (at, position, hash, cluster, horizon_xid, horizon_id)"
            " values (%s, %s, %s, %s, %s::text::xid8, %s)",
            [now, position, previous, cluster, str(reached[0]), reached[1]],
        )
    # The logs usually leave this machine: whoever keeps them can prove later that the chain was not computed anew.
    _log.info("audit sealed", position=position, hash=previous.hex())
    return len(rows)
