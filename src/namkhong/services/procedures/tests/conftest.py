"""The shipped catalogue, loaded once for a module, each test on its own savepoint above it; nothing stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from namkhong.services.procedures.tests.factories import load


@pytest.fixture(scope="module")
def _catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:  # what other modules rolled back would be in the way, as autovacuum knows
            cursor.execute("vacuum procedures_procedureversion, procedures_searchword")
        outer = transaction.atomic()
        outer.__enter__()
        try:
            load()
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def catalogue(_catalogue: None, db: None) -> None:
    """Agencies, forms, processes and the 62 procedures."""
