"""What a migration may do while the release before it still runs on the same tables (docs/how-to/upgrade.md).

The release before writes rows without knowing the new columns, reads the columns it knows, and must not wait for a lock that is held
for as long as a large table takes to read. What no rule can judge (``RunPython``, ``RunSQL``) and what is taken away says in the
migration itself why it does no harm: ``beside_previous = "…"``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, RemoveIndexConcurrently
from django.db import connection
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field
from django.db.models.fields import NOT_PROVIDED

# Where the last release left each room. Whoever makes a release writes the new leaves here.
RELEASED: Final[Mapping[str, str]] = {
    "accounts": "0002_programs",
    "audit": "0003_words",
    "calendars": "0001_initial",
    "citizens": "0001_initial",
    "desks": "0003_retention",
    "dossiers": "0013_from_other_systems",
    "eforms": "0002_designing",
    "feedback": "0002_retention",
    "files": "0002_loose",
    "notifications": "0002_retention",
    "numbering": "0001_initial",
    "openness": "0001_initial",
    "organisations": "0003_reorganisation",
    "places": "0001_initial",
    "procedures": "0003_fee_rules",
    "retention": "0001_initial",
    "subscriptions": "0001_initial",
}
# Tables that hold a few thousand rows in the largest province: an index on them is built before anybody notices.
SMALL: Final = frozenset(
    {"organisations", "calendars", "numbering", "places", "procedures", "eforms", "retention", "subscriptions"}
)
_HARMLESS: Final = (
    operations.AlterModelManagers,
    operations.AlterModelOptions,
    operations.AlterModelTableComment,
    operations.CreateModel,
    operations.RemoveConstraint,
    operations.RemoveIndex,
    operations.RenameIndex,
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
)


def complaints(migration: Migration, before: ProjectState, *, new: set[tuple[str, str]]) -> Iterator[str]:
    """What the release before could trip over; ``new`` holds the models it does not know, and learns those made here."""
    state = before.clone()
    for operation in migration.operations:
        yield from _of(operation, migration.app_label, state, new)
        if isinstance(operation, operations.CreateModel):
            new.add((migration.app_label, operation.name_lower))
        operation.state_forwards(migration.app_label, state)


def declared(migration: Migration) -> str:
    """Why it does no harm, in the words of whoever wrote it."""
    return str(getattr(migration, "beside_previous", "")).strip()


def _of(operation: Operation, app: str, state: ProjectState, new: set[tuple[str, str]]) -> Iterator[str]:
    name = str(getattr(operation, "model_name", "") or getattr(operation, "name", "")).lower()
    if isinstance(operation, _HARMLESS) or (app, name) in new:
        return
    told = f"{type(operation).__name__} {name}"
    match operation:
        case operations.AddField():
            if not _optional(operation.field):
                yield f"{told}.{operation.name}: the release before writes rows without it: null, or db_default"
        case operations.AlterField():
            was = state.models[app, name].fields[operation.name]
            if not _widens(was, operation.field):
                yield f"{told}.{operation.name}: the column is no longer what the release before reads and writes"
        case operations.AddIndex():
            if app not in SMALL:
                yield f"{told}: writing waits while it is built: AddIndexConcurrently, atomic = False"
        case operations.AddConstraint():
            yield f"{told}: checked row by row under a lock, and the release before may not keep it: AddConstraintNotValid"
        case _:
            yield f"{told}: no rule can tell what the release before makes of it"


def _optional(field: Field[Any, Any]) -> bool:
    return field.many_to_many or field.null or field.db_default is not NOT_PROVIDED


def _indexed(field: Field[Any, Any]) -> tuple[bool, bool]:
    return field.unique, bool(getattr(field, "db_index", False))


def _widens(was: Field[Any, Any], now: Field[Any, Any]) -> bool:
    """The column stays as it is, or takes more than before without being written anew."""
    if was.null and not now.null:
        return False
    if was.get_internal_type() != now.get_internal_type() or _indexed(was) != _indexed(now):
        return False
    before, after = was.max_length, now.max_length
    if before is not None and (after is None or after >= before):
        return True
    return before == after and was.db_type(connection) == now.db_type(connection)
