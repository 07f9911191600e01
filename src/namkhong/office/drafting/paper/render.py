"""typst, kept warm: a document laid out from data, and where its free places lie on the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from namkhong.foundation.signatures.types import Place
from namkhong.web.paper import fonts

_HERE: Final = Path(__file__).resolve().parent
_HEIGHT: Final = 841.89  # points of A4: typst counts from the top, a PDF from the bottom


@dataclass(frozen=True, slots=True)
class Laid:
    """A PDF/A-2b and its free places by their names."""

    pdf: bytes
    places: dict[str, Place]


def laid(paper: str, data: Mapping[str, Any], *, at: datetime) -> Laid:
    """One document. The same data gives the same bytes."""
    import typst  # loaded with the first paper

    compiler = typst.Compiler(
        str(_HERE / f"{paper}.typ"),
        root=str(_HERE),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=at.astimezone(UTC).replace(microsecond=0))
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    found = json.loads(compiler.query("<slot>", field="value", format="json"))
    return Laid(made, {one["name"]: _place(one) for one in found})


def _place(one: Mapping[str, Any]) -> Place:
    top = _HEIGHT - one["y"]
    return Place(one["page"] - 1, one["x"], top - one["h"], one["x"] + one["w"], top)
