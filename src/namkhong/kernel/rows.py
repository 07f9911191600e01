"""Rows read and written with statements made once for each table, where Django makes the same statement every time.

For the few tables that every deed touches: there the making costs the page process more than PostgreSQL's work does
(``make bench``). Everywhere else a model reads and saves itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)


def one(model: type[M], where: str, params: Sequence[Any], *, lock: bool = False) -> M | None:
    """The row of which ``where`` is true, a constant of the caller over a unique column; ``None`` when there is none.

    ``lock``: FOR UPDATE, until the transaction ends.
    """
    statement, names, read = _select(model)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} where {where}{' for update' if lock else ''}", params)
        found = cursor.fetchone()
    if found is None:
        return None
    values = list(found)
    for place, field in read:
        values[place] = field.from_db_value(values[place], None, connection)
    return model.from_db(connection.alias, names, values)


def insert_all(rows: Sequence[M]) -> None:
    """INSERT rows of one table that are not there yet, by one statement; each then knows its key.

    :raises IntegrityError: as the table's constraints say.
    """
    if not rows:
        return
    statement, fields, returns = _insert(type(rows[0]), len(rows))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in _values(row, fields, add=True)])
        keys = cursor.fetchall() if returns else ()
    for row, (key,) in zip(rows, keys, strict=False):
        row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert(row: Model) -> None:
    """The same for one row.

    :raises IntegrityError: as the table's constraints say.
    """
    insert_all([row])


def update(row: Model, columns: Sequence[str]) -> None:
    """UPDATE these columns, by their attribute names (``owner_id``), of one row that is there.

    :raises IntegrityError: as the table's constraints say.
    :raises LookupError: the row is not there.
    """
    if not columns:
        return
    statement, fields = _update(type(row), tuple(columns))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_values(row, fields, add=False), row.pk])
        if cursor.rowcount != 1:
            raise LookupError(f"there is no row {row.pk} in {row._meta.db_table}")


def _values(row: Model, fields: Sequence[Field[Any, Any]], *, add: bool) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add), connection) for field in fields]


@cache
def _select(model: type[Model]) -> tuple[str, list[str], list[tuple[int, Any]]]:
    """The statement, the attributes in its order, and the fields that must read what the driver gives."""
    fields = model._meta.concrete_fields
    columns = ", ".join(_quoted(field) for field in fields)
    read = [(place, field) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return f"select {columns} from {_table(model)}", [field.attname for field in fields], read  # noqa: S608 - our own names


@cache
def _insert(model: type[Model], many: int) -> tuple[str, tuple[Field[Any, Any], ...], bool]:
    own = model._meta.auto_field
    fields = tuple(field for field in model._meta.concrete_fields if field is not own)
    columns = ", ".join(_quoted(field) for field in fields)
    line = f"({', '.join(['%s'] * len(fields))})"
    places = ", ".join([line] * many)
    returning = f" returning {_quoted(own)}" if own is not None else ""
    return f"insert into {_table(model)} ({columns}) values {places}{returning}", fields, own is not None  # noqa: S608


@cache
def _update(model: type[Model], columns: tuple[str, ...]) -> tuple[str, tuple[Field[Any, Any], ...]]:
    known = {field.attname: field for field in model._meta.concrete_fields}
    fields = tuple(known[name] for name in columns)
    places = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    return f"update {_table(model)} set {places} where {_quoted(model._meta.pk)} = %s", fields  # noqa: S608


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _quoted(field: Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))
