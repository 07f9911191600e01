"""typst with the fonts of the process: the layout from this folder, the content given as JSON, never as source."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from namkhong.web.paper import fonts

_HERE: Final = Path(__file__).resolve().parent


def pdf(layout: str, data: Mapping[str, Any], *, issued_at: datetime) -> bytes:
    """One paper as PDF/A-2b. The same data gives the same bytes."""
    import typst  # loaded with the first paper

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
