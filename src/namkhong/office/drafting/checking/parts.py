"""Which line of a sheet is which part of a document (Decree 30/2020 art. 8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from namkhong.kernel import text
from namkhong.office.drafting.checking.sheet import Line

NATION: Final = "cong hoa xa hoi chu nghia viet nam"
MOTTO: Final = re.compile(r"doc lap\s*[-–]?\s*tu do\s*[-–]?\s*hanh phuc")
NUMBER: Final = re.compile(r"Số\s*:", re.IGNORECASE)
DATE: Final = re.compile(
    r"^(?!Căn cứ|Theo|Thực hiện|Xét)(?P<place>[^,\d]{2,40}),?\s*ngày\s*(?P<day>\S*)\s*tháng\s*(?P<month>\S*)\s*năm\s*(?P<year>\S*)$",
    re.IGNORECASE,
)
POWER: Final = re.compile(
    r"(TM\.|KT\.|TL\.|TUQ\.|Q\.|CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|CHÁNH|PHÓ CHÁNH|TRƯỞNG|PHÓ TRƯỞNG|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG|HIỆU TRƯỞNG)"
)
_PLACE: Final = re.compile(r"[^,\d]{2,40},")
_HEAD_LINES: Final = 40


@dataclass(slots=True)
class Parts:
    """The lines of each part; an empty list where it was not found."""

    nation: list[Line] = field(default_factory=list)
    motto: list[Line] = field(default_factory=list)
    parent: list[Line] = field(default_factory=list)
    agency: list[Line] = field(default_factory=list)
    number: list[Line] = field(default_factory=list)
    place_date: list[Line] = field(default_factory=list)
    type_name: list[Line] = field(default_factory=list)
    brief_title: list[Line] = field(default_factory=list)
    brief: list[Line] = field(default_factory=list)
    addressed: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    power: list[Line] = field(default_factory=list)
    signer: list[Line] = field(default_factory=list)
    receivers_word: list[Line] = field(default_factory=list)
    receivers: list[Line] = field(default_factory=list)

    @property
    def letter(self) -> bool:
        """A công văn: it has no name of a type but "V/v"."""
        return bool(self.brief) and not self.type_name


def found(lines: Sequence[Line], names: Sequence[str]) -> Parts:
    """The parts of a document; ``names`` = the names of types."""
    parts = Parts()
    known = {text.fold(name) for name in names}
    rest: list[Line] = []
    ahead = True
    for index, line in enumerate(lines):
        folded = text.fold(line.words)
        if NATION in folded:
            parts.nation.append(line)
        elif MOTTO.search(folded):
            parts.motto.append(line)
        elif not parts.number and NUMBER.match(line.words):
            parts.number.append(line)
        elif not parts.place_date and _is_place(line.words) and index < _HEAD_LINES:
            parts.place_date.append(line)
        elif ahead and not parts.number and _upper(line.words) and index < 12:
            parts.agency.append(line)
        elif (
            not parts.brief and re.match(r"V/v\b|Về việc\b", line.words) and not parts.type_name and index < _HEAD_LINES
        ):
            parts.brief.append(line)
        elif not parts.type_name and folded in known and index < _HEAD_LINES:
            parts.type_name.append(line)
            ahead = False
        else:
            rest.append(line)
    _agency(parts)
    _foot(parts, _head_of_body(parts, rest))
    return parts


def _is_place(words: str) -> bool:
    """Where and when it was issued; in a file that waits for its number the day may still be missing."""
    return bool(DATE.match(words)) or (bool(_PLACE.fullmatch(words)) and words.istitle())


def _is_name(words: str) -> bool:
    """Two to six words, each with a capital."""
    return 2 <= len(words.split()) <= 6 and all(one[0].isupper() for one in words.split()) and not _upper(words)


def _upper(words: str) -> bool:
    return words == words.upper() and any(letter.isalpha() for letter in words)


def _agency(parts: Parts) -> None:
    """The last bold lines are the agency's; what stands above them is who stands above it."""
    lines = parts.agency
    while len(lines) > 1 and (not lines[0].bold or len(lines) > 2):
        parts.parent.append(lines.pop(0))
        if lines[0].bold:
            break


def _head_of_body(parts: Parts, rest: list[Line]) -> list[Line]:
    """Off with trích yếu below the name of the type, and with Kính gửi."""
    if parts.type_name:
        while rest and len(parts.brief_title) < 4 and rest[0].bold and not _upper(rest[0].words):
            parts.brief_title.append(rest.pop(0))
    while rest and rest[0].words.startswith("Kính gửi"):
        parts.addressed.append(rest.pop(0))
        while rest and rest[0].words.startswith("-"):
            parts.addressed.append(rest.pop(0))
    return rest


def _foot(parts: Parts, rest: list[Line]) -> None:
    """Nơi nhận and the signature stand at the end, in two columns: whatever the file gives first."""
    start = next((i for i, line in enumerate(rest) if text.fold(line.words).startswith("noi nhan")), len(rest))
    powers = [i for i, line in enumerate(rest) if _upper(line.words) and POWER.match(line.words)]
    begin = start
    while powers and begin - 1 in powers:
        begin -= 1
    parts.body.extend(rest[: min(begin, start)])
    for line in rest[min(begin, start) :]:
        if text.fold(line.words).startswith("noi nhan"):
            parts.receivers_word.append(line)
        elif _upper(line.words) and (POWER.match(line.words) or parts.power) and not line.words.startswith("-"):
            parts.power.append(line)
        elif line.words.startswith("-"):
            parts.receivers.append(line)
        elif (parts.power and _is_name(line.words) and line.bold is not False) or (
            parts.power and not parts.signer and _is_name(line.words)
        ):
            parts.signer.append(line)
