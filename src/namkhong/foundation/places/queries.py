"""Reading places: lists for forms, and what an old or new name means today."""

from __future__ import annotations

from datetime import date

from namkhong.foundation.places.errors import NoSuchPlace
from namkhong.foundation.places.explaining import explain
from namkhong.foundation.places.models import Place, holding
from namkhong.foundation.places.types import PlaceCard, PlaceLevel
from namkhong.kernel import clock

__all__ = ["communes", "explain", "place", "provinces"]


def provinces(on: date | None = None) -> list[PlaceCard]:
    """The provinces and central cities of the day (default today), by code."""
    rows = Place.objects.filter(holding(on or _today()), level=PlaceLevel.PROVINCE).order_by("code")
    return [row.card(row.full_name) for row in rows]


def communes(on: date | None = None, *, province_code: str = "") -> list[PlaceCard]:
    """The communes, wards and special zones of the day, of one province or of all, by province and name."""
    rows = Place.objects.filter(holding(on or _today()), level=PlaceLevel.COMMUNE)
    if province_code:
        rows = rows.filter(province_code=province_code)
    names = dict(
        Place.objects.filter(holding(on or _today()), level=PlaceLevel.PROVINCE).values_list("code", "full_name")
    )
    ordered = rows.order_by("province_code", "name_key", "code")
    return [row.card(names.get(row.province_code, "")) for row in ordered]


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
    held = [row for row in rows if (row.valid_from or date.min) <= day and (row.valid_to is None or day < row.valid_to)]
    found = (held or rows)[-1]
    top = found
    while top.parent is not None:
        top = top.parent
    return found.card(top.full_name)


def _today() -> date:
    return clock.local_date(clock.now())
