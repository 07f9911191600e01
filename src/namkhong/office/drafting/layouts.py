"""How a document of each type is laid out (``facts/document_layout.json``): one set of facts for printing and for checking."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from namkhong.kernel import text
from namkhong.office.drafting.errors import NoChain


@dataclass(frozen=True, slots=True)
class Element:
    """One part of the page: its sizes in points (least, most, the one we print), its style, where the decree says so."""

    label: str
    least: float
    most: float
    used: float
    bold: bool
    italic: bool
    upper: bool
    where: str


@dataclass(frozen=True, slots=True)
class AskedField:
    """What the form of a family asks besides subject and body."""

    name: str
    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class Family:
    """One sample of Annex III and the types that follow it."""

    sample: str  # "1.4"; empty where the decree has none
    paper: str  # the typst file
    call: str  # "QUYẾT ĐỊNH:"
    fields: tuple[AskedField, ...]
    to_be_confirmed: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The rules of the page in force on a day. Lengths in millimetres."""

    paper_mm: tuple[float, float]
    margins_mm: dict[str, tuple[float, float]]
    margins_used_mm: dict[str, float]
    where_page: str
    fonts: tuple[str, ...]
    same_metrics: tuple[str, ...]
    where_font: str
    nation: str
    motto: str
    elements: dict[str, Element]
    families: dict[tuple[str, str], Family]
    type_names: tuple[str, ...]
    legal_source: str

    def family(self, abbreviation: str, name: str) -> Family:
        """By the abbreviation of Annex III; the two types that have none by their name.

        :raises NoChain: a type the facts do not know.
        """
        found = self.families.get((abbreviation, "")) if abbreviation else self.families.get(("", text.fold(name)))
        if found is None:
            raise NoChain
        return found


@lru_cache(maxsize=4)
def _known(path: Path) -> tuple[tuple[date, date | None, Layout], ...]:
    rows = json.loads(path.read_text(encoding="utf-8"))["layouts"]
    return tuple((date.fromisoformat(row["valid_from"]), _day(row["valid_to"]), _layout(row)) for row in rows)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _layout(row: dict[str, Any]) -> Layout:
    families = {}
    for one in row["families"]:
        key = (one["abbreviation"], "") if one["abbreviation"] else ("", text.fold(one["name"]))
        fields = tuple(AskedField(field["name"], field["label"], field["rows"]) for field in one["fields"])
        families[key] = Family(one["sample"], one["paper"], one["call"], fields, one["to_be_confirmed"])
    elements = {
        name: Element(
            one["label"], one["size"][0], one["size"][1], one["used"],
            one["bold"], one["italic"], one["upper"], one["where"],
        )
        for name, one in row["elements"].items()
    }  # fmt: skip
    return Layout(
        paper_mm=(row["paper_mm"][0], row["paper_mm"][1]),
        margins_mm={side: (given[0], given[1]) for side, given in row["margins_mm"].items()},
        margins_used_mm=row["margins_used_mm"],
        where_page=row["where_page"],
        fonts=tuple(row["fonts"]),
        same_metrics=tuple(row["same_metrics"]),
        where_font=row["where_font"],
        nation=row["nation"],
        motto=row["motto"],
        elements=elements,
        families=families,
        type_names=tuple(one["name"] for one in row["families"]),
        legal_source=row["legal_source"],
    )


def layout(on: date) -> Layout:
    """The rules in force on a day; before the first, the first.

    :raises NoChain: when the facts hold none.
    """
    known = _known(settings.FACTS / "document_layout.json")
    if not known:
        raise NoChain
    good = [one for start, end, one in known if start <= on and (end is None or on < end)]
    return good[-1] if good else known[0][2]
