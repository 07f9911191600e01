"""Numbers and symbols as the decree writes them (Decree 30/2020 annex I, II.3 and annex III): read, written, compared.

"15/QĐ-UBND", công văn "123/UBND-KT", legal documents with their year "29/2021/QĐ-UBND"; "0" before a number below ten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from namkhong.kernel import text

_LEAD: Final = re.compile(r"^số\s*:?\s*", re.IGNORECASE)
_READ: Final = re.compile(r"^(?P<number>\d{1,6}[a-zA-Z]{0,2})\s*(?P<mark>[/-])\s*(?P<notation>\S.*)$")
_YEAR: Final = re.compile(r"^(?P<year>(?:19|20)\d\d)/(?P<rest>\S.*)$")
_BLANKS: Final = re.compile(r"\s*([/-])\s*")
_ZEROS: Final = re.compile(r"^0+(?=\d)")
_SMALL: Final = frozenset({"và", "của", "các", "thuộc"})
_LEFT_OUT: Final = {"phòng"}  # a division is known by what it does: KT, VHXH
_LEVELS: Final = frozenset({"tỉnh", "thành phố", "huyện", "thị xã", "xã", "phường"})
NUMBER_LONGEST: Final = 11
NOTATION_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Symbol:
    """A number and its notation: "15" and "QĐ-UBND", "29" and "2021/QĐ-UBND". ``mark`` is what stands between them."""

    number: str
    notation: str
    mark: str = "/"

    def __str__(self) -> str:
        return (
            f"{self.number}{self.mark}{self.notation}"
            if self.number and self.notation
            else self.number or self.notation
        )

    @property
    def year(self) -> int | None:
        """The year that a legal document carries."""
        found = _YEAR.match(self.notation)
        return int(found["year"]) if found else None


def parse(written: str) -> Symbol:
    """What an author wrote: blanks around the marks go, "Số:" goes. What is not of the form is all notation, nothing is lost."""
    plain = _BLANKS.sub(r"\1", _LEAD.sub("", text.one_line(written)))
    found = _READ.match(plain)
    if found is None:
        alone = re.fullmatch(r"\d{1,11}", plain)
        return Symbol(plain, "") if alone else Symbol("", plain)
    return Symbol(found["number"], found["notation"], found["mark"])


def key(written: str) -> str:
    """By what two writings of one number are the same: no accents, no case, no blanks, no zeros in front."""
    return _ZEROS.sub("", re.sub(r"\s+", "", text.fold(str(parse(written)))))


def notation(abbreviation: str, organ: str, unit: str = "") -> str:
    """What stands after the number: the type and the agency; without an abbreviation the agency and the drafting unit.

    >>> notation("QĐ", "UBND"), notation("", "UBND", "KT")
    ('QĐ-UBND', 'UBND-KT')
    """
    return "-".join(part for part in ((abbreviation, organ) if abbreviation else (organ, unit)) if part)


def by_rule(short_name: str, *, committee: bool, office: bool = False) -> str:
    """The symbol an agency is given where nobody has decided one: UBND, VP, or the first letters of its words.

    >>> by_rule("Sở Khoa học và Công nghệ", committee=False), by_rule("Phòng Văn hóa – Xã hội", committee=False)
    ('SKHCN', 'VHXH')
    """
    if committee:
        return "UBND"
    if office:
        return "VP"
    words = [word for word in re.findall(r"[^\W\d_]+", text.one_line(short_name)) if word.lower() not in _SMALL]
    while len(words) > 1 and words[-1].lower() in _LEVELS:
        words.pop()
    if len(words) > 1 and words[0].lower() in _LEFT_OUT:
        words = words[1:]
    return "".join(word if word.isupper() else word[0].upper() for word in words)
