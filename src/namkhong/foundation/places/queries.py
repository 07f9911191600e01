"""Reading places: lists for forms, and what an old or new name means today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from namkhong.foundation.places import reading
from namkhong.foundation.places.errors import NoSuchPlace
from namkhong.foundation.places.explaining import explain
from namkhong.foundation.places.models import Place, holding
from namkhong.foundation.places.types import PlaceCard, PlaceLevel
from namkhong.kernel import clock
from namkhong.kernel.remembering import remember

__all__ = ["communes", "communes_called", "explain", "forget", "place", "provinces"]


def provinces(on: date | None = None) -> list[PlaceCard]:
    """The provinces and central cities of the day (default today), by code."""
    day = on or _today()
    return [row.card(row.full_name) for row in _provinces() if _holds(row, day)]


@remember()
def _provinces() -> tuple[Place, ...]:
    return tuple(Place.objects.filter(level=PlaceLevel.PROVINCE).order_by("code"))


def _holds(row: Place, day: date) -> bool:
    return (row.valid_from or date.min) <= day and (row.valid_to is None or day < row.valid_to)


def forget() -> None:
    """Places are changing."""
    _provinces.forget()
    _called.forget()


def communes(on: date | None = None, *, province_code: str = "") -> list[PlaceCard]:
    """The communes, wards and special zones of the day, of one province or of all, by province and name."""
    day = on or _today()
    rows = Place.objects.filter(holding(day), level=PlaceLevel.COMMUNE)
    if province_code:
        rows = rows.filter(province_code=province_code)
    return _cards(rows.order_by("province_code", "name_key", "code"), day)


def communes_called(names: Iterable[str], on: date | None = None, *, province_code: str = "") -> list[PlaceCard]:
    """The communes of the day that bear one of the names, in any spelling, with their kind or without. One query."""
    keys = {key for name in names for asked in reading.read(name) for key in asked.keys}
    if not keys:
        return []
    day = on or _today()
    return _cards((row for row in _called(tuple(sorted(keys)), province_code) if _holds(row, day)), day)


@remember()
def _called(keys: tuple[str, ...], province_code: str) -> tuple[Place, ...]:
    """Of any day: what a name means is asked for today, for the day of filing and for a birth."""
    rows = Place.objects.filter(level=PlaceLevel.COMMUNE, name_key__in=keys)
    if province_code:
        rows = rows.filter(province_code=province_code)
    return tuple(rows.order_by("province_code", "name_key", "code"))


def _cards(communes: Iterable[Place], on: date) -> list[PlaceCard]:
    names = {row.code: row.full_name for row in _provinces() if _holds(row, on)}
    return [row.card(names.get(row.province_code, "")) for row in communes]


def place(code: str, on: date | None = None) -> PlaceCard:
    """The place that bears the code on the day; else the last one that did.

    :raises NoSuchPlace: when none ever did.
    """
    day = on or _today()
    rows = sorted(
        Place.objects.filter(code=code).select_related("parent__parent"), key=lambda row: row.valid_from or date.min
    )
    if not rows:
        raise NoSuchPlace
    held = [row for row in rows if _holds(row, day)]
    found = (held or rows)[-1]
    top = found
    while top.parent is not None:
        top = top.parent
    return found.card(top.full_name)


def _today() -> date:
    return clock.local_date(clock.now())
