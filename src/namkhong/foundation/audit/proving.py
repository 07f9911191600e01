"""What a citizen takes home: the leaf of each entry, its way up to a published root, and the roots themselves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, date
from typing import Final

from django.db import connection

from namkhong.foundation.audit import merkle, sealing, tree
from namkhong.foundation.audit.models import TreeHead
from namkhong.foundation.audit.publishing import instant
from namkhong.foundation.audit.types import HeadCard, Proof, Subject
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor

_MOST: Final = 1_000  # entries of one subject in one proof
_HASH: Final = 32
_PAGE: Final = 31


def _card(head: TreeHead) -> HeadCard:
    proof = bytes(head.proof)
    return HeadCard(
        day=head.day,
        at=head.at,
        said_at=instant(head.at),
        size=head.size,
        root=bytes(head.root).hex(),
        previous=bytes(head.previous).hex(),
        hash=bytes(head.hash).hex(),
        proof=tuple(proof[start : start + _HASH].hex() for start in range(0, len(proof), _HASH)),
    )


def last_head() -> HeadCard | None:
    """The newest published root."""
    found = TreeHead.objects.order_by("-day").first()
    return None if found is None else _card(found)


def published(cursor: str = "") -> Page[HeadCard]:
    """Published roots, the newest first."""
    found = TreeHead.objects.order_by("-id")
    if cursor:
        (before,) = decode_cursor(cursor, int)
        found = found.filter(id__lt=before)
    rows = list(found[: _PAGE + 1])
    more = encode_cursor(rows[_PAGE - 1].pk) if len(rows) > _PAGE else ""
    return Page([_card(head) for head in rows[:_PAGE]], more)


def heads_of_year(year: int) -> list[HeadCard]:
    """Every published root of a year, the oldest first, led by the last one before it: so years can be joined."""
    if not MINYEAR <= year <= MAXYEAR:
        return []
    found = list(TreeHead.objects.filter(day__gte=date(year, 1, 1), day__lte=date(year, 12, 31)).order_by("id"))
    if not found:
        return []
    earlier = TreeHead.objects.filter(id__lt=found[0].pk).order_by("-id")[:1]
    return [_card(head) for head in (*earlier, *found)]


def years() -> tuple[int, ...]:
    """The years that have published roots, the newest first."""
    return tuple(day.year for day in TreeHead.objects.dates("day", "year", order="DESC"))


class _Published:
    """The published roots around some positions, read at once: one a day from the first deed of a subject to its last."""

    def __init__(self, positions: Sequence[int]) -> None:
        found: list[TreeHead] = []
        if positions:
            before = TreeHead.objects.filter(size__lt=min(positions)).order_by("-id").first()
            after = TreeHead.objects.filter(size__gte=max(positions)).order_by("id").first()
            heads = TreeHead.objects.filter(id__gte=before.pk if before else 0).order_by("id")
            found = list(heads.filter(id__lte=after.pk) if after else heads)
        self._heads = [_card(head) for head in found]
        self._sizes = [head.size for head in found]

    def around(self, position: int) -> tuple[HeadCard, HeadCard | None] | None:
        """The first published root over a position, and the one before it."""
        place = bisect_left(self._sizes, position)
        if place == len(self._heads):
            return None
        return self._heads[place], self._heads[place - 1] if place else None


def _committing(subject: Subject) -> Sequence[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select s.position, {sealing.SELECTED} from audit_entry e"  # noqa: S608 - our own columns
            " left join audit_seal s on s.entry_id = e.id"
            " where e.subject_type = %s and e.subject_id = %s and e.detail ? 'commits' order by e.id limit %s",
            [subject[0], str(subject[1]), _MOST],
        )
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


def proofs(subject: Subject) -> list[Proof]:
    """Every entry of a subject that commits to something, in order; ``head`` is ``None`` until its day is published."""
    kept = tree.Kept()
    made: list[Proof] = []
    rows = _committing(subject)
    published = _Published([row[0] for row in rows if isinstance(row[0], int)])
    for position, *row in rows:
        data = sealing.canonical(tuple(row))
        detail = str(row[sealing.COLUMNS.index("detail")])
        proof = Proof(detail=sealing.detail_of(detail), record=tree.record_hash(data), commits=tree.commits_of(detail))
        around = published.around(position) if isinstance(position, int) else None
        if isinstance(position, int) and around is not None:
            path = merkle.inclusion(position - 1, around[0].size, kept)
            proof = proof.at(position - 1, [step.hex() for step in path], *around)
        made.append(proof)
    return made
