"""A world made once by the real actions and afterwards copied back, row by row, with the same ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

from namkhong.kernel import remembering

T = TypeVar("T")


class Once(Generic[T]):
    """``Once(make)()`` makes it the first time in a process; later it brings back the rows, in a fraction of the time.

    The database must be as empty as the tests leave it. Sequences only go forward, so ids never meet. Jobs are no part of
    a world: those it caused are dropped, the first time as later.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: list[T] = []
        self._rows: dict[str, list[bytes]] = {}

    def __call__(self) -> T:
        """The same value, and all its rows."""
        if self._made:
            with transaction.atomic():  # references are checked when all are there
                for table, rows in self._rows.items():
                    _write(table, rows)
        else:
            before = _filled()
            made = self._make()
            _drop_jobs()
            self._rows = {table: _rows_of(table) for table in _filled() - before}
            self._made.append(made)
        remembering.begin_anew()
        return self._made[0]


def _cursor() -> Any:
    """The driver's own cursor: Django's has no COPY."""
    connection.ensure_connection()
    return connection.connection.cursor()


def _drop_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")  # what happened to them goes with them


def _filled() -> set[str]:
    """The tables that hold anything."""
    tables = connection.introspection.table_names()
    ask = " union all ".join(f"select '{table}' where exists (select from \"{table}\")" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(ask)
        return {row[0] for row in cursor.fetchall()}


def _write(table: str, rows: list[bytes]) -> None:
    with _cursor() as cursor, cursor.copy(f'copy "{table}" from stdin') as copy:
        for row in rows:
            copy.write(row)


def _rows_of(table: str) -> list[bytes]:
    with _cursor() as cursor, cursor.copy(f'copy "{table}" to stdout') as copy:
        return [bytes(piece) for piece in copy]
