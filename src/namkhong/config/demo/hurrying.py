"""What a load into a database that nobody uses yet may do and a deed of the day may not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

STATEMENTS: Final = 400  # more than the lives of dossiers know; psycopg keeps 100


def hurry() -> None:
    """A demo that a power cut destroys is loaded again: no deed waits for the disk. Statements stay prepared."""
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = off")
    connection.connection.prepare_threshold = 1
    connection.connection.prepared_max = STATEMENTS


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """One transaction without the savepoints of the deeds in it: what fails ends the whole load."""
    features, before = connection.features, connection.features.uses_savepoints
    features.uses_savepoints = False
    try:
        with transaction.atomic():
            yield
    finally:
        features.uses_savepoints = before
