"""The cast's small province: loaded once for a module, each test on its own savepoint above it; nothing stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from tests import cast
from tests.cast import World


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield cast.build()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def world(_loaded: World, db: None, settings: Any) -> Iterator[World]:
    """The province with its cast; the clock stands at 14:00, Monday 23 November 2026; passwords are read quickly."""
    settings.PASSWORD_HASHERS = ["namkhong.foundation.accounts.tests.factories.QuickArgon2"]
    with time_machine.travel(cast.NOW, tick=False):
        yield _loaded
