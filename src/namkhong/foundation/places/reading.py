"""How a typed place name is read: its parts, their kinds, and every spelling a part may stand for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from namkhong.foundation.places.types import PlaceKind
from namkhong.kernel.text import fold, one_line

LONGEST: Final = 300
# Written with accents a word is certain; without, "xa" may be the kind "xã" or the first word of Xá Nhè or Xa Dung.
_KINDS: Final[tuple[tuple[str, PlaceKind], ...]] = (
    ("thi tran", PlaceKind.TOWNSHIP),
    ("tt.", PlaceKind.TOWNSHIP),
    ("tt", PlaceKind.TOWNSHIP),
    ("thi xa", PlaceKind.TOWN),
    ("tx.", PlaceKind.TOWN),
    ("tx", PlaceKind.TOWN),
    ("thanh pho", PlaceKind.CITY),
    ("tp.", PlaceKind.CITY),
    ("tp", PlaceKind.CITY),
    ("dac khu", PlaceKind.SPECIAL_ZONE),
    ("huyen", PlaceKind.DISTRICT),
    ("h.", PlaceKind.DISTRICT),
    ("quan", PlaceKind.URBAN_DISTRICT),
    ("q.", PlaceKind.URBAN_DISTRICT),
    ("phuong", PlaceKind.WARD),
    ("p.", PlaceKind.WARD),
    ("xa", PlaceKind.COMMUNE),
    ("x.", PlaceKind.COMMUNE),
    ("tinh", PlaceKind.PROVINCE),
    ("t.", PlaceKind.PROVINCE),
)
_BREAK: Final = re.compile(r"[,;–—/\n|]+|\s-\s|\(|\)")
# A new part begins at these words even without a comma.
_STARTS: Final = re.compile(r"(?<=\S) (?=(?:huyen|thi tran|thi xa|thanh pho|tinh|phuong|dac khu|tp|tx|tt)\.? \S)")
_COMMUNE_KINDS: Final = {PlaceKind.COMMUNE, PlaceKind.WARD, PlaceKind.TOWNSHIP, PlaceKind.SPECIAL_ZONE}


@dataclass(frozen=True, slots=True)
class Part:
    """One reading of one part: the folded name, and the kind written before it, if any."""

    key: str
    kind: PlaceKind | None

    @property
    def is_commune(self) -> bool:
        """Written as a commune, ward or township."""
        return self.kind in _COMMUNE_KINDS


@dataclass(frozen=True, slots=True)
class Asked:
    """A typed text: each element lists the readings of one part, the smallest place first."""

    parts: tuple[tuple[Part, ...], ...]
    typed: str = ""  # as it was typed, in small letters

    @property
    def keys(self) -> set[str]:
        """Every name that may be meant."""
        return {reading.key for part in self.parts for reading in part}


def read(text: str) -> tuple[Asked, ...]:
    """Split and fold a text. Two readings when words like "huyen" may begin a part or belong to a name (Tịnh Khê)."""
    typed = one_line(text[:LONGEST])
    pieces = [folded for piece in _BREAK.split(typed) if (folded := fold(piece).strip(" ."))]
    whole = Asked(tuple(found for piece in pieces if (found := _readings(piece))), typed.casefold())
    bits = [bit.strip(" .") for piece in pieces for bit in _STARTS.split(piece)]
    split = Asked(tuple(found for bit in bits if (found := _readings(bit))), typed.casefold())
    return (split, whole) if split != whole else (whole,)


def _readings(folded: str) -> tuple[Part, ...]:
    if not folded:
        return ()
    found = [Part(folded, None)]
    for word, kind in _KINDS:  # longer words stand first
        rest = folded.removeprefix(word)
        if rest != folded and rest.strip() and (rest.startswith(" ") or word.endswith(".")):
            found.insert(0, Part(rest.strip(), kind))
            break
    old = [Part(one.key.removesuffix(" cu"), one.kind) for one in found if one.key.endswith(" cu")]
    return (*found, *old)  # "xã Na Sang cũ"


def beginnings(asked: Asked) -> dict[str, str]:
    """For a text without commas: each beginning of its first part and what follows, longest first."""
    result: dict[str, str] = {}
    for reading in asked.parts[0] if asked.parts else ():
        words = reading.key.split(" ")
        for length in range(min(len(words) - 1, 6), 0, -1):
            result.setdefault(" ".join(words[:length]), " ".join(words[length:]))
    return result


def distance(a: str, b: str, most: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) between two short texts; ``most + 1`` when there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
