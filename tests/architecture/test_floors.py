"""Call down, announce up: imports, foreign keys and what they let one reach from below."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.db.models import Model
from grimp import ImportGraph
from importlinter.application import contract_utils  # noqa: F401 - proves that the installed linter has what we extend

from tests.architecture.floors import ROOT, height, may_point
from tests.architecture.front_door import FrontDoorContract


def _ours() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("namkhong.")]


def test_imports_keep_the_contracts() -> None:
    """Floors, order inside a room, front doors: the contracts of ``pyproject.toml``."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(linter), "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_foreign_keys_point_down() -> None:
    up = [
        f"{model._meta.label}.{field.name} → {target._meta.label}"
        for model in _ours()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and (target := field.related_model)
        if target.__module__.startswith("namkhong.")
        if not may_point(model.__module__, target.__module__)
    ]
    assert not up


def test_nothing_below_can_reach_up_by_a_reverse_accessor() -> None:
    """A foreign key into a lower room is written with ``related_name="+"``."""
    up = [
        f"{model._meta.label}.{relation.get_accessor_name()} → {relation.related_model._meta.label}"
        for model in _ours()
        for relation in model._meta.related_objects
        if relation.related_model.__module__.startswith("namkhong.")
        if not may_point(model.__module__, relation.related_model.__module__)
    ]
    assert not up


def test_the_floors_are_as_drawn() -> None:
    assert height("namkhong.services.dossiers.models") > height("namkhong.services.procedures.models")
    assert height("namkhong.services.eforms.models") > height("namkhong.foundation.organisations.models")
    assert height("namkhong.foundation.organisations") == height("namkhong.foundation.citizens")
    assert may_point("namkhong.services.dossiers.models", "namkhong.foundation.accounts.models")
    assert not may_point("namkhong.foundation.accounts.models", "namkhong.foundation.files.models")
    assert not may_point("namkhong.foundation.organisations.models", "namkhong.foundation.citizens.models")


def _contract() -> FrontDoorContract:
    return FrontDoorContract(
        name="doors",
        session_options={},
        contract_options={
            "wings": ["namkhong.services", "namkhong.foundation"],
            "doors": ["actions", "queries"],
            "open": ["namkhong.services.eforms.rendering"],
            "exempt": ["namkhong.config"],
        },
    )


def _graph(importer: str, imported: str) -> ImportGraph:
    graph = ImportGraph()
    graph.add_import(importer=importer, imported=imported, line_number=1, line_contents="import")
    return graph


def test_only_the_front_door_is_a_door() -> None:
    allowed = [
        ("namkhong.services.dossiers.views", "namkhong.foundation.files.queries"),
        ("namkhong.services.dossiers.views", "namkhong.services.dossiers.models"),
        ("namkhong.services.dossiers.views", "namkhong.services.eforms.rendering"),
        ("namkhong.services.dossiers.views", "namkhong.kernel.text"),
        ("namkhong.config.wiring", "namkhong.foundation.files.models"),
        ("namkhong.services.dossiers.tests.test_filing", "namkhong.foundation.files.models"),
    ]
    refused = [
        ("namkhong.services.dossiers.views", "namkhong.foundation.files.models"),
        ("namkhong.services.dossiers.views", "namkhong.foundation.files.actions.storing"),
        ("namkhong.services.dossiers.views", "namkhong.services.eforms.forms"),
    ]
    for pair in allowed:
        assert _contract().check(_graph(*pair), verbose=False).kept, pair
    for pair in refused:
        assert not _contract().check(_graph(*pair), verbose=False).kept, pair
