"""From a typed name, old or new, in any spelling, to the places of today and a sentence that says why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final

from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from namkhong.foundation.places import reading, sentences
from namkhong.foundation.places.models import Place, PlaceChange
from namkhong.foundation.places.reading import Asked, Part
from namkhong.foundation.places.types import PlaceLevel, PlaceMatch

MOST: Final = 12
_CANDIDATES: Final = 300


def explain(text: str) -> list[PlaceMatch]:
    """Every place the text may mean, the likeliest first; empty when nothing is near. At most four queries for one reading."""
    best: list[Place] = []
    exact = True
    for asked in reading.read(text):
        found, exact_here, whole = _find(asked)
        if found and (whole or not best):
            best, exact = found, exact_here
        if whole:
            break
    return _matches(best[:MOST], exact=exact) if best else []


def _find(asked: Asked) -> tuple[list[Place], bool, bool]:
    """The places; was the name exactly so; was it the smallest place named (else only what it lies in)."""
    if not asked.parts:
        return [], True, False
    starts = reading.beginnings(asked)
    known = _by_key(asked.keys | set(starts))
    order = sorted(range(len(asked.parts)), key=lambda at: (not _is_commune(asked.parts[at]), at))
    for at in order:
        first = at == order[0]
        exact = [
            (row, part)
            for part in asked.parts[at]
            for row in known.get(part.key, ())
            if first or part.kind in {None, row.kind}
        ]
        if exact:
            return _best(exact, asked, at), True, first
        if first:
            for start, rest in starts.items():  # "ma thi ho muong cha"
                told = [row for row in known.get(start, ()) if _follows(rest, _above(row))]
                if told:
                    return told, True, True
            if near := _near(asked.parts[at]):
                return _best(near, asked, at), False, True
    return [], True, False


def _follows(rest: str, above: list[Place]) -> bool:
    names = [name for row in above for name in (row.name_key, row.search_key)]
    return any(f"{rest} ".startswith(f"{name} ") for name in names)


def _by_key(keys: Iterable[str]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    rows = Place.objects.filter(name_key__in=list(keys)).select_related("parent__parent")[:_CANDIDATES]
    for row in rows:
        found.setdefault(row.name_key, []).append(row)
    return found


def _near(part: tuple[Part, ...]) -> list[tuple[Place, Part]]:
    """Names that differ by a letter or two; the nearest only."""
    like = Q(pk__in=())
    for one in part:
        if len(one.key) > 3:
            like |= Q(name_key__trigram_similar=one.key)
    names = (
        Place.objects.filter(like)
        .annotate(likeness=TrigramSimilarity("name_key", part[0].key))
        .order_by("-likeness")
        .values_list("pk", "name_key")[:60]
    )
    found: list[tuple[int, int, Part]] = []
    for pk, name in names:
        for one in part:
            most = 1 if len(one.key) < 8 else 2
            if (edits := reading.distance(one.key, name, most)) <= most:
                found.append((edits, pk, one))
    least = min((edits for edits, _pk, _part in found), default=0)
    nearest = {pk: one for edits, pk, one in found if edits == least}
    rows = Place.objects.filter(pk__in=nearest).select_related("parent__parent") if nearest else ()
    return [(row, nearest[row.pk]) for row in rows]


def _best(found: list[tuple[Place, Part]], asked: Asked, at: int) -> list[Place]:
    """Those that fit the kinds, the accents and the places named after them; all, when nothing more was said."""
    scored: dict[int, tuple[int, Place]] = {}
    for row, part in found:
        score = 0 if part.kind is None else 4 if part.kind == row.kind else -2
        score += asked.typed.isascii() or row.name.casefold() in asked.typed
        score += sum(_fits(hint, _above(row)) for hint in asked.parts[at + 1 :])
        if row.pk not in scored or scored[row.pk][0] < score:
            scored[row.pk] = (score, row)
    best = max(score for score, _row in scored.values())
    return sorted((row for score, row in scored.values() if score == best), key=_order)


def _fits(hint: tuple[Part, ...], above: list[Place]) -> int:
    """How well a place named behind another agrees with what that one lies in."""
    same = [(one, row) for one in hint for row in above if one.key in {row.name_key, row.search_key}]
    if any(one.kind == row.kind or one.key == row.search_key for one, row in same):
        return 4
    return 3 if any(one.kind is None for one, _row in same) else 1 if same else -1


def _order(row: Place) -> tuple[bool, bool, int, str]:
    """Home first, communes before districts before provinces, names of today before old ones."""
    levels = {PlaceLevel.COMMUNE: 0, PlaceLevel.DISTRICT: 1, PlaceLevel.PROVINCE: 2}
    return (row.province_code != home_province(), row.valid_to is not None, levels[PlaceLevel(row.level)], row.code)


@cache
def home_province() -> str:
    """The code of the province this platform serves, from the facts."""
    data: dict[str, str] = json.loads((settings.FACTS / "places.json").read_text(encoding="utf-8"))
    return data["home_province"]


def _above(row: Place) -> list[Place]:
    """What a place lies in, from near to far."""
    found: list[Place] = []
    above = row.parent
    while above is not None:
        found.append(above)
        above = above.parent
    return found


def _is_commune(part: tuple[Part, ...]) -> bool:
    return any(one.is_commune for one in part)


def _matches(rows: list[Place], *, exact: bool) -> list[PlaceMatch]:
    """The sentence of each place, in one query."""
    ids = [row.pk for row in rows]
    became = PlaceChange.objects.filter(Q(old__in=ids) | Q(old__parent__in=ids)).values("new")
    changes = list(
        PlaceChange.objects.filter(Q(new__in=ids) | Q(new__in=became))
        .select_related("old__parent", "new__parent")
        .order_by("old__code")
    )
    origins: dict[int, list[Place]] = {}
    days: dict[int, date] = {}
    for change in changes:
        origins.setdefault(change.new_id, []).append(change.old)
        days[change.new_id] = change.on
    found: list[PlaceMatch] = []
    for row in rows:
        found += _of(row, changes, origins, days, exact=exact)
    return found


def _of(
    row: Place, changes: list[PlaceChange], origins: dict[int, list[Place]], days: dict[int, date], *, exact: bool
) -> list[PlaceMatch]:
    if row.level == PlaceLevel.DISTRICT and row.valid_to is not None:
        parts = sorted({c.new for c in changes if c.old.parent_id == row.pk}, key=lambda new: new.code)
        top = row.parent or row
        cards = tuple(part.card(top.full_name) for part in parts)
        sentence = sentences.of_district(row, parts)
        return [PlaceMatch(top.card(top.full_name), _was(row), sentence, cards, exact=exact)]
    if row.valid_to is not None:
        return [
            PlaceMatch(
                change.new.card(_province_name(change.new)),
                _was(row),
                sentences.of_old(row, change.new, change.on, [old for old in origins[change.new_id] if old != row]),
                exact=exact,
            )
            for change in changes
            if change.old_id == row.pk
        ]
    sentence = sentences.of_today(row, origins.get(row.pk, []), days.get(row.pk))
    return [PlaceMatch(row.card(_province_name(row)), "", sentence, exact=exact)]


def _province_name(row: Place) -> str:
    return row.parent.full_name if row.parent else row.full_name


def _was(row: Place) -> str:
    if row.parent is None or row.level == PlaceLevel.DISTRICT:
        return row.full_name
    return f"{row.full_name}, {row.parent.in_text}"
