"""Which papers are identity papers: a component whose name has one of the words of ``facts/identity_papers.json``."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from namkhong.kernel import text


@lru_cache(maxsize=4)
def _words(path: Path, changed: int) -> tuple[str, ...]:
    known = json.loads(path.read_text(encoding="utf-8"))
    return tuple(text.fold(word) for word in known["words"])


def is_identity_paper(component_name: str) -> bool:
    """Does this component ask for a paper that says who somebody is?"""
    path = Path(settings.FACTS) / "identity_papers.json"
    folded = text.fold(component_name)
    return any(word in folded for word in _words(path, path.stat().st_mtime_ns))
