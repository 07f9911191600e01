"""Reading the facts of the first page."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from namkhong.portal.home.types import LifeEvents, Suggestion


def _suggestion(row: dict[str, Any]) -> Suggestion:
    return Suggestion(
        name=row["name"],
        name_en=row["name_en"],
        search=row["search"],
        hint=row.get("hint", ""),
        hint_en=row.get("hint_en", ""),
        key=row.get("key", ""),
        codes=tuple(row.get("codes", ())),
    )


@lru_cache(maxsize=4)
def _read(path: Path, changed: float) -> LifeEvents:
    facts = json.loads(path.read_text(encoding="utf-8"))
    return LifeEvents(
        events=tuple(_suggestion(row) for row in facts["events"]),
        often=tuple(_suggestion(row) for row in facts["often"]),
    )


def life_events() -> LifeEvents:
    """``facts/life_events.json``, read again when the file changed."""
    path = settings.FACTS / "life_events.json"
    return _read(path, path.stat().st_mtime)
