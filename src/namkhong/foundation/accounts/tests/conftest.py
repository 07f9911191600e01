"""A quick hash for the tests of sign-in, and a folder for static files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["namkhong.foundation.accounts.tests.factories.QuickArgon2"]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
