"""Walking the whole chain in constant memory and naming what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection

from namkhong.foundation.audit import merkle, sealing, tree, wording
from namkhong.foundation.audit.types import Finding, FindingKind, Head, Verification

KEEP: Final = 1_000
_STEP: Final = 5_000


class _Findings:
    """The first thousand findings, and how many there were."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.count = 0

    def add(self, kind: FindingKind, position: int | None, entry_id: int | None) -> None:
        self.count += 1
        if len(self.kept) < KEEP:
            self.kept.append(Finding(kind, position, entry_id))


def _links() -> Iterator[tuple[Any, ...]]:
    """Every seal with its entry, in order, a few thousand at a time."""
    reached = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"select s.position, s.entry_id, s.previous, s.hash, {sealing.SELECTED} from audit_seal s"  # noqa: S608
                " left join audit_entry e on e.id = s.entry_id where s.position > %s order by s.position limit %s",
                [reached, _STEP],
            )
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < _STEP:
            return
        reached = rows[-1][0]


def _last_head() -> tuple[int, int]:
    """Id and cluster of the newest head; what is sealed from now on does not concern this walk."""
    with connection.cursor() as cursor:
        cursor.execute("select id, cluster from audit_sealedhead order by id desc limit 1")
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (0, 0)


def _heads(last: int) -> Iterator[tuple[int, bytes]]:
    """Position and hash of every head, in order."""
    reached = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "select id, position, hash from audit_sealedhead where id > %s and id <= %s order by id limit %s",
                [reached, last, _STEP],
            )
            rows = cursor.fetchall()
        yield from ((row[1], bytes(row[2])) for row in rows)
        if len(rows) < _STEP:
            return
        reached = rows[-1][0]


def _roots() -> list[tuple[int, bytes]]:
    """Size and root of every published head, in order; one a day."""
    with connection.cursor() as cursor:
        cursor.execute("select size, root from audit_treehead order by id")
        return [(row[0], bytes(row[1])) for row in cursor.fetchall()]


class _Walk:
    """Follows the chain seal by seal, with the heads beside it."""

    def __init__(self, last_head: int, anchors: Mapping[int, str]) -> None:
        self.findings = _Findings()
        self.position = 0
        self.hash = sealing.GENESIS
        self._heads = _heads(last_head)
        self._head = next(self._heads, None)
        self._anchors = dict(anchors)
        self._tree: merkle.Growing | None = merkle.Growing()
        self._roots = _roots()

    def step(self, position: int, entry_id: int, previous: bytes, own: bytes, row: tuple[Any, ...]) -> None:
        """One seal and its entry (all ``None`` when the entry is gone)."""
        if position > self.position + 1:
            self._gap(position)
        elif previous != self.hash:
            self.findings.add(FindingKind.BROKEN, position, entry_id)
        if row[0] is None:
            self.findings.add(FindingKind.MISSING, position, entry_id)
        else:
            data = sealing.canonical(row)
            if hashlib.sha256(previous + data).digest() != own:
                self.findings.add(FindingKind.ALTERED, position, entry_id)
            self._grow(position, tree.leaf_of(data, row[sealing.COLUMNS.index("detail")]))
        self.position, self.hash = position, own
        self._compare_heads()

    def _grow(self, position: int, leaf: bytes) -> None:
        """The tree beside the chain, until something is missing: then no root can be computed any more."""
        if self._tree is None or position != self._tree.size + 1:
            self._tree = None
            return
        self._tree.add(leaf)
        while self._roots and self._roots[0][0] <= position:
            if self._roots.pop(0) != (position, self._tree.root()):
                self.findings.add(FindingKind.FORGED, position, None)

    def _gap(self, position: int) -> None:
        gone = position - self.position - 1
        for lost in range(self.position + 1, min(position, self.position + 1 + KEEP)):
            self.findings.add(FindingKind.MISSING, lost, None)
        self.findings.count += max(0, gone - KEEP)

    def _compare_heads(self) -> None:
        while self._head is not None and self._head[0] <= self.position:
            if self._head[0] == self.position and self._head[1] != self.hash:
                self.findings.add(FindingKind.FORGED, self.position, None)
            self._head = next(self._heads, None)
        known = self._anchors.pop(self.position, None)
        if known is not None and known != self.hash.hex():
            self.findings.add(FindingKind.FORGED, self.position, None)

    def end(self) -> None:
        """Heads and anchors beyond the last seal: the end of the chain was cut off."""
        beyond = [*self._anchors, *(size for size, _root in self._roots)]
        while self._head is not None:
            beyond.append(self._head[0])
            self._head = next(self._heads, None)
        if (last := max(beyond, default=0)) > self.position:
            self._gap(last + 1)


# Below what was sealed of its own cluster, or left over from a cluster that sealing has moved away from.
_BELOW: Final = (
    "(coalesce((e.xid, e.id) < (h.horizon_xid, h.horizon_id), false)"
    " or (e.cluster <> %(head_cluster)s and e.cluster <> %(cluster)s and %(head)s > 0))"
)
_UNSEALED: Final = (
    " from audit_entry e left join (select distinct on (cluster) cluster, horizon_xid, horizon_id"
    " from audit_sealedhead where id <= %(head)s order by cluster, id desc) h on h.cluster = e.cluster"
    " where not exists (select 1 from audit_seal s where s.entry_id = e.id)"
)


def _unsealed(findings: _Findings, last_head: int, head_cluster: int) -> tuple[int, datetime | None]:
    """Names the inserted rows; returns the honest tail: how many, the oldest since when."""
    known = {"head": last_head, "head_cluster": head_cluster, "cluster": sealing.cluster_id()}
    with connection.cursor() as cursor:
        cursor.execute(
            f"select count(*) filter (where {_BELOW}), count(*) filter (where not {_BELOW}),"
            f" min(e.written_at) filter (where not {_BELOW}) {_UNSEALED}",
            known,
        )
        inserted, tail, oldest = cursor.fetchone()
        if inserted:
            cursor.execute(f"select e.id {_UNSEALED} and {_BELOW} order by e.id limit {KEEP}", known)
            for (entry_id,) in cursor.fetchall():
                findings.add(FindingKind.INSERTED, None, entry_id)
            findings.count += max(0, inserted - KEEP)
    return tail, oldest


def verify(anchors: Mapping[int, str] | None = None) -> Verification:
    """Walk the whole chain. ``anchors`` are heads written down elsewhere: position → hash in hexadecimal.

    Writers and the sealer may work meanwhile: heads are read first, and a head is never visible before its seals.
    """
    last_head, head_cluster = _last_head()
    walk = _Walk(last_head, anchors or {})
    sealed = 0
    for position, entry_id, previous, own, *row in _links():
        walk.step(position, entry_id, bytes(previous), bytes(own), tuple(row))
        sealed += 1
    walk.end()
    for entry_id, place in wording.changed():
        walk.findings.add(FindingKind.ALTERED, place, entry_id)
    tail, oldest = _unsealed(walk.findings, last_head, head_cluster)
    return Verification(
        sealed=sealed,
        findings=tuple(walk.findings.kept),
        found=walk.findings.count,
        head=Head(walk.position, walk.hash.hex()) if walk.position else None,
        tail=tail,
        tail_oldest=oldest,
    )
