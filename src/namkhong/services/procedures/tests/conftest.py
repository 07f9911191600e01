"""The shipped catalogue, loaded once for the tests of the room that only read it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from namkhong.services.procedures.tests.factories import load


def empty() -> None:
    """Take away what was loaded outside the tests' transactions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "truncate procedures_procedure, procedures_field, procedures_process, procedures_searchword,"
            " eforms_formversion, organisations_agency cascade"
        )


@pytest.fixture(scope="package")
def _catalogue(django_db_setup: None, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        load()
    yield
    with django_db_blocker.unblock():
        empty()


@pytest.fixture
def catalogue(_catalogue: None, db: None) -> None:
    """Agencies, forms, processes and the 61 procedures."""
