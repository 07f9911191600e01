"""Writing across a file who looks at it, when and why. The bytes in the store are never touched.

The words stand in typst, over pages of a PDF as over pictures. A mark makes somebody answerable; it does not keep a
determined person from painting it over, and says so in docs/explanation/retention.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

import typst
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from namkhong.foundation.files.errors import Unreadable
from namkhong.foundation.files.types import FileCard, Mark
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.web.paper import fonts

MARKED: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})
_STAMP: Final = Path(__file__).with_name("stamp.typ")
_LONGEST: Final = 2_400  # pixels of the longer side of a picture as it is shown: enough to read a card by
_ACROSS: Final = 70  # so many letters' heights fit across
_PAGES: Final = 500
_UNMARKABLE: Final = (
    PyPdfError, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, NotImplementedError, RecursionError,
    ArithmeticError, Image.DecompressionBombError, SyntaxError,
)  # fmt: skip


def lines_of(mark: Mark, actor: Actor, now: datetime) -> list[str]:
    """What is written: the official with her post, the moment, the purpose, and what it may not be used for."""
    post = actor.posts[0].title if actor.posts else ""
    return [
        ", ".join(part for part in (actor.label, post) if part),
        f"{clock.local(now):%H:%M %d/%m/%Y}, {mark.why} {mark.about}",
        _("Chỉ dùng để giải quyết hồ sơ này"),
    ]


def marked(content: bytes, card: FileCard, lines: Sequence[str]) -> bytes:
    """The file with the lines across every page or over the whole picture; pictures keep their kind.

    :raises Unreadable: what cannot be marked is not shown at all.
    """
    try:
        return _pdf(content, lines) if card.media_type == "application/pdf" else _picture(content, lines)
    except _UNMARKABLE as error:
        sentence = _("Không đóng được dấu chìm lên “%s” nên chưa mở được. Xin yêu cầu người nộp gửi lại tệp khác.")
        raise Unreadable(sentence % card.name) from error


def _stamp(lines: Sequence[str], width: float, height: float, kind: Literal["pdf", "png"]) -> bytes:
    size = max(6.0, max(width, height) / _ACROSS)
    given = {"lines": list(lines), "width": round(width, 1), "height": round(height, 1), "size": round(size, 2)}
    made = typst.compile(
        str(_STAMP),
        root=str(_STAMP.parent),
        font_paths=fonts(),
        sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
        format=kind,
        ppi=72,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single page")
    return made


def _pdf(content: bytes, lines: Sequence[str]) -> bytes:
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    writer = PdfWriter()
    stamps: dict[tuple[float, float], PageObject] = {}
    for page in reader.pages[:_PAGES]:
        writer.add_page(page)
    for page in writer.pages:
        page.transfer_rotation_to_content()
        box = page.cropbox
        size = round(float(box.width), 1), round(float(box.height), 1)
        if size not in stamps:
            stamps[size] = PdfReader(BytesIO(_stamp(lines, *size, "pdf"))).pages[0]
        corner = Transformation().translate(round(float(box.left), 2), round(float(box.bottom), 2))
        page.merge_transformed_page(stamps[size], corner, over=True)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _picture(content: bytes, lines: Sequence[str]) -> bytes:
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
        kind = image.format or "PNG"
        image.draft("RGB", (_LONGEST, _LONGEST))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((_LONGEST, _LONGEST))
        flat = Image.new("RGB", upright.size, "white")
        clear = upright.convert("RGBA") if upright.mode in {"RGBA", "LA", "P"} else upright
        flat.paste(clear, mask=clear.getchannel("A") if clear.mode in {"RGBA", "LA"} else None)
    with Image.open(BytesIO(_stamp(lines, *flat.size, "png")), formats=("PNG",)) as stamp:
        over = stamp.convert("RGBA").resize(flat.size) if stamp.size != flat.size else stamp.convert("RGBA")
        flat.paste(over, mask=over.getchannel("A"))
    made = BytesIO()
    flat.save(made, kind, quality=85)
    return made.getvalue()
