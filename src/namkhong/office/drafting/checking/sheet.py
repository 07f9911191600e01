"""One shape for what is looked at, whatever file it came in, and for what is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

MM = 72 / 25.4  # points


class Mark(StrEnum):
    """How a finding stands."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"  # not there to be measured in such a file


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    part: str
    mark: Mark
    found: str
    rule: str  # what the decree says
    right: str  # what to do
    where: str  # in the decree


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a file, in the order of the page."""

    name: str
    source: str  # the legal source
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """What is to be changed."""
        return tuple(one for one in self.findings if one.mark is Mark.WRONG)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph (DOCX) or a printed line (PDF). ``size`` in points, ``None`` = the file does not say."""

    words: str
    size: float | None = None
    font: str = ""
    bold: bool | None = None
    italic: bool | None = None
    page: int = 0
    left: float = 0.0  # points from the left edge (PDF)
    top: float = 0.0  # points from the top edge (PDF)
    cell: str = ""  # of which table cell it is (DOCX), so that two columns are not read as one
    justified: bool | None = None
    indent_mm: float | None = None
    before_pt: float | None = None
    spacing: float | None = None  # lines


@dataclass(slots=True)
class Sheet:
    """A whole file."""

    paper_mm: tuple[float, float]
    margins_mm: dict[str, float] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    fonts: dict[str, int] = field(default_factory=dict)  # letters in each
    page_numbers: bool | None = None  # None = one page, or cannot be known
    measured: bool = True  # a DOCX says its margins; of a PDF only the left edge of the words is seen
