"""Pictures of the running product for ``docs/screens``; taken only when ``NAMKHONG_PICTURES=1``."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "screens"
LARGEST: Final = 150_000
_TALLEST: Final = {360: 1_500, 1280: 1_100}


def wanted() -> bool:
    """Whether this run renews the pictures."""
    return os.environ.get("NAMKHONG_PICTURES") == "1"


def take(page: Page, name: str) -> None:
    """The page from its top, no taller than a reader wants to scroll, in few colours."""
    if not wanted():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled")))
    tallest = _TALLEST.get(whole.width, 1_100)
    part = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, tallest)))
    for colours in (256, 96, 48, 24):
        kept = io.BytesIO()
        part.quantize(colours, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        if kept.tell() <= LARGEST:
            break
    (FOLDER / f"{name}.png").write_bytes(kept.getvalue())
