"""Reading the first sheet of an XLSX or CSV file from outside: small, without formulas, entities or bursting archives."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from typing import Final
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from namkhong.foundation.organisations.errors import WrongEntry

MOST_BYTES: Final = 2 * 1_048_576
_MOST_UNPACKED: Final = 8 * 1_048_576  # of any one part
_MOST_PARTS: Final = 200
_MOST_COLUMNS: Final = 30
_MOST_CELL: Final = 500
_NS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET: Final = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_PLACE: Final = re.compile(r"([A-Z]{1,3})\d+")


def read(content: bytes, most_rows: int) -> list[list[str]]:
    """The rows as text, blank ones left out; one row more than ``most_rows`` is enough to see that there are too many.

    :raises WrongEntry: for what is too large, broken, or neither of the two kinds.
    """
    if len(content) > MOST_BYTES:
        raise _wrong(_("Tệp lớn hơn 2 MB. Xin chia nhỏ danh sách rồi chọn lại."))
    rows = _xlsx(content, most_rows) if content.startswith(b"PK\x03\x04") else _csv(content, most_rows)
    return [row for row in rows if any(row)][: most_rows + 1]


def _wrong(sentence: str) -> WrongEntry:
    return WrongEntry(sentence, fields={"tep": sentence})


def _broken() -> WrongEntry:
    return _wrong(_("Không đọc được tệp này. Xin chọn tệp Excel (.xlsx) hoặc CSV (UTF-8) theo mẫu."))


def _csv(content: bytes, most_rows: int) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _broken() from error
    if "\x00" in text:
        raise _broken()
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            found.append([cell.strip()[:_MOST_CELL] for cell in row[:_MOST_COLUMNS]])
            if len(found) > most_rows + 20:  # some may be blank
                break
    except csv.Error as error:
        raise _broken() from error
    return found


def _xlsx(content: bytes, most_rows: int) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            names = book.namelist()
            sheets = sorted((int(match[1]), name) for name in names if (match := _SHEET.fullmatch(name)))
            if not sheets or len(names) > _MOST_PARTS:
                raise _broken()
            shared = _shared(_part(book, "xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            sheet = _part(book, sheets[0][1])
        return _rows(sheet, shared, most_rows)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _broken() from error
    except (ElementTree.ParseError, ValueError, IndexError) as error:
        raise _broken() from error


def _part(book: zipfile.ZipFile, name: str) -> bytes:
    """One part, counted while it is unpacked; no document type, so no entities to blow up."""
    with book.open(name) as handle:
        data = handle.read(_MOST_UNPACKED + 1)
    if (
        len(data) > _MOST_UNPACKED
        or b"<!DOCTYPE" in data
        or b"<!ENTITY" in data
        or not data.lstrip(b"\xef\xbb\xbf").startswith(b"<")
    ):
        raise _broken()
    return data


class _NoDoctype(ElementTree.TreeBuilder):
    """Stops at a document type in whatever encoding it is written: looking at bytes misses one in UTF-16."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """A document type begins."""
        del name, pubid, system
        raise _broken()


def _tree(data: bytes) -> ElementTree.Element:
    parser = ElementTree.XMLParser(target=_NoDoctype())  # noqa: S314 - bounded, and without a document type
    return ElementTree.fromstring(data, parser)  # noqa: S314


def _shared(data: bytes) -> list[str]:
    root = _tree(data)
    return [_words(item) for item in root.iterfind(f"{_NS}si")]


def _words(element: ElementTree.Element) -> str:
    """The text of a string, its reading aids (rPh) left out."""
    own = [element.findtext(f"{_NS}t", "")] + [run.findtext(f"{_NS}t", "") for run in element.iterfind(f"{_NS}r")]
    return "".join(own).strip()[:_MOST_CELL]


def _rows(data: bytes, shared: list[str], most_rows: int) -> list[list[str]]:
    root = _tree(data)
    found: list[list[str]] = []
    for row in root.iterfind(f"{_NS}sheetData/{_NS}row"):
        cells = [""] * _MOST_COLUMNS
        for number, cell in enumerate(row.iterfind(f"{_NS}c")):
            at = _column(cell.get("r", ""), number)
            if at < _MOST_COLUMNS:
                cells[at] = _value(cell, shared)
        found.append(cells)
        if len(found) > most_rows + 20:
            break
    return found


def _column(place: str, number: int) -> int:
    match = _PLACE.fullmatch(place)
    if match is None:
        return number
    at = 0
    for letter in match[1]:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        inner = cell.find(f"{_NS}is")
        return _words(inner) if inner is not None else ""
    raw = cell.findtext(f"{_NS}v", "").strip()[:_MOST_CELL]
    if cell.get("t") == "s" and raw:
        index = int(raw)
        if index < 0:
            raise ValueError("no such string")
        return shared[index]
    return raw
