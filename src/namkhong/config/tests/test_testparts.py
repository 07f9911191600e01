"""How the tests are shared out, and the database they begin with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from namkhong.config import testparts, testtemplate

WORLDS = frozenset({"_loaded", "_catalogue"})  # fixtures that keep a transaction open for a whole module


def _file(item: pytest.Item) -> str:
    return item.nodeid.split("::", 1)[0]


def test_a_file_without_a_group_is_the_work_of_one_process(request: pytest.FixtureRequest) -> None:
    marker = request.node.get_closest_marker("xdist_group")
    assert marker is not None
    assert marker.args == (_file(request.node),)
    if "PYTEST_XDIST_WORKER" in os.environ:  # whoever deals the tests out reads the group from the name
        assert request.node.nodeid.endswith(f"@{_file(request.node)}")


def test_what_commits_does_not_share_a_file_with_a_module_s_world(request: pytest.FixtureRequest) -> None:
    """The world would stand in an open transaction while the threads look for theirs."""
    items = request.session.items
    commit = {_file(item) for item in items if testparts.alone(item)}
    assert not sorted(_file(item) for item in items if _file(item) in commit and WORLDS & set(item.fixturenames))  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_no_migration_is_left_to_do_in_the_tests_database() -> None:
    executor = MigrationExecutor(connection)
    assert not executor.migration_plan(executor.loader.graph.leaf_nodes())


def test_a_changed_migration_is_another_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    migration = tmp_path / "0001_initial.py"
    monkeypatch.setattr(testtemplate, "_read", lambda: iter([migration]))
    migration.write_text("first")
    first = testtemplate._mark()
    migration.write_text("second")
    assert testtemplate._mark() != first
