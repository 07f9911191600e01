"""A commune and a department with their people, set up once for a file; files in a folder of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from namkhong.foundation.files.tests.conftest import visit  # noqa: F401 - a fixture
from namkhong.foundation.organisations import actions as organisations
from namkhong.foundation.organisations.tests.conftest import _few, province  # noqa: F401 - fixtures
from namkhong.foundation.organisations.tests.factories import NOW, SYSTEM
from namkhong.office.documents import types
from namkhong.office.documents.tests import factories
from namkhong.office.documents.tests.factories import Office
from namkhong.office.documents.types import Sight


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.FILES = {"folder": tmp_path / "files", "require_scan": False}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: Any, _few: Path) -> Iterator[Office]:  # noqa: F811
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            with override_settings(FACTS=_few):
                organisations.load_facts(NOW, SYSTEM)
            yield factories.build()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def office(_built: Office, db: None) -> Office:
    """Everybody, with the facts loaded."""
    return _built


@pytest.fixture
def sight(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sight], None]:
    """What a room above would say about who is concerned."""

    def fill(sight: Sight) -> None:
        monkeypatch.setattr(types, "_sights", {"above": sight})

    return fill


@pytest.fixture(autouse=True)
def _nobody_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rooms above have rows of their own to look at; here nobody is concerned unless a test says so."""
    monkeypatch.setattr(types, "_sights", {})
