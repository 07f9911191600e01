"""Many open dossiers at once, copied row by row in SQL from one that the real actions made: for timing, not for meaning."""

from __future__ import annotations

from typing import Final

from django.db import connection

from namkhong.services.dossiers.models import Dossier

# What differs from the pattern; {n} is the number of the copy.
_OTHER: Final = {
    "public_id": "gen_random_uuid()",
    "code": "%(code)s || '-' || n",
    "answers_id": "null",
    "due_at": "d.due_at + (n %% 97) * interval '1 hour'",
    "step_started_at": "d.step_started_at + (n %% 53) * interval '1 minute'",
    "step_due_at": "d.step_started_at + interval '1 hour'",
}


def copied(dossier_id: int, count: int) -> None:
    """So many open dossiers like this one, due at different hours."""
    columns = [str(field.column) for field in Dossier._meta.concrete_fields if field.column != "id"]
    chosen = ", ".join(_OTHER.get(column, f'd."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = Dossier._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({names}) select {chosen} from {table} d, generate_series(1, %(count)s) n "  # noqa: S608
            "where d.id = %(id)s",
            {"code": "H18-X", "count": count, "id": dossier_id},
        )
        cursor.execute(f"analyze {table}")
