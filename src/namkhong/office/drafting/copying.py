"""The pages of a copy: all of them or an extract, without form fields; a signed original is never copied as if it were paper."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from namkhong.foundation.signatures.types import Place
from namkhong.office.drafting.errors import NotCopyable

_RANGE: Final = re.compile(r"(\d{1,4})(?:\s*-\s*(\d{1,4}))?")
_MOST: Final = 500
_WIDTH: Final = 190.0  # points of the mark at the top right
_HEIGHT: Final = 42.0
_EDGE: Final = 40.0  # points from the right edge


def pages_of(written: str) -> tuple[int, ...]:
    """``1, 3-4`` as (1, 3, 4); empty for nothing.

    :raises NotCopyable: what cannot be read as pages.
    """
    found: list[int] = []
    for part in filter(None, (one.strip() for one in written.replace(";", ",").split(","))):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 0 < first <= last or last - first >= _MOST:
            raise NotCopyable(_("Xin ghi trang như 1, 3-4."))
        found.extend(range(first, last + 1))
    return tuple(dict.fromkeys(found))[:_MOST]


def written(pages: tuple[int, ...]) -> str:
    """The pages as they are kept: ``1, 3, 4``."""
    return ", ".join(map(str, pages))[:100]


def copied(pdf: bytes, pages: tuple[int, ...]) -> bytes:
    """A new file of all pages, or of these (from 1). What stands in form fields is drawn into the page first.

    :raises NotCopyable: closed, broken, without such a page; or the whole of a signed original.
    """
    try:
        reader = PdfReader(BytesIO(pdf))
        if reader.is_encrypted:
            raise NotCopyable(_("Tệp PDF có mật khẩu nên không sao được. Xin đưa vào sổ tệp không có mật khẩu."))
        if not pages and _signed(reader):
            raise NotCopyable(
                _("Đây là bản gốc điện tử đã ký số: xin gửi chính tệp đó, hoặc in ra giấy rồi đóng dấu sao y.")
            )
        count = len(reader.pages)
        if any(number > count for number in pages):
            raise NotCopyable(_("Văn bản chỉ có %d trang. Xin ghi lại các trang được trích.") % count)
        writer = PdfWriter()
        for number in pages or range(1, count + 1):
            _flatten(writer.add_page(reader.pages[number - 1]))
        output = BytesIO()
        writer.write(output)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise NotCopyable(_("Tệp PDF bị hỏng nên không sao được. Xin quét lại bản giấy.")) from error
    return output.getvalue()


def _signed(reader: PdfReader) -> bool:
    fields = reader.get_fields() or {}
    return any(one.get("/FT") == "/Sig" and one.get("/V") is not None for one in fields.values())


def _flatten(page: PageObject) -> None:
    """Draw what the fields of a page show into the page, and take the fields off: a copy has no fields but its own."""
    kept = ArrayObject()
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if note.get("/Subtype") != "/Widget":
            kept.append(reference)
            continue
        look = note.get("/AP", DictionaryObject()).get("/N")
        look = look.get_object() if look is not None else None
        if isinstance(look, StreamObject) and "/BBox" in look:
            _draw(page, note, look)
    page[NameObject("/Annots")] = kept


def _draw(page: PageObject, note: DictionaryObject, look: StreamObject) -> None:
    left, bottom, right, top = _box(note["/Rect"])
    x0, y0, x1, y1 = _box(look["/BBox"])
    if right <= left or top <= bottom or x1 <= x0 or y1 <= y0:
        return
    width, height = x1 - x0, y1 - y0
    stamp = PageObject.create_blank_page(width=width, height=height)
    stamp[NameObject("/Resources")] = look.get("/Resources", DictionaryObject())
    content = StreamObject()
    content._data = look.get_data()
    stamp[NameObject("/Contents")] = content
    move = Transformation().translate(-x0, -y0).scale((right - left) / width, (top - bottom) / height)
    page.merge_transformed_page(stamp, move.translate(left, bottom))


def _box(given: Any) -> list[float]:
    return [float(one) for one in given]


def top_right(pdf: bytes) -> Place:
    """Box 14: at the top right of the first page."""
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    right, top = float(box.right) - _EDGE, float(box.top) - 8.0
    return Place(0, right - _WIDTH, top - _HEIGHT, right, top)
