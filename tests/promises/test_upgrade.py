"""The new release's migrations run while the release before still serves: none of them takes anything away from it."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.functions import Now

from tests.promises import beside

OURS = frozenset(config.label for config in apps.get_app_configs() if config.name.startswith("namkhong."))


def _since(loader: MigrationLoader) -> list[Migration]:
    """Ours that the last release did not have, in the order in which they run."""
    had = {key for leaf in beside.RELEASED.items() for key in loader.graph.forwards_plan(leaf)}
    wanted = [key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf)]
    return [loader.graph.nodes[key] for key in dict.fromkeys(wanted) if key not in had and key[0] in OURS]


@pytest.mark.django_db
def test_every_migration_since_the_last_release_runs_beside_it() -> None:
    loader = MigrationLoader(connection)
    assert {leaf for leaf in beside.RELEASED.items() if leaf not in loader.graph.nodes} == set(), "it is released"
    new: set[tuple[str, str]] = set()
    found = []
    for migration in _since(loader):
        state = loader.project_state((migration.app_label, migration.name), at_end=False)
        told = list(beside.complaints(migration, state, new=new))
        if not beside.declared(migration):
            found += [f"{migration.app_label}.{migration.name}: {one}" for one in told]
    assert not found, (
        "\n".join(found) + '\nSee docs/how-to/upgrade.md; or say why it does no harm: beside_previous = "…"'
    )


def _told(*changes: Operation, app: str = "dossiers") -> list[str]:
    state = ProjectState()
    fields: dict[str, models.Field[Any, Any]] = {
        "id": models.BigAutoField(primary_key=True),
        "title": models.CharField(max_length=50),
        "rank": models.IntegerField(null=True),
    }
    state.add_model(ModelState(app, "Dossier", fields))

    class Next(Migration):
        operations: ClassVar = list(changes)

    return list(beside.complaints(Next("0099_next", app), state, new=set()))


_INDEX = models.Index(fields=["title"], name="by_title")
HARMLESS: list[Operation] = [
    migrations.AddField("dossier", "note", models.TextField(null=True)),
    migrations.AddField("dossier", "at", models.DateTimeField(db_default=Now())),
    migrations.AlterField("dossier", "title", models.CharField(max_length=80, help_text="longer")),
    migrations.AlterField("dossier", "rank", models.IntegerField(null=True, verbose_name="rank")),
    AddIndexConcurrently("dossier", _INDEX),
    migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
]
HARMFUL: list[Operation] = [
    migrations.AddField("dossier", "note", models.TextField(default="")),
    migrations.AlterField("dossier", "title", models.CharField(max_length=20)),
    migrations.AlterField("dossier", "title", models.TextField(unique=True)),
    migrations.AlterField("dossier", "rank", models.IntegerField(default=0)),
    migrations.AddIndex("dossier", _INDEX),
    migrations.AddConstraint("dossier", models.UniqueConstraint(fields=["title"], name="one_title")),
    migrations.RemoveField("dossier", "rank"),
    migrations.RenameField("dossier", "rank", "place"),
    migrations.RenameModel("Dossier", "Case"),
    migrations.DeleteModel("Dossier"),
    migrations.RunSQL("select 1"),
    migrations.RunPython(migrations.RunPython.noop),
]


@pytest.mark.parametrize("change", HARMLESS, ids=lambda one: one.describe())
def test_what_only_adds_is_let_through(change: Operation) -> None:
    assert _told(change) == []


@pytest.mark.parametrize("change", HARMFUL, ids=lambda one: one.describe())
def test_what_takes_away_or_waits_is_found(change: Operation) -> None:
    assert len(_told(change)) == 1


def test_a_table_that_the_release_before_does_not_know_may_be_changed_at_will() -> None:
    made = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])
    assert _told(made, migrations.AddField("other", "note", models.TextField(default=""))) == []
    assert _told(migrations.AddIndex("dossier", _INDEX), app="calendars") == [], "declared small"
