"""typst, kept warm: one font book for the process, the layout read from this folder, the content given as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings

_HERE: Final = Path(__file__).resolve().parent
_WEB: Final = _HERE.parents[2] / "web" / "paper_fonts"


class NoPaperFonts(RuntimeError):
    """The fonts for paper were not built; the operator reads this."""


def _folders() -> list[Path]:
    wanted = Path(getattr(settings, "PAPER_FONTS", _WEB))
    spare = settings.ROOT / "node_modules/@expo-google-fonts/tinos"  # before the front end was built
    return [folder for folder in (wanted, spare) if next(folder.rglob("*.ttf"), None)][:1]


@cache
def fonts() -> Any:
    """The font book of the process, read once.

    :raises NoPaperFonts: when the front end was not built.
    """
    folders = _folders()
    if not folders:
        raise NoPaperFonts("Thiếu phông chữ để in biểu mẫu (Tinos). Xin dựng lại phần giao diện rồi chạy lại.")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in folders]
    )


def pdf(layout: str, data: Mapping[str, Any], *, issued_at: datetime) -> bytes:
    """One form as PDF/A-2b. The same data gives the same bytes."""
    made = typst.compile(
        str(_HERE / layout),
        root=str(_HERE),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2b"],
        timestamp=issued_at.astimezone(UTC).replace(microsecond=0),
        format="pdf",
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made
