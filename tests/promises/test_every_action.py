"""Every deed of every room stands in that room's table of who may do it."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps

ROOMS = [config.name for config in apps.get_app_configs() if config.name.startswith("namkhong.")]


def _actions(room: str) -> ModuleType | None:
    try:
        return import_module(f"{room}.actions")
    except ModuleNotFoundError:
        return None


WRITING = [room for room in ROOMS if _actions(room) is not None]


def _deeds(module: ModuleType) -> set[str]:
    offered = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    functions = {name for name in offered if inspect.isfunction(getattr(module, name))}
    own = module.__name__.removesuffix(".actions")
    return {name for name in functions if getattr(module, name).__module__.startswith(own)}


def test_rooms_are_found() -> None:
    assert len(WRITING) >= 10


@pytest.mark.parametrize("room", WRITING)
def test_every_deed_stands_in_the_rooms_table(room: str) -> None:
    module = _actions(room)
    assert module is not None
    table = Path(str(import_module(room).__file__)).parent / "tests" / "test_permissions.py"
    written = set(re.findall(r"[a-z_]+", table.read_text("utf-8")))
    assert not _deeds(module) - written
