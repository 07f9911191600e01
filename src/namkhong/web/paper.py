"""The faces of paper: one font book of typst for the process, whoever prints."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

_WEB: Final = Path(__file__).resolve().parent / "paper_fonts"


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
    import typst  # loaded with the first paper

    folders = _folders()
    if not folders:
        raise NoPaperFonts("Thiếu phông chữ để in biểu mẫu (Tinos). Xin dựng lại phần giao diện rồi chạy lại.")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in folders]
    )
