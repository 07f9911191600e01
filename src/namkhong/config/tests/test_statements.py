"""What page processes keep at the server: statements over a refusal, nothing for a look, few names of savepoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db import OperationalError as AwayForNow
from psycopg import OperationalError

from namkhong.config.postgresql import base, statements

pytestmark = pytest.mark.django_db

COUNT = "select count(*) from pg_prepared_statements"


@pytest.fixture
def page() -> Iterator[Any]:
    """The database as a page process has it: a pool, statements bound and prepared at the server."""
    options = {**connection.settings_dict["OPTIONS"], "server_side_binding": True, "prepare_threshold": 0}
    options["pool"] = {"min_size": 1, "max_size": 1, "timeout": 20}
    made: Any = base.DatabaseWrapper({**connection.settings_dict, "OPTIONS": options}, alias="default")
    made.inc_thread_sharing()
    yield made
    made.close()
    made.close_pool()


def _ask(page: Any, statement: str, *values: object) -> Any:
    with page.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone() if cursor.description else None
    return row and row[0]


def test_taking_a_connection_leaves_nothing_behind_at_the_server(page: Any) -> None:
    for _turn in range(3):
        before = _ask(page, COUNT)
        page.close()
    for _turn in range(20):
        _ask(page, "select 1")
        page.close()
    assert _ask(page, COUNT) <= before + 1  # ``select 1`` itself


def test_a_connection_that_was_used_just_now_is_looked_at_without_a_journey(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.ensure_connection()
    statements.look(page.connection)
    monkeypatch.setattr(page.connection, "execute", _never)
    statements.look(page.connection)
    monkeypatch.setattr(statements, "UNUSED", 0.0)
    with pytest.raises(AssertionError, match="asked"):
        statements.look(page.connection)


def _never(*_args: object, **_named: object) -> None:
    raise AssertionError("the server was asked")


def test_a_server_that_hung_up_is_noticed_and_the_next_request_gets_another_connection(page: Any) -> None:
    first = _ask(page, "select pg_backend_pid()")
    held = page.connection
    statements.look(held)
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 10000)", [first])
    with pytest.raises(OperationalError):
        statements.look(held)
    page.close()
    assert _ask(page, "select pg_backend_pid()") != first


def test_a_refusal_does_not_throw_away_what_was_prepared(page: Any) -> None:
    for _turn in range(3):
        assert _ask(page, "select %s::int + 1", 1) == 2
    known = _ask(page, COUNT)
    assert known > 0
    page.set_autocommit(False)
    with pytest.raises(IntegrityError):
        _ask(
            page, "insert into accounts_oncekey (key, fingerprint, answer, created_at) values (null, null, null, null)"
        )
    page.rollback()
    page.set_autocommit(True)
    assert _ask(page, COUNT) >= known
    assert _ask(page, "select %s::int + 1", 5) == 6


def test_a_table_that_changes_makes_everything_be_prepared_anew(page: Any) -> None:
    _ask(page, "create temporary table so_tam (a int)")
    for _turn in range(3):
        assert _ask(page, "select count(*) from so_tam") == 0
        assert _ask(page, "select * from so_tam") is None
    _ask(page, "alter table so_tam add column b text default 'mới'")
    _ask(page, "insert into so_tam (a) values (1) returning a")
    with page.cursor() as cursor:
        cursor.execute("select * from so_tam")
        assert cursor.fetchone() == (1, "mới")


def test_a_table_that_somebody_else_changed_is_read_anew(page: Any) -> None:
    _ask(page, "create temporary table so_tam (a varchar(5))")
    _ask(page, "create temporary table so_sau (a varchar(5))")
    both = "select a from so_tam", "select a from so_sau"
    for _turn in range(3):
        assert [_ask(page, one) for one in both] == [None, None]
    for name in ("so_tam", "so_sau"):  # the driver is not told of what is done inside
        _ask(page, f"do $$ begin execute 'alter table {name} alter a type varchar(9)'; end $$")
    assert [_ask(page, one) for one in both * 3] == [None] * 6
    _ask(page, "do $$ begin execute 'alter table so_tam alter a type varchar(12)'; end $$")
    page.set_autocommit(False)
    with pytest.raises(AwayForNow):
        _ask(page, both[0])
    page.rollback()
    assert [_ask(page, one) for one in both] == [None, None]
    page.rollback()
    page.set_autocommit(True)


def test_savepoints_have_few_names_and_undo_only_their_own(page: Any) -> None:
    _ask(page, "create temporary table so_tam (a int)")
    page.set_autocommit(False)
    names = set()
    for turn in range(5):
        outer = page.savepoint()
        page.savepoint_ids.append(outer)
        _ask(page, "insert into so_tam (a) values (%s) returning a", turn)
        inner = page.savepoint()
        _ask(page, "insert into so_tam (a) values (%s) returning a", 100 + turn)
        page.savepoint_rollback(inner)
        page.savepoint_ids.pop()
        page.savepoint_commit(outer)
        names |= {outer, inner}
    assert len(names) == 2
    assert _ask(page, "select array_agg(a order by a) from so_tam") == [0, 1, 2, 3, 4]
    page.rollback()
    page.set_autocommit(True)
