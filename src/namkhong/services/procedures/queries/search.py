"""Procedures by any spelling.

Stage by stage, each a bounded index scan that only runs when the one before found nothing: every word as typed; unknown
words mended or taken apart; every word mended; the most words shared; all words but one; the most alike name.
So a search stays quick at any size.
The statements are written out: building them anew would cost more than running them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import Any, Final

from django.db import connection

from namkhong.kernel.text import fold, one_line
from namkhong.kernel.worktime import parse_limit
from namkhong.services.procedures.queries.catalogue import today
from namkhong.services.procedures.synonyms import synonyms
from namkhong.services.procedures.types import SearchHit

MOST_WORDS: Final = 12
FEW: Final = 2
WEIGHED: Final = 1_000  # matches weighed one by one when words are shared, not matched
FARTHEST: Final = 0.5  # word distance above which likeness is chance
_CODE: Final = re.compile(r"[0-9][0-9. ]{2,}[0-9a-z.]*")
_WORD: Final = re.compile(r"[a-z0-9]+")

_HOLDS: Final = """
    version.valid_from <= %(on)s and (version.valid_to is null or version.valid_to > %(on)s)
    and (%(level)s::text = '' or version.level in (%(level)s::text, 'both'))
    and (%(field)s::text = '' or version.field_id in (select id from procedures_field where slug = %(field)s::text))
"""
_SHOWN: Final = """
    procedure.code, version.name, version.question, field.name, field.slug, version.level, version.online_level,
    version."limit"
"""
_JOINED: Final = """
    join procedures_procedure as procedure on procedure.id = version.procedure_id
    join procedures_field as field on field.id = version.field_id
"""


def _written(sql: str) -> str:
    """The parts that every statement shares, put in; nothing that was typed ever is."""
    return sql.replace("{holds}", _HOLDS).replace("{shown}", _SHOWN).replace("{joined}", _JOINED)


# At most 200 matches are weighed by rank: those closest by phrase, then the shortest names.
_RANKED: Final = _written("""
    select {shown}, matching.closeness + ts_rank(version.search, to_tsquery('simple', %(query)s), 1) as rank
    from (
        select version.id, case
            when name_key = %(phrase)s then 3.0 when starts_with(name_key, %(phrase)s) then 2.0
            when position(%(key)s in name_key) > 0 then 1.8 when position(%(key)s in more_key) > 0 then 1.6
            when position(%(phrase)s in name_key) > 0 then 1.5 when position(%(phrase)s in more_key) > 0 then 1.0
            else 0.0 end as closeness
        from procedures_procedureversion as version
        where version.search @@ to_tsquery('simple', %(query)s) and {holds}
        order by closeness desc, length(name_key), version.id limit 200
    ) as matching join procedures_procedureversion as version on version.id = matching.id {joined}
    order by rank desc, length(version.name_key), version.id limit %(limit)s
""")
# The more words and the more neighbouring words are shared, the better.
_SHARING: Final = _written("""
    select {shown}, matching.shared + ts_rank(version.search, to_tsquery('simple', %(query)s), 1) as rank
    from (
        select version.id, (
            select sum(case when position(part in more_key) > 0 then 1.0 else 0.0 end) from unnest(%(parts)s::text[]) as part
        ) as shared
        from procedures_procedureversion as version
        where version.search @@ to_tsquery('simple', %(query)s) and {holds}
        order by shared desc, length(name_key), version.id limit 200
    ) as matching join procedures_procedureversion as version on version.id = matching.id {joined}
    order by rank desc, length(version.name_key), version.id limit %(limit)s
""")
_BY_CODE: Final = _written("""
    select {shown}, 1.0 from procedures_procedureversion as version {joined}
    where procedure.code like %(code)s and {holds} order by procedure.code limit %(limit)s
""")
_ALIKE: Final = _written("""
    select {shown}, 1.0 - near.distance from (
        select version.id, %(key)s <<-> version.name_key as distance from procedures_procedureversion as version
        where {holds} order by %(key)s <<-> version.name_key limit %(limit)s
    ) as near join procedures_procedureversion as version on version.id = near.id and near.distance <= %(farthest)s
    {joined} order by near.distance, version.id
""")
# Known words closest to each typed one: itself, a letter missing, doubled, swapped.
_NEAREST: Final = """
    select typed, array_agg(word order by distance, word), (array_agg(seen order by distance, word))[1] from (
        select typed, word, seen, distance, row_number() over (partition by typed order by distance, word) as place
        from unnest(%s::text[]) as typed
        cross join lateral (
            select word, seen, levenshtein_less_equal(typed, word, 2) as distance from procedures_searchword
            where length(word) between length(typed) - 2 and length(typed) + 2
        ) as near
        where distance <= case when length(typed) <= 3 then 1 else 2 end
    ) as ranked where place <= 8 group by typed
"""
_INSIDE: Final = "select word from procedures_searchword where position(word in %s::text) > 0 and length(word) > 1"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every statement of one search needs."""

    key: str
    on: date
    level: str
    field: str
    limit: int

    def run(self, sql: str, **more: str | float | list[str]) -> list[SearchHit]:
        """The procedures a statement finds."""
        values = {"on": self.on, "level": self.level, "field": self.field, "limit": self.limit, "key": self.key, **more}
        return [
            SearchHit(
                code=code,
                name=name,
                question=question,
                field=field,
                field_slug=slug,
                level=level,
                online_level=online,
                limit=parse_limit(limit) if limit else None,
                rank=float(rank),
            )
            for code, name, question, field, slug, level, online, limit, rank in _rows(sql, values)
        ]


_Reading = Callable[[_Asked], list[SearchHit]]


def search(text: str, *, limit: int = 20, field: str = "", level: str = "", on: date | None = None) -> list[SearchHit]:
    """The procedures that fit best, best first; empty when nothing is alike. At most six queries."""
    key = fold(one_line(text[:400]))
    level = level if level in {"commune", "province"} else ""
    asked = _Asked(key[:200], on or today(), level, one_line(field)[:120], limit)
    if _CODE.fullmatch(key):
        code = key.replace(" ", "").upper()
        return asked.run(_BY_CODE, code=f"{code if '.' in code else f'{code[0]}.{code[1:]}'}%")
    words = _words(key)
    if not words:
        return []
    understood = _Understood(words)
    found: list[SearchHit] = []
    for reading in understood.readings():
        found = reading(asked)
        if found:
            break
    if found and len(found) <= FEW and len(words) > 2 and found[0].rank < 1:
        return _with_more(found, understood.sharing()(asked), limit)
    if not found and understood.near and len(key) <= 100:
        return asked.run(_ALIKE, farthest=FARTHEST)
    return found


def _with_more(found: list[SearchHit], others: list[SearchHit], limit: int) -> list[SearchHit]:
    """The few that were found, then the others."""
    codes = {item.code for item in found}
    return [*found, *(item for item in others if item.code not in codes)][:limit]


def _rows(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _words(key: str) -> list[str]:
    """The words that mean something; a query of nothing but filler keeps them."""
    known = synonyms()
    for phrase in known.get("filler_phrases", []):
        key = f" {key} ".replace(f" {phrase} ", " ").strip() or key
    words = [word[:40] for word in _WORD.findall(key)][:MOST_WORDS]
    filler = set(known["filler"])
    return [word for word in words if word not in filler] or words


class _Understood:
    """What typed words may mean."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.phrase = " ".join(words)
        self._near: dict[str, list[str]] | None = None
        self._seen: dict[str, int] = {}

    @property
    def near(self) -> dict[str, list[str]]:
        """Known words closest to each typed one, asked for once."""
        if self._near is None:
            rows = _rows(_NEAREST, [self.words])
            self._near = {typed: forms for typed, forms, _seen in rows}
            self._seen = {typed: seen for typed, forms, seen in rows if forms[0] == typed}
        return self._near

    def readings(self) -> Iterator[_Reading]:
        """The likeliest first; each costs its query only when it is reached."""
        yield self._matching(_all_of([[word] for word in self.words], unfinished=True))
        near = self.near
        meant = [forms for word in self.words for forms in self._meant(word)]
        if meant and meant != [[word] for word in self.words]:
            yield self._matching(_all_of(meant))
        if len(self.words) > 2:
            yield self.sharing()
        if len(self.words) > 1 and all(near.get(word) for word in self.words):
            yield self._matching(_all_of([near[word] for word in self.words]))
        if len(meant) > 2:
            fewer = combinations(meant, len(meant) - 1)
            yield self._matching(" | ".join(f"({_all_of(list(some))})" for some in fewer))

    def _meant(self, word: str) -> list[list[str]]:
        """Itself, taken apart, or mended; nothing when it is no word at all."""
        near = self.near
        if word in self._seen:
            return [[word]]
        apart = _apart(word) if len(word) > 6 else []
        return [[part] for part in apart] or ([near[word]] if word in near else [])

    def _matching(self, query: str) -> _Reading:
        return lambda asked: asked.run(_RANKED, query=query, phrase=self.phrase)

    def sharing(self) -> _Reading:
        """Procedures with the rarest of the words, those first that share most words and neighbouring words."""
        seen = self._seen if self.near else {}
        rare: list[str] = []
        for word in sorted(seen, key=lambda item: seen[item]):
            if rare and sum(seen[item] for item in (*rare, word)) > WEIGHED:
                break
            rare.append(word)
        if not rare:
            return lambda _asked: []
        parts = [*seen, *(f"{first} {second}" for first, second in pairwise(self.words))]

        def shared(asked: _Asked) -> list[SearchHit]:
            found = asked.run(_SHARING, query=" | ".join(rare), parts=parts)
            return [item for item in found if item.rank * 2 >= found[0].rank]  # half as alike as the best, or better

        return shared


def _all_of(words: list[list[str]], *, unfinished: bool = False) -> str:
    """Every word, each in one of its forms; the last may be unfinished."""
    parts = ["(" + " | ".join(forms) + ")" for forms in words]
    if unfinished and len(words[-1][0]) > 2:
        parts[-1] = "(" + " | ".join(f"{form}:*" for form in words[-1]) + ")"
    return " & ".join(parts)


def _apart(word: str) -> list[str]:
    """``xacnhanhonnhan`` → ``xac nhan hon nhan``, in as few known words as possible; nothing when it cannot be."""
    inside = [known for (known,) in _rows(_INSIDE, [word])]
    best: list[list[str] | None] = [[], *([None] * len(word))]
    for end in range(1, len(word) + 1):
        for part in inside:
            before = best[end - len(part)] if len(part) <= end and word[:end].endswith(part) else None
            shortest = best[end]
            if before is not None and (shortest is None or len(before) + 1 < len(shortest)):
                best[end] = [*before, part]
    return best[-1] or []
