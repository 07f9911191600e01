"""The search: number and symbol exactly first, then the words of the row, then the words inside the files; newest first.

Three steps hold its cost whatever the words are. Words that stand in many rows make a page out of the newest thousand rows of the
agency. Rarer ones are asked of the index of words: a probe takes up to 500 rows, and most searches end there. Only words of
former times, frequent once and rare since, make the third step: all their rows from the index.
A page ends with the key of its last row: in which band it was found, and which row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import connection

from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.office.documents import policies, symbols, words
from namkhong.office.documents.queries.documents import cards_of, visible
from namkhong.office.documents.types import Found

PAGE: Final = 30
_NUMBERS: Final = 20  # rows of one number: it comes back every year
_FEW: Final = 500  # what the probe takes
_BATCH: Final = 200
_NEWEST: Final = {"words": 1_000, "text": 300}  # rows of the window; the words of files are long
_LOOKED_AT: Final = 2 * PAGE  # rows of which it is asked at once whether she may know of them
_ROUNDS: Final = 50  # how often that is asked for one page of somebody who may see few of them
_LONGEST: Final = 300
_NUMBER_LIKE: Final = re.compile(r"^\d{1,6}[a-z]{0,2}(?:[/-]\S*)?$")
_ALL: Final = 2**63 - 1
Where = Literal["number", "words", "text"]
_BANDS: Final[tuple[Where, ...]] = ("number", "words", "text")

# They are materialized, so that each is planned as if all its rows were wanted, by the index of words: else the planner may
# walk the whole table backwards, hoping to meet thirty hits soon.
_FOUND: Final = {
    "words": "select id from documents_document where words @@ %(question)s::tsquery and id < %(before)s",
    "text": "select document_id as id from documents_documenttext"
    " where words @@ %(question)s::tsquery and document_id < %(before)s",
}
_PROBE: Final = {
    where: f"with hit as materialized ({found}) select id from hit limit %(limit)s"  # noqa: S608 - our own statements
    for where, found in _FOUND.items()
}
_WHOLE: Final = {
    "words": f"with hit as materialized ({_FOUND['words']}) select id from hit order by id desc limit %(limit)s",  # noqa: S608
    "text": f"with hit as materialized ({_FOUND['text']})"  # noqa: S608
    " select hit.id from hit join documents_document d on d.id = hit.id"
    " where not d.words @@ %(question)s::tsquery order by hit.id desc limit %(limit)s",
}
_WINDOW: Final = {
    "words": """
with newest as materialized (
  select id, words from documents_document where agency_id = %(agency)s and id < %(before)s order by id desc limit %(window)s)
select (select count(*) from newest), (select min(id) from newest),
       array(select id from newest where words @@ %(question)s::tsquery order by id desc)
""",
    "text": """
with newest as materialized (
  select id, words from documents_document where agency_id = %(agency)s and id < %(before)s order by id desc limit %(window)s)
select (select count(*) from newest), (select min(id) from newest),
       array(select n.id from newest n join documents_documenttext t on t.document_id = n.id
              where t.words @@ %(question)s::tsquery and not n.words @@ %(question)s::tsquery order by n.id desc)
""",
}
_IN_ROW: Final = "select id from documents_document where id = any(%(ids)s) and words @@ %(question)s::tsquery"
_BY_NUMBER: Final = """
with hit as materialized (select id, number_key = %(number)s as whole from documents_document
  where agency_id = any(%(agencies)s) and (number_key = %(number)s or number_key like %(begins)s))
select id from hit order by whole desc, id desc limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A search as it was understood."""

    words: tuple[str, ...]
    number: str  # the key of a number and symbol, empty when it is none
    agencies: tuple[int, ...]


def search(text: str, actor: Actor, cursor: str = "") -> Page[Found]:
    """The documents this official may know of that have this number or all these words.

    Words are found with accents or without. Whoever does not read the whole register finds what a room above shows her.

    :raises Invalid: for a cursor that is none of ours.
    """
    asked = _asked(text, actor)
    if not asked.agencies or not (asked.words or asked.number):
        return Page([])
    band, before = decode_cursor(cursor, int, int) if cursor else (0, _ALL)
    hits: list[tuple[int, Where]] = []
    for rounds, (place, batch) in enumerate(_batches(asked, band, before), 1):
        may = visible(batch, actor)
        found, room = [pk for pk in batch if pk in may], PAGE - len(hits)
        hits += [(pk, _BANDS[place]) for pk in found[:room]]
        if len(found) > room:
            last, where = hits[-1]
            return _page(hits, (place, last if where == _BANDS[place] else _ALL))
        if rounds == _ROUNDS:
            return _page(hits, (place, batch[-1]))
    return _page(hits, None)


def _page(hits: Sequence[tuple[int, Where]], after: tuple[int, int] | None) -> Page[Found]:
    known = cards_of(pk for pk, _where in hits)
    items = [Found(known[pk], where) for pk, where in hits]
    return Page(items, encode_cursor(*after) if after else "")


def _asked(text: str, actor: Actor) -> _Asked:
    plain = text[:_LONGEST]
    number = symbols.key(plain)
    agencies = tuple(sorted(policies.searched_by(actor)))
    return _Asked(tuple(words.words_of(plain)), number if _NUMBER_LIKE.match(number) else "", agencies)


def _by_number(asked: _Asked) -> list[int]:
    """The rows that bear this number, the whole symbol before the beginning of one, the newest first."""
    if not asked.number:
        return []
    begins = asked.number if "/" in asked.number or "-" in asked.number else f"{asked.number}/"
    given = {
        "number": asked.number,
        "begins": re.sub(r"([\\%_])", r"\\\1", begins) + "%",
        "agencies": list(asked.agencies),
        "limit": _NUMBERS,
    }
    return _ids(_BY_NUMBER, given)


def _batches(asked: _Asked, band: int, before: int) -> Iterator[tuple[int, list[int]]]:
    """In which band, and its rows in order; from the key of the last page on."""
    numbered = _by_number(asked)
    if band == 0:
        rest = numbered[numbered.index(before) + 1 :] if before in numbered else numbered
        if rest:
            yield 0, rest
        before = _ALL
    for place in range(max(band, 1), len(_BANDS)) if asked.words else ():
        more = True
        while more:
            rows, more = _hits(_BANDS[place], asked, before)
            kept = [pk for pk in rows if pk not in numbered]
            for start in range(0, len(kept), _LOOKED_AT):
                yield place, kept[start : start + _LOOKED_AT]
            before = rows[-1] if more else _ALL


def _hits(where: Where, asked: _Asked, before: int) -> tuple[list[int], bool]:
    """The next rows of a band, the newest first, and whether there may be more below them."""
    question = words.in_agencies(asked.words, asked.agencies)
    given: dict[str, Any] = {"question": question, "before": before, "limit": _FEW + 1}
    newest = _newest(where, asked, given)
    if len(newest) > PAGE:
        return newest, True
    few = _ids(_PROBE[where], given)
    if len(few) > _FEW:
        rows = _ids(_WHOLE[where], given | {"limit": _BATCH})
        return rows, len(rows) == _BATCH
    if where == "text" and few:
        few = sorted(set(few) - set(_ids(_IN_ROW, {"ids": few, "question": question})))
    return sorted(few, reverse=True), False


def _newest(where: Where, asked: _Asked, given: dict[str, Any]) -> list[int]:
    """The hits among the newest rows of each agency, as far down as all of them were looked at."""
    found: list[int] = []
    floor = 0
    for agency in asked.agencies:
        with connection.cursor() as cursor:
            cursor.execute(_WINDOW[where], given | {"agency": agency, "window": _NEWEST[where]})
            count, lowest, hits = cursor.fetchone()
        found += hits
        if count == _NEWEST[where]:
            floor = max(floor, lowest)
    return sorted((pk for pk in found if pk >= floor), reverse=True)


def _ids(statement: str, given: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [pk for (pk,) in cursor.fetchall()]
