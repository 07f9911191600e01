"""What every test may use: the database as the page processes see it, jobs run on demand, the network closed."""

from __future__ import annotations

import importlib
import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from namkhong.kernel import remembering


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """After the migrations, bind on the server as the page processes do."""
    with django_db_blocker.unblock():
        for alias in connections:
            connections[alias].settings_dict["OPTIONS"]["server_side_binding"] = True
            connections[alias].close()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No test hears an answer that the one before asked for."""
    remembering.begin_anew()


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
