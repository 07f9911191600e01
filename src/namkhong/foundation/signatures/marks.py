"""What a signature looks like on the page (Decree 30/2020, Annex I, II.7–8 and III.1): drawn by typst as a page of its own.

The person's image stands in place; the seal covers about a third of it on its left; a copy and an attachment in a separate
file have no image but black text, upright, size 10, at the top right of page one.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import typst
from django.utils.translation import gettext as _
from PIL import Image
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.stamp import StaticStampStyle

from namkhong.foundation.signatures.errors import NotSignable
from namkhong.foundation.signatures.types import FieldKind, Place
from namkhong.kernel import clock
from namkhong.web.paper import fonts

_SOURCE: Final = Path(__file__).with_name("mark.typ")
MM: Final = 72 / 25.4
_SIZE: Final = 10.0  # points, for the text marks (box 14)
_MOST: Final = 4_000  # pixels of a side


def seal_over(signer: Place, width_mm: float = 36.0) -> Place:
    """Where the seal goes: real size, a third of the person's image under its right edge, at the same height."""
    side = width_mm * MM
    right = signer.left + signer.width / 3
    middle = (signer.bottom + signer.top) / 2
    return Place(signer.page, right - side, middle - side / 2, right, middle + side / 2)


def top_right(width: float, height: float, *, margin_mm: float = 15.0) -> Place:
    """Where the mark of a copy or a separate attachment goes: the top right corner of page one, inside the top margin."""
    margin = margin_mm * MM
    return Place(0, width / 2, height - margin - 3 * _SIZE * 1.3, width - margin, height - 0.4 * margin)


def moment(at: datetime) -> str:
    """``2026-11-23T10:00:00+07:00``: ISO 8601 in Vietnamese time, as the decree says."""
    return clock.local(at).replace(microsecond=0).isoformat()


def copy_kind(field: str) -> str:
    """Which copy it is, by the name of its field: "SaoY", "TrichSao", "SaoLuc" (Decree 30/2020 art. 25)."""
    return {"TrichSao": _("TRÍCH SAO"), "SaoLuc": _("SAO LỤC")}.get(field, _("SAO Y"))


def copy_lines(kind: str, agency: str, at: datetime) -> tuple[str, ...]:
    """Of an electronic copy: its kind (SAO Y…), the agency's name, when."""
    return kind, agency, moment(at)


def attachment_lines(number: str, at: datetime) -> tuple[str, ...]:
    """Of an attachment in a separate file: number and symbol of the main document, when."""
    return _("Số: %s") % number, moment(at)


def plain_lines(name: str, at: datetime) -> tuple[str, ...]:
    """Where no image of a hand signature was registered."""
    return _("Ký bởi: %s") % name, moment(at)


def checked_image(data: bytes) -> None:
    """Is it a transparent PNG of a sensible size?

    :raises NotSignable: when it is not.
    """
    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as image:
            image.verify()
            good = image.mode in {"RGBA", "LA", "P"} and max(image.size) <= _MOST
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        good = False
    if not good:
        raise NotSignable(_("Ảnh chữ ký, ảnh con dấu phải là tệp .png nền trong suốt. Xin chọn ảnh khác."))


def drawn(
    place: Place,
    *,
    lines: Sequence[str] = (),
    image: bytes = b"",
    right: bool = False,
    size: float = _SIZE,
    italic: bool = False,
) -> bytes:
    """A one-page PDF as large as the place."""
    given = {
        "width": round(place.width, 1), "height": round(place.height, 1), "size": size,
        "image": bool(image), "lines": list(lines), "right": right, "italic": italic,
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="namkhong-") as folder:
        source = Path(folder) / "mark.typ"
        source.write_bytes(_SOURCE.read_bytes())
        if image:
            (Path(folder) / "anh.png").write_bytes(image)
        made = typst.compile(
            str(source), root=folder, font_paths=fonts(), sys_inputs={"given": json.dumps(given, ensure_ascii=False)}
        )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


def fitting(place: Place, text: str) -> float:
    """The size of text that fits a box for number or date, in points: 13 as the decree has it, less where it must be."""
    wide = place.width / max(1, len(text)) / 0.5
    return round(max(6.0, min(13.0, place.height / 1.25, wide)), 1)


class Style:
    """A drawn mark as the signing library wants it; the file lives as long as the block."""

    def __init__(self, page: bytes) -> None:
        self._page = page
        self._folder = tempfile.TemporaryDirectory(prefix="namkhong-")

    def __enter__(self) -> StaticStampStyle:
        path = Path(self._folder.name) / "mark.pdf"
        path.write_bytes(self._page)
        return StaticStampStyle(border_width=0, background=ImportedPdfPage(str(path)), background_opacity=1.0)

    def __exit__(self, *_reason: object) -> None:
        self._folder.cleanup()


def right_aligned(kind: FieldKind) -> bool:
    """Copies and attachments: at the right edge."""
    return kind in {FieldKind.COPY, FieldKind.ATTACHMENT}
