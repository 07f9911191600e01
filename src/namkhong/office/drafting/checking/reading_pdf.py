"""A PDF in one shape: printed words put together into lines; what a printed page does not say stays unknown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from namkhong.kernel import text
from namkhong.office.drafting.checking.sheet import MM, Line, Sheet
from namkhong.office.drafting.errors import Unreadable

_PAGES: Final = 300
_PIECES: Final = 200_000
_GAP: Final = 24.0  # points between two columns
_LETTER: Final = 0.5  # of the size: about how wide a letter is


@dataclass(frozen=True, slots=True)
class _Piece:
    words: str
    left: float
    bottom: float
    size: float
    font: str


def read(data: bytes) -> Sheet:
    """The sheet of a PDF.

    :raises Unreadable: closed, broken, or only a picture.
    """
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise Unreadable(_("Tệp PDF có mật khẩu nên không đọc được. Xin bỏ mật khẩu rồi gửi lại."))
        box = reader.pages[0].mediabox
        sheet = Sheet(paper_mm=(round(float(box.width) / MM, 1), round(float(box.height) / MM, 1)), measured=False)
        fonts: Counter[str] = Counter()
        for number, page in enumerate(reader.pages[:_PAGES]):
            for line in _lines(_pieces(page), number, float(page.mediabox.height)):
                sheet.lines.append(line)
                fonts[line.font] += len(line.words)
    except Unreadable:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise Unreadable(_("Tệp PDF bị hỏng nên không đọc được. Xin xuất lại tệp rồi thử lại.")) from error
    if not sheet.lines:
        raise Unreadable(
            _("Tệp PDF này chỉ có ảnh, không có chữ, nên không kiểm tra được. Xin dùng tệp Word hoặc PDF xuất từ Word.")
        )
    sheet.fonts = dict(fonts)
    several = len(reader.pages) > 1
    sheet.page_numbers = any(one.page == 1 and one.words.strip() == "2" for one in sheet.lines) if several else None
    _margins(sheet)
    return sheet


def _pieces(page: Any) -> list[_Piece]:
    found: list[_Piece] = []

    def visit(words: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        if words.strip() and len(found) < _PIECES:
            scale = abs(tm[3] * cm[3]) or abs(tm[0] * cm[0]) or 1.0
            left = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            bottom = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            name = str((font or {}).get("/BaseFont", "")).lstrip("/").partition("+")
            wide = round(size * scale, 1)
            found.extend(
                _Piece(one, left, bottom, wide, name[2] or name[0]) for one in words.split("\n") if one.strip()
            )

    page.extract_text(visitor_text=visit)
    return found


def _lines(pieces: list[_Piece], page: int, height: float) -> list[Line]:
    """Pieces on one height are a line, as long as no column stands between them."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda one: (-one.bottom, one.left)):
        if rows and abs(rows[-1][0].bottom - piece.bottom) < 3:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    made = []
    for row in rows:
        part: list[_Piece] = []
        end = 0.0
        for piece in sorted(row, key=lambda one: one.left):
            if part and piece.left - end > _GAP:
                made.append(_line(part, page, height))
                part = []
            part.append(piece)
            end = piece.left + len(piece.words) * piece.size * _LETTER
        made.append(_line(part, page, height))
    return made


def _line(part: list[_Piece], page: int, height: float) -> Line:
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    for piece in part:
        sizes[piece.size] += len(piece.words)
        fonts[piece.font] += len(piece.words)
    font = fonts.most_common(1)[0][0]
    style = font.lower()
    return Line(
        words=text.one_line("".join(piece.words for piece in part)),
        size=sizes.most_common(1)[0][0],
        font=font,
        bold="bold" in style or style.endswith(("-bd", "bd")),
        italic="italic" in style or "oblique" in style,
        page=page,
        left=part[0].left,
        top=height - part[0].bottom,
    )


def _margins(sheet: Sheet) -> None:
    """The left edge of the words; where the right edge would be, a ragged or short line does not say."""
    lefts = [line.left for line in sheet.lines if len(line.words) > 3]
    if lefts:
        sheet.margins_mm["left"] = round(min(lefts) / MM, 1)
