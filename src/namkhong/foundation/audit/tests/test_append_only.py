"""Nobody changes what was recorded."""

from __future__ import annotations

import importlib

import pytest
from django.db import DatabaseError, connection, transaction

from namkhong.foundation.audit import actions
from namkhong.foundation.audit.tests.factories import NOW, sql, write

TABLES = ["audit_entry", "audit_seal", "audit_sealedhead"]
CHANGE = {
    "audit_entry": "update audit_entry set reason = 'khác'",
    "audit_seal": "update audit_seal set entry_id = -entry_id",
    "audit_sealedhead": "update audit_sealedhead set position = 0",
}


def _refused(statement: str) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        sql(statement)
    return str(caught.value)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
def test_update_and_delete_are_refused_even_to_a_superuser(table: str) -> None:
    write(2)
    actions.seal(NOW)
    assert "append-only" in _refused(CHANGE[table])
    assert "append-only" in _refused(f"delete from {table}")  # noqa: S608


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
def test_truncate_is_refused_outside_test_databases(table: str) -> None:
    migration = importlib.import_module("namkhong.foundation.audit.migrations.0001_initial")
    body = migration.APPEND_ONLY.split("create function audit_refuse()")[1].split("end $$;")[0]
    elsewhere = body.replace("current_database()", "'namkhong'")
    with connection.cursor() as cursor:
        cursor.execute("begin")
        try:
            cursor.execute(f"create or replace function audit_refuse() {elsewhere} end $$;")
            with pytest.raises(DatabaseError, match="append-only"):
                cursor.execute(f"truncate {table}")
        finally:
            cursor.execute("rollback")


@pytest.mark.django_db(transaction=True)
def test_the_application_role_may_add_but_not_truncate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("begin")
        try:
            cursor.execute("create role nk_app_probe")
            for table in TABLES:
                cursor.execute(f"grant select, insert, update, delete on {table} to nk_app_probe")
            cursor.execute("grant usage, select on all sequences in schema public to nk_app_probe")
            cursor.execute("set local role nk_app_probe")
            cursor.execute(
                "insert into audit_entry (at, actor_kind, actor_label, actor_post, agency_name, agency_path,"
                " on_behalf_of, action, subject_type, subject_id, purpose, reason, detail, elevated)"
                " values (now(), 'system', '', '', '', '', '', 'a.b', 'x', '1', '', '', '{}', false)"
            )
            with pytest.raises(DatabaseError, match="permission denied"):
                cursor.execute("truncate audit_entry")
        finally:
            cursor.execute("rollback")
