"""The text behind the QR of an identity card, as a scanner types it. Pure.

Seven fields between bars: personal number, number of the old card, name, day of birth, gender, residence, day of issue.
Cards printed since 1 July 2024 carry more after them, which nobody needs here. What is refused is refused whole: half a card is
a misread card.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from namkhong.kernel import text
from namkhong.kernel.codes import is_personal_number

_FIELDS: Final = 7
_LONGEST: Final = 1_000
_OLD_NUMBER: Final = re.compile(r"([0-9]{9}|[0-9]{12})?")
_DAY: Final = re.compile(r"[0-9]{8}")
_GENDERS: Final = {"nam": "male", "nu": "female"}
_WORDS: Final = {"male": "Nam", "female": "Nữ", "": ""}


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What stands on the card. ``gender`` is ``male``, ``female`` or empty; ``old_number`` and ``issued_on`` may be missing."""

    personal_number: str
    full_name: str
    date_of_birth: date
    gender: str = ""
    address: str = ""
    old_number: str = ""
    issued_on: date | None = None

    def written(self) -> str:
        """The text of the QR of this card."""
        born, issued = f"{self.date_of_birth:%d%m%Y}", f"{self.issued_on:%d%m%Y}" if self.issued_on else ""
        parts = (self.personal_number, self.old_number, self.full_name, born, _WORDS[self.gender], self.address, issued)
        return "|".join(parts)


def looks_scanned(typed: str) -> bool:
    """Was this read from a card rather than typed by hand?"""
    return "|" in typed


def parse(typed: str) -> IdentityCard | None:
    """The card behind what a scanner typed; ``None`` when it is no whole card.

    >>> parse("011199000015||Lò Thị Lan|08031999|Nữ|Bản Co Cượm, Mường Phăng, Điện Biên|01072021").full_name
    'Lò Thị Lan'
    """
    if len(typed) > _LONGEST:
        return None
    parts = [text.one_line(part) for part in typed.split("|")]
    if len(parts) < _FIELDS:
        return None
    number, old, name, born, gender, address, issued = parts[:_FIELDS]
    day, issued_on = _day(born), _day(issued)
    if not is_personal_number(number) or not _OLD_NUMBER.fullmatch(old) or day is None:
        return None
    if not any(char.isalpha() for char in name) or (issued and issued_on is None):
        return None
    return IdentityCard(number, name, day, _GENDERS.get(text.fold(gender), ""), address, old, issued_on)


def _day(written: str) -> date | None:
    """``08031999`` as a day; ``None`` when there is no such day."""
    if not _DAY.fullmatch(written):
        return None
    try:
        return date(int(written[4:]), int(written[2:4]), int(written[:2]))
    except ValueError:
        return None
