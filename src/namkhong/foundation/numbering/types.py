"""The little language of patterns: ``{agency}-{yymmdd}-{serial:04}``.

Names in braces: ``agency``; ``serial``, or ``serial:04`` for at least four digits; ``yyyy yy mm dd yymmdd`` of the day
in Việt Nam. Anything else is written as it stands. No part has a fixed width: a serial grows past its digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final, Self

from namkhong.foundation.numbering.errors import PatternUnclear

_PART: Final = re.compile(r"\{(?P<name>[a-z]+)(?::0(?P<digits>[1-9]))?\}|(?P<text>[^{}\x00-\x1f]+)")
_DATES: Final = {"yyyy": "%Y", "yy": "%y", "mm": "%m", "dd": "%d", "yymmdd": "%y%m%d"}


class Period(StrEnum):
    """How long a series counts before it begins again at 1."""

    DAY = "day"
    YEAR = "year"
    ENDLESS = "endless"

    def of(self, day: date) -> str:
        """The period a day lies in, as the series keeps it."""
        return {Period.DAY: day.isoformat(), Period.YEAR: f"{day.year:04}", Period.ENDLESS: ""}[self]


@dataclass(frozen=True, slots=True)
class Template:
    """A pattern that was read: text and names in order."""

    parts: tuple[tuple[str, str, int], ...]  # (text, name, digits): either text or name is empty

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read a pattern.

        :raises PatternUnclear: with the reason.
        """
        parts: list[tuple[str, str, int]] = []
        at = 0
        while at < len(written):
            found = _PART.match(written, at)
            if found is None:
                raise PatternUnclear(f"cannot read {written!r} from {written[at:]!r}")
            name = found["name"] or ""
            if name and name not in {"agency", "serial", *_DATES}:
                raise PatternUnclear(f"{written!r}: unknown name {{{name}}}")
            if found["digits"] and name != "serial":
                raise PatternUnclear(f"{written!r}: only the serial has digits")
            parts.append((found["text"] or "", name, int(found["digits"] or 1)))
            at = found.end()
        template = cls(tuple(parts))
        if template.names.count("serial") != 1:
            raise PatternUnclear(f"{written!r}: the serial stands in it exactly once")
        return template

    @property
    def names(self) -> list[str]:
        """The names in braces, in order."""
        return [name for _text, name, _digits in self.parts if name]

    def write(self, *, agency: str, day: date, serial: int) -> str:
        """The number."""
        written: list[str] = []
        for text, name, digits in self.parts:
            if name == "serial":
                written.append(f"{serial:0{digits}d}")
            elif name == "agency":
                written.append(agency)
            elif name:
                written.append(day.strftime(_DATES[name]))
            else:
                written.append(text)
        return "".join(written)

    def check_stands_alone(self, period: Period) -> None:
        """A number that is known without its agency and year must carry them.

        :raises PatternUnclear: when two series could write the same number.
        """
        names = set(self.names)
        names_day = "yymmdd" in names or {"mm", "dd"} <= names
        names_year = bool(names & {"yyyy", "yy", "yymmdd"})
        if "agency" not in names:
            raise PatternUnclear("a number that stands alone names its agency")
        if (names_year, names_day) != (period is not Period.ENDLESS, period is Period.DAY):
            raise PatternUnclear("a number that stands alone names exactly the period its serial counts in")
        if any(before[1] and after[1] for before, after in pairwise(self.parts)):
            raise PatternUnclear("a number that stands alone separates its parts")
