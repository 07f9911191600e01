"""Addresses: today's communes by any spelling, and the old names people still use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.foundation.places import queries as places
from namkhong.foundation.places.types import PlaceCard
from namkhong.kernel import text
from namkhong.services.eforms.layout import PAST_PARTS

_KIND_WORDS: Final = re.compile(r"^(xa|phuong|thi tran|dac khu|tinh|thanh pho|tp\.?|p\.|x\.)\s+")


@dataclass(frozen=True, slots=True)
class PlaceOptions:
    """What an address question offers: provinces to choose, communes of this province to be suggested."""

    provinces: tuple[tuple[str, str], ...]
    communes: tuple[str, ...]
    home: str  # the code of this province, chosen when nothing is known


def home_province() -> str:
    """The place code of this province; empty before the facts are loaded."""
    try:
        return organisations.province().place_code
    except NoSuchAgency:
        return ""


def options(on: date) -> PlaceOptions:
    """The provinces and the communes of this province, on a day."""
    home = home_province()
    provinces = sorted(places.provinces(on), key=lambda place: (place.code != home, text.fold(place.name)))
    communes = places.communes(on, province_code=home) if home else []
    return PlaceOptions(
        provinces=tuple((place.code, place.name) for place in provinces),
        communes=tuple(place.name for place in communes),
        home=home,
    )


def _key(name: str) -> str:
    return _KIND_WORDS.sub("", text.fold(name))


def settle(value: Any, on: date) -> tuple[Any, str]:
    """An address with the codes of its places, and a sentence when an old name was understood."""
    if not isinstance(value, Mapping):
        return value, ""
    settled = {part: given for part, given in value.items() if part in {"province", "commune", "detail"}}
    province = _province(str(value.get("province", "")), on)
    if province is None:
        return settled, ""
    settled |= {"province": province.code, "province_name": province.name}
    return _commune(settled, on, province) if settled.get("commune") else (settled, "")


def _province(typed: str, on: date) -> PlaceCard | None:
    known = places.provinces(on) if typed else []
    exact = [place for place in known if typed in {place.code, place.name}]
    return next(iter(exact or [place for place in known if _key(place.name) == _key(typed)]), None)


def _commune(settled: dict[str, Any], on: date, province: PlaceCard) -> tuple[dict[str, Any], str]:
    typed = str(settled["commune"])
    known = places.communes_called([typed[:200]], on, province_code=province.code)
    named = [place for place in known if text.fold(place.name) == text.fold(typed)]
    named = named or [place for place in known if _key(place.name) == _key(typed)]
    if len(named) == 1:
        return settled | {"commune": named[0].name, "commune_code": named[0].code}, ""
    matches = [match for match in places.explain(typed[:200]) if match.place.province_code == province.code]
    exact = {match.place.code: match for match in matches if match.exact and not match.parts}
    if len(exact) == 1:
        match = next(iter(exact.values()))
        found = {"commune": match.place.name, "commune_code": match.place.code}
        return settled | found | ({"was": match.was} if match.was else {}), match.sentence if match.was else ""
    names = list(dict.fromkeys(place.name for match in matches for place in (match.parts or (match.place,))))
    if names:
        return settled, _("“%(typed)s” nay có thể là: %(names)s. Xin kiểm tra lại xã, phường.") % {
            "typed": typed[:100],
            "names": ", ".join(names[:8]),
        }
    return settled, _("Chưa nhận ra xã, phường “%(typed)s”. Nếu đã đúng, ông/bà cứ đi tiếp.") % {"typed": typed[:100]}


def settle_past(value: Any, on: date) -> tuple[Any, str]:
    """An address as it was before 1 July 2025, with the sentence that says what the place is called today."""
    del on
    if not isinstance(value, Mapping):
        return value, ""
    settled = {part: given for part, given in value.items() if part in PAST_PARTS}
    line = ", ".join(str(settled[part]) for part in ("commune", "district", "province") if settled.get(part))
    if not settled.get("commune"):
        return settled, ""
    meant = {match.sentence for match in places.explain(line[:400]) if match.exact and match.was}
    if len(meant) != 1:
        return settled, ""
    sentence = meant.pop()
    return settled | {"now": sentence[:600]}, sentence
