"""What people say, and what the law says: ``facts/synonyms.json``, read again when the file changes."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings


@lru_cache(maxsize=4)
def _read(path: str, _modified: float) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    return found


def synonyms() -> dict[str, Any]:
    """``words``: pairs of the law's words and the people's; ``filler``: words that mean nothing to a search."""
    path = Path(settings.FACTS) / "synonyms.json"
    return _read(str(path), path.stat().st_mtime) if path.exists() else {"words": [], "filler": []}
