"""The small markup in which the body of a document is written: what a clerk types anyway, read line by line.

``Căn cứ …`` and ``Theo đề nghị …`` are legal grounds; ``Phần``, ``Chương``, ``Mục``, ``Tiểu mục`` are headings with their title on
the next line; ``Điều 1. …``, ``1. …``, ``a) …``, ``- …`` are articles, clauses, points and dashes; lines of ``| a | b |`` are a table; a line
in capitals that ends with a colon (``QUYẾT ĐỊNH:``) stands alone in the middle; ``**bold**`` and ``*italic*`` inside a line. Everything
else is a paragraph. Whatever is typed is kept: nothing is refused and no word is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from namkhong.kernel import text


class Kind(StrEnum):
    """What a line is."""

    GROUND = "ground"  # căn cứ
    HEADING = "heading"  # Phần, Chương, Mục, Tiểu mục with its title
    ARTICLE = "article"  # Điều
    CLAUSE = "clause"  # khoản
    POINT = "point"  # điểm
    DASH = "dash"
    CALL = "call"  # QUYẾT ĐỊNH:
    PARAGRAPH = "paragraph"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style."""

    words: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the body, or one table. ``label`` = "Điều 1.", "Chương I"; ``rows`` of a table, the head first when ``head``."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    label: str = ""
    titled: bool = False  # an article or clause whose words are its title, in bold
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    head: bool = False

    def plain(self) -> dict[str, Any]:
        """For the page: JSON."""
        return {
            "kind": self.kind.value,
            "label": self.label,
            "titled": self.titled,
            "head": self.head,
            "runs": _plain(self.runs),
            "rows": [[_plain(cell) for cell in row] for row in self.rows],
        }

    @property
    def words(self) -> str:
        """All its words."""
        cells = [run.words for row in self.rows for cell in row for run in cell]
        return " ".join(part for part in (self.label, "".join(run.words for run in self.runs), *cells) if part)


def _plain(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [{"words": run.words, "bold": run.bold, "italic": run.italic} for run in runs]


_HEADING: Final = re.compile(r"(Phần|Chương|Mục|Tiểu mục)\s+([IVXLC]+|\d+|thứ \w+)\b[.:]?\s*", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"(Điều\s+\d+[a-zđ]?\s*[.:])\s*", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"(\d{1,3}\.)\s+")
_POINT: Final = re.compile(r"([a-zđ]{1,2}\))\s+")
_DASH: Final = re.compile(r"[-–+•]\s+")
_GROUND: Final = re.compile(
    r"(Căn cứ|Theo đề nghị|Xét đề nghị|Thực hiện (Nghị quyết|Quyết định|Kế hoạch|Luật))\b", re.IGNORECASE
)
_INLINE: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=\S)([^*]+?)(?<=\S)\*")
_RULE: Final = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")


def runs(line: str) -> tuple[Run, ...]:
    """The words of a line in their styles."""
    found: list[Run] = []
    last = 0
    for match in _INLINE.finditer(line):
        if match.start() > last:
            found.append(Run(line[last : match.start()]))
        bold, italic = match.groups()
        found.append(Run(bold or italic, bold=bold is not None, italic=bold is None))
        last = match.end()
    if last < len(line):
        found.append(Run(line[last:]))
    return tuple(found)


@dataclass(slots=True)
class _Reader:
    lines: list[str]
    at: int = 0
    grounds: bool = True  # grounds stand before the first article
    made: list[Block] = field(default_factory=list)

    def peek(self) -> str:
        return self.lines[self.at] if self.at < len(self.lines) else ""

    def take(self) -> str:
        self.at += 1
        return self.lines[self.at - 1]


def read(body: str) -> list[Block]:
    """The body, block by block."""
    reader = _Reader([line for raw in text.clean(body).split("\n") if (line := raw.strip())])
    while reader.at < len(reader.lines):
        reader.made.append(_next(reader))
    return _with_titles(reader.made)


def _next(reader: _Reader) -> Block:
    if reader.peek().startswith("|"):
        return _table(reader)
    line = reader.take()
    if (match := _HEADING.match(line)) and len(line) < 120:
        title = line[match.end() :].strip()
        if not title and reader.peek() and not _starts_something(reader.peek()):
            title = reader.take()
        return Block(Kind.HEADING, runs(title), label=line[: match.end()].strip().rstrip(".:"))
    if match := _ARTICLE.match(line):
        reader.grounds = False
        return Block(Kind.ARTICLE, runs(line[match.end() :]), label=match.group(1))
    if reader.grounds and _GROUND.match(line):
        return Block(Kind.GROUND, runs(line))
    for pattern, kind in ((_CLAUSE, Kind.CLAUSE), (_POINT, Kind.POINT)):
        if match := pattern.match(line):
            return Block(kind, runs(line[match.end() :]), label=match.group(1))
    if match := _DASH.match(line):
        return Block(Kind.DASH, runs(line[match.end() :]), label="-")
    if _calls(line):
        return Block(Kind.CALL, runs(line))
    return Block(Kind.PARAGRAPH, runs(line))


def _calls(line: str) -> bool:
    """In capitals, ended by a colon: ``QUYẾT ĐỊNH:``."""
    return line.endswith(":") and 4 < len(line) <= 80 and line == line.upper() and line != line.lower()


def _starts_something(line: str) -> bool:
    return line.startswith("|") or any(
        pattern.match(line) for pattern in (_HEADING, _ARTICLE, _CLAUSE, _POINT, _DASH, _GROUND)
    )


def _table(reader: _Reader) -> Block:
    rows: list[tuple[tuple[Run, ...], ...]] = []
    head = False
    while reader.peek().startswith("|"):
        line = reader.take()
        if len(rows) == 1 and not head and _RULE.fullmatch(line):
            head = True
            continue
        rows.append(tuple(runs(cell.strip()) for cell in line.strip("|").split("|")))
    wide = max((len(row) for row in rows), default=1)
    return Block(Kind.TABLE, rows=tuple(row + ((),) * (wide - len(row)) for row in rows), head=head)


def _with_titles(blocks: list[Block]) -> list[Block]:
    """An article or clause followed by smaller parts has a title when its words are no sentence: it ends without a stop."""
    smaller = {Kind.ARTICLE: {Kind.CLAUSE, Kind.PARAGRAPH, Kind.POINT}, Kind.CLAUSE: {Kind.POINT}}
    made = []
    for index, block in enumerate(blocks):
        following = blocks[index + 1].kind if index + 1 < len(blocks) else None
        words = "".join(run.words for run in block.runs).strip()
        titled = (
            block.kind in smaller
            and following in smaller[block.kind]
            and bool(words)
            and words[-1] not in ".;:,"
            and len(words) < 200
        )
        made.append(Block(block.kind, block.runs, block.label, titled, block.rows, block.head) if titled else block)
    return made


def grounds_punctuated(blocks: list[Block]) -> Iterator[Block]:
    """The same, each ground ending with ";" and the last with "." (Annex I, row 6)."""
    last = max((index for index, block in enumerate(blocks) if block.kind is Kind.GROUND), default=-1)
    for index, block in enumerate(blocks):
        if block.kind is not Kind.GROUND or not block.runs:
            yield block
            continue
        end = block.runs[-1]
        words = end.words.rstrip(" .;,") + ("." if index == last else ";")
        yield Block(Kind.GROUND, (*block.runs[:-1], Run(words, end.bold, end.italic)))
