"""Moments and the shipped patterns."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings

from namkhong.foundation.numbering import actions

NOW: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def facts() -> dict[str, Any]:
    """The shipped file."""
    data: dict[str, Any] = json.loads((settings.FACTS / "numbering.json").read_text(encoding="utf-8"))
    return data


def load() -> None:
    """The shipped patterns, in the database."""
    actions.load_facts(now=NOW)
