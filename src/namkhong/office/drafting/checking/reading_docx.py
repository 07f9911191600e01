"""A DOCX in one shape: what each paragraph really looks like, through its runs, its styles and the document's defaults."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from namkhong.kernel import text
from namkhong.office.drafting.checking.sheet import Line, Sheet
from namkhong.office.drafting.errors import Unreadable

_ENTRIES: Final = 3_000
_UNPACKED: Final = 104_857_600  # bytes
_RATIO: Final = 200
_LINES: Final = 20_000
_EMU_MM: Final = 36_000
_WORD: Final = 10.0  # points: what Word takes where nothing is said


def opened(data: bytes) -> Opened:
    """The document.

    :raises Unreadable: no DOCX, or one that unpacks to far too much.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            size = sum(one.file_size for one in infos)
            packed = sum(one.compress_size for one in infos) or 1
            if len(infos) > _ENTRIES or size > _UNPACKED or size / packed > _RATIO:
                raise Unreadable(_("Tệp Word này giải nén ra quá lớn. Xin lưu lại tệp rồi thử lại."))
        return Document(BytesIO(data))
    except Unreadable:
        raise
    except Exception as error:  # a broken package fails in many ways, all of them mean the same
        raise Unreadable(_("Tệp Word không đọc được. Xin mở bằng Word, lưu lại dạng .docx rồi thử lại.")) from error


def blocks(parent: Opened | _Cell, depth: int = 0) -> Iterator[tuple[Paragraph, str]]:
    """Every paragraph in reading order, with the cell it stands in."""
    for block in parent.iter_inner_content():
        if isinstance(block, Table):
            if depth < 3:
                yield from _of_table(block, depth)
        else:
            yield block, ""


def _of_table(table: Table, depth: int) -> Iterator[tuple[Paragraph, str]]:
    seen: set[Any] = set()  # the elements themselves: lxml makes their proxies anew, an id may come again
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            if cell._tc not in seen:
                seen.add(cell._tc)
                for paragraph, inner in blocks(cell, depth + 1):
                    yield paragraph, inner or f"{id(table._tbl)}:{number}:{column}"


def read(data: bytes) -> Sheet:
    """The sheet of a DOCX.

    :raises Unreadable: when it cannot be read.
    """
    document = opened(data)
    section = document.sections[0]
    width, height = _mm(section.page_width), _mm(section.page_height)
    sheet = Sheet(paper_mm=(width or 0.0, height or 0.0))
    for side in ("top", "bottom", "left", "right"):
        value = _mm(getattr(section, f"{side}_margin"))
        if value is not None:
            sheet.margins_mm[side] = value
    defaults = _Defaults(document)
    fonts: Counter[str] = Counter()
    for paragraph, cell in blocks(document):
        if len(sheet.lines) >= _LINES:
            break
        line = _line(paragraph, cell, defaults)
        if line.words:
            sheet.lines.append(line)
            fonts[line.font] += len(line.words)
    sheet.fonts = dict(fonts)
    sheet.page_numbers = any("PAGE" in (one._element.xml or "") for part in document.sections for one in (part.header,))
    return sheet


def _mm(length: Length | None) -> float | None:
    return round(length / _EMU_MM, 1) if length is not None else None


class _Defaults:
    """What the document says for everything that says nothing itself."""

    def __init__(self, document: Opened) -> None:
        found = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        size = found.find(qn("w:sz")) if found is not None else None
        font = found.find(qn("w:rFonts")) if found is not None else None
        self.size = int(size.get(qn("w:val"))) / 2 if size is not None else _WORD
        self.font = (font.get(qn("w:ascii")) or "") if font is not None else ""
        spacing = document.styles.element.find(
            f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}"
        )
        line = spacing.get(qn("w:line")) if spacing is not None else None
        self.spacing = int(line) / 240 if line else 1.0
        after = spacing.get(qn("w:after")) if spacing is not None else None
        self.after = int(after) / 20 if after else 0.0


def _line(paragraph: Paragraph, cell: str, defaults: _Defaults) -> Line:
    words = text.one_line(paragraph.text)
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    bold: Counter[bool] = Counter()
    italic: Counter[bool] = Counter()
    for run in paragraph.runs:
        count = len(run.text.strip())
        if count:
            sizes[_size(run, paragraph, defaults)] += count
            fonts[_font(run, paragraph, defaults)] += count
            bold[_flag("bold", run, paragraph)] += count
            italic[_flag("italic", run, paragraph)] += count
    style = paragraph.paragraph_format
    indent = _first(paragraph, "first_line_indent")
    before, after = _first(paragraph, "space_before"), _first(paragraph, "space_after")
    spacing = _first(paragraph, "line_spacing")
    return Line(
        words=words,
        size=_most(sizes),
        font=_most(fonts) or "",
        bold=_most(bold),
        italic=_most(italic),
        cell=cell,
        justified=(_first(paragraph, "alignment") if style.alignment is None else style.alignment)
        == WD_ALIGN_PARAGRAPH.JUSTIFY,
        indent_mm=round(indent / _EMU_MM, 1) if indent is not None else 0.0,
        before_pt=max(before.pt if before is not None else 0.0, after.pt if after is not None else defaults.after),
        spacing=float(spacing) if isinstance(spacing, float) else (None if spacing is not None else defaults.spacing),
    )


def _most(counted: Counter[Any]) -> Any:
    return counted.most_common(1)[0][0] if counted else None


def _styles(run: Run, paragraph: Paragraph) -> Iterator[Any]:
    """The run's own, then its style and those below it, then the paragraph's."""
    yield run
    for style in (run.style, paragraph.style):
        while style is not None:
            yield style
            style = style.base_style


def _size(run: Run, paragraph: Paragraph, defaults: _Defaults) -> float:
    sizes = (one.font.size for one in _styles(run, paragraph))
    return next((float(size.pt) for size in sizes if size is not None), defaults.size)


def _font(run: Run, paragraph: Paragraph, defaults: _Defaults) -> str:
    return next((one.font.name for one in _styles(run, paragraph) if one.font.name), defaults.font)


def _flag(name: str, run: Run, paragraph: Paragraph) -> bool:
    flags = (getattr(one.font, name) for one in _styles(run, paragraph))
    return bool(next((flag for flag in flags if flag is not None), False))


def _first(paragraph: Paragraph, name: str) -> Any:
    """A format of the paragraph, or of its style and those below it."""
    found = getattr(paragraph.paragraph_format, name)
    style = paragraph.style
    while found is None and style is not None:
        found = getattr(style.paragraph_format, name, None)
        style = style.base_style
    return found
