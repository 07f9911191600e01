"""The sealed entries as leaves of a Merkle tree: what a leaf says, how the tree grows in the database, what a proof needs.

Kept are every leaf's hash and the perfect subtrees of 256, 65 536, … leaves, so that a proof reads a few short runs of
rows however large the tree is. The whole rule is told in docs/explanation/audit-chain.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Final

from django.db import connection

from namkhong.foundation.audit import merkle

COMMITS: Final = "commits"  # the key of an entry's detail whose digests the leaf says openly
STRIDE: Final = 8  # levels between the rows of perfect subtrees that are kept
_WIDTH: Final = 1 << STRIDE
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def leaf_data(record: str, commits: Sequence[str]) -> bytes:
    """What a leaf says: the digest of the whole entry, and the digests that the entry commits to."""
    return _ENCODE(["namkhong-leaf-1", record, list(commits)]).encode()


def record_hash(canonical: bytes) -> str:
    """The digest of an entry in its canonical bytes."""
    return hashlib.sha256(canonical).hexdigest()


def commits_of(detail: str) -> list[str]:
    """The digests that an entry's detail (as JSON) commits to."""
    if f'"{COMMITS}"' not in detail:
        return []
    said = json.loads(detail).get(COMMITS, [])
    return [str(digest) for digest in said] if isinstance(said, list) else []


def leaf_of(canonical: bytes, detail: str) -> bytes:
    """The leaf's hash of an entry, from its canonical bytes and its detail as JSON."""
    return merkle.leaf_hash(leaf_data(record_hash(canonical), commits_of(detail)))


def size() -> int:
    """How many leaves there are."""
    with connection.cursor() as cursor:
        cursor.execute("select position from audit_leaf order by position desc limit 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def append(before: int, leaves: Sequence[bytes]) -> None:
    """Leaves after the first ``before`` ones, and the perfect subtrees that they complete."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_leaf (position, hash)"
            " select %s + n, h from unnest(%s::bytea[]) with ordinality as u(h, n)",
            [before, list(leaves)],
        )
    _complete(STRIDE, before, list(leaves))


def _complete(level: int, before: int, new: list[bytes]) -> None:
    """``new`` follow the first ``before`` hashes of the level below: the subtrees of ``level`` that are full now."""
    first, end = before // _WIDTH, (before + len(new)) // _WIDTH
    if first == end:
        return
    row = _run(level - STRIDE, first * _WIDTH, before) + new
    made = [merkle.fold(row[start : start + _WIDTH]) for start in range(0, (end - first) * _WIDTH, _WIDTH)]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_node (level, index, hash)"
            " select %s, %s + n - 1, h from unnest(%s::bytea[]) with ordinality as u(h, n)",
            [level, first, made],
        )
    _complete(level + STRIDE, first, made)


def _run(level: int, low: int, high: int) -> list[bytes]:
    """Neighbouring hashes of a level that is kept."""
    if low >= high:
        return []
    with connection.cursor() as cursor:
        if level == 0:
            cursor.execute(
                "select hash from audit_leaf where position > %s and position <= %s order by position", [low, high]
            )
        else:
            cursor.execute(
                "select hash from audit_node where level = %s and index >= %s and index < %s order by index",
                [level, low, high],
            )
        return [bytes(row[0]) for row in cursor.fetchall()]


class Kept:
    """The perfect subtrees of the tree in the database; what one proof read, the next need not read again."""

    def __init__(self) -> None:
        self._runs: dict[tuple[int, int], list[bytes]] = {}
        self._hashes: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of one perfect subtree."""
        name = (level, index)
        if name not in self._hashes:
            self._hashes[name] = self._made(level, index)
        return self._hashes[name]

    def _made(self, level: int, index: int) -> bytes:
        base = level - level % STRIDE
        low, count = index << (level - base), 1 << (level - base)
        run = self._run_of(base, low // _WIDTH)
        start = low % _WIDTH
        if len(run) < start + count:
            raise LookupError(f"the tree has no subtree {level}/{index}")
        return merkle.fold(run[start : start + count])

    def _run_of(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self._runs:
            self._runs[level, number] = _run(level, number * _WIDTH, (number + 1) * _WIDTH)
        return self._runs[level, number]
