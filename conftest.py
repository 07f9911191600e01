"""What every test may use: the database as the page processes see it, jobs run on demand, the network closed."""

from __future__ import annotations

import importlib
import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from namkhong.config import testtemplate
from namkhong.config.postgresql import statements
from namkhong.config.testtemplate import Template
from namkhong.kernel import remembering


@pytest.fixture(scope="session")
def _template(django_test_environment: None, django_db_blocker: Any) -> Iterator[Template | None]:
    """A database migrated before, if there is one: the tests' own is a copy of it."""
    with django_db_blocker.unblock():
        found = testtemplate.template()
    if found:
        connection.settings_dict["TEST"]["TEMPLATE"] = found.name or None
    yield found
    if found:
        found.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, _template: Template | None) -> None:
    """Said before the test database is made."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, _template: Template | None) -> None:
    """After the migrations, bind on the server as the page processes do."""
    with django_db_blocker.unblock():
        if _template:
            _template.keep()
        for alias in connections:
            connections[alias].settings_dict["OPTIONS"]["server_side_binding"] = True
            connections[alias].close()
        connection_created.connect(_keep_statements)


def _keep_statements(*, connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """As page processes do: every test and every undone request ends in a rollback, which would forget them all."""
    statements.keep(connection.connection)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No test hears an answer that the one before asked for."""
    remembering.begin_anew()


@pytest.fixture(autouse=True)
def _no_job_stays(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits is followed by a flush of Django's tables; the queue is not one of them."""
    yield
    mark = request.node.get_closest_marker("django_db")
    if mark is not None and mark.kwargs.get("transaction"):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("delete from procrastinate_jobs")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests reach this machine only."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise RuntimeError(f"a test tried to reach {address[0]}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Runs every waiting job in this transaction, children included; returns how many ran. A failing job fails the test."""
    app = importlib.import_module("procrastinate.contrib.django").app

    def run() -> int:
        done = 0
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "update procrastinate_jobs set status = 'doing' where id = (select id from procrastinate_jobs"
                    " where status = 'todo' and (scheduled_at is null or scheduled_at <= now()) order by id limit 1)"
                    " returning id, task_name, args"
                )
                row = cursor.fetchone()
            if row is None:
                return done
            job, name, args = row
            app.tasks[name].func(**(json.loads(args) if isinstance(args, str) else args))
            with connection.cursor() as cursor:
                cursor.execute("update procrastinate_jobs set status = 'succeeded' where id = %s", [job])
            done += 1

    return run
