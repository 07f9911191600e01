"""Filled-in samples of papers, shipped as facts: which component of which procedure has one, and the file."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from namkhong.kernel.remembering import remember
from namkhong.services.procedures.errors import NoSuchProcedure


@remember()
def _known() -> dict[str, dict[str, str]]:
    """Procedure code → component name → slug. A province without samples has none."""
    index = Path(settings.FACTS) / "samples" / "index.json"
    if not index.is_file():
        return {}
    known: dict[str, dict[str, str]] = {}
    for row in json.loads(index.read_text("utf-8"))["samples"]:
        known.setdefault(row["procedure"], {})[row["component"]] = row["slug"]
    return known


def samples_of(code: str) -> dict[str, str]:
    """Component name → slug of its sample, for one procedure."""
    return _known().get(code, {})


def sample_file(code: str, slug: str) -> Path:
    """The PDF of a sample.

    :raises NoSuchProcedure: when there is none.
    """
    file = Path(settings.FACTS) / "samples" / f"{code}-{slug}.pdf"
    if slug not in samples_of(code).values() or not file.is_file():
        raise NoSuchProcedure
    return file
