"""Text out of PDF and DOCX: only to be searched, never to be shown. Anything odd is no text, never a failure."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final
from xml.etree.ElementTree import ParseError, XMLParser

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TXT: Final = "text/plain"
MOST_BYTES: Final = 50_000_000
MOST_PAGES: Final = 500
MOST_LETTERS: Final = 2_000_000
_MOST_XML: Final = 60_000_000  # what a word/document.xml may unfold to
_PART: Final = re.compile(r"^word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml$")


class Unreadable(Exception):
    """No text can be had from it."""


def readable(media_type: str, size: int) -> bool:
    """Is it of a kind and a size that is read?"""
    return media_type in {PDF, DOCX, TXT} and size <= MOST_BYTES


def text_of(content: bytes, media_type: str) -> str:
    """The text, cut where no search would look.

    :raises Unreadable: encrypted, broken, or not what it says it is.
    """
    if media_type == PDF:
        return _pdf(content)[:MOST_LETTERS]
    if media_type == DOCX:
        return _docx(content)[:MOST_LETTERS]
    return content.decode("utf-8", "replace")[:MOST_LETTERS]


def _pdf(content: bytes) -> str:
    from pypdf import PdfReader  # loaded with the first file

    parts: list[str] = []
    length = 0
    try:
        reader = PdfReader(io.BytesIO(content))
        for number, page in enumerate(reader.pages):
            if number >= MOST_PAGES or length >= MOST_LETTERS:
                break
            parts.append(page.extract_text())
            length += len(parts[-1])
    except Exception as error:  # a stranger's file may break the reader in any way; the search then lacks its text
        raise Unreadable from error
    return "\n".join(parts)


class _Collecting:
    """What expat tells of a part: the letters of ``w:t``, a blank at the end of each paragraph, tab and break."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.inside = False

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self.inside = tag.endswith("}t")

    def end(self, tag: str) -> None:
        self.inside = False
        if tag.rpartition("}")[2] in {"p", "tab", "br", "tc"}:
            self.parts.append("\n")

    def data(self, letters: str) -> None:
        if self.inside:
            self.parts.append(letters)

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise Unreadable("a document of a word processor has no DTD")

    def close(self) -> str:
        return "".join(self.parts)


def _docx(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [one for one in package.infolist() if _PART.match(one.filename)]
            if sum(one.file_size for one in parts) > _MOST_XML:
                raise Unreadable("it unfolds to far too much")
            texts = []
            for one in sorted(parts, key=lambda part: part.filename):
                target = _Collecting()
                parser = XMLParser(target=target)  # noqa: S314 - a DTD is refused, so no entity is ever declared
                with package.open(one) as stream:
                    while piece := stream.read(65_536):
                        parser.feed(piece)
                parser.close()
                texts.append(target.close())
    except (zipfile.BadZipFile, ParseError, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable from error
    return "\n".join(texts)
