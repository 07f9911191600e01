"""Where the browser is, and how it is told to keep to itself."""

from __future__ import annotations

import os
import shutil
from typing import Final

import pytest

QUIET: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--disable-sync",
    "--no-first-run",
)
_PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome")


def find() -> str:
    """The program; a test that needs it is skipped without it, and fails where everything has to be there."""
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), "")
    if not found:
        sentence = "thiếu chromium; cài bằng: sudo apt-get install -y chromium"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(sentence)
        pytest.skip(sentence)
    return found
