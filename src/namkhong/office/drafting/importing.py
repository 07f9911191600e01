"""The body of a document out of an uploaded DOCX or PDF, in the small markup; head and foot are left out, the layout prints its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from docx.table import Table
from docx.text.paragraph import Paragraph

from namkhong.kernel import text
from namkhong.office.drafting.checking import reading_docx, reading_pdf
from namkhong.office.drafting.errors import Unreadable

_HEAD: Final = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc", "doc lap tu do hanh phuc")
_FOOT: Final = "noi nhan"
_STARTS: Final = re.compile(r"(Điều \d|Chương |Mục |Phần |Căn cứ |Theo đề nghị |\d{1,2}\. |[a-zđ]\) |[-–+•] |=== )")


def body_of(name: str, data: bytes) -> str:
    """The words, a paragraph a line.

    :raises Unreadable: neither DOCX nor PDF, or it cannot be read.
    """
    if data[:5] == b"%PDF-":
        return text.clean("\n".join(_of_pdf(data)))
    if name.lower().endswith(".docx") or data[:2] == b"PK":
        return text.clean("\n".join(_of_docx(data)))
    raise Unreadable(_("Chỉ lấy được nội dung từ tệp Word (.docx) hoặc PDF."))


def _is_head(words: str) -> bool:
    folded = text.fold(words)
    return any(one in folded for one in _HEAD)


def _of_docx(data: bytes) -> Iterator[str]:
    document = reading_docx.opened(data)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            words = " ".join(cell.text for row in block.rows for cell in row.cells)
            if _is_head(words):
                continue
            if _FOOT in text.fold(words):
                return
            yield from _table(block)
            continue
        line = _paragraph(block)
        if text.fold(line).startswith(_FOOT):
            return
        if line and not _is_head(line):
            yield line


def _paragraph(paragraph: Paragraph) -> str:
    """With bold and italic words marked, unless all are."""
    runs = [(run.text, bool(run.bold), bool(run.italic)) for run in paragraph.runs if run.text]
    plain = text.one_line(paragraph.text)
    marked = [(bold, italic) for words, bold, italic in runs if words.strip()]
    if not runs or len(set(marked)) <= 1 or "*" in plain:
        return plain
    made = []
    for words, bold, italic in runs:
        mark = "**" if bold else "*" if italic else ""
        inner = words.strip()
        made.append(words.replace(inner, f"{mark}{inner}{mark}", 1) if mark and inner else words)
    return text.one_line("".join(made)).replace("****", "")


def _table(table: Table) -> Iterator[str]:
    for index, row in enumerate(table.rows):
        cells = [text.one_line(cell.text).replace("|", "/") for cell in row.cells]
        yield "| " + " | ".join(cells) + " |"
        if index == 0:
            yield "|" + " --- |" * len(cells)


def _of_pdf(data: bytes) -> Iterator[str]:
    """Printed lines put together: a new paragraph begins where one ended, or where something starts."""
    paragraph = ""
    for line in reading_pdf.read(data).lines:
        words = line.words
        if text.fold(words).startswith(_FOOT):
            break
        if _is_head(words) or words.isdigit():
            continue
        if paragraph and (paragraph[-1] in ".;:" or _STARTS.match(words) or paragraph.isupper()):
            yield paragraph
            paragraph = words
        else:
            paragraph = f"{paragraph} {words}".strip()
    if paragraph:
        yield paragraph
