"""The floors of the house, read from where they are written: the import contracts in ``pyproject.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "src" / "namkhong"
WINGS: Final = ("portal", "services", "office", "foundation")


@cache
def _layers(container: str) -> list[list[str]]:
    """Top to bottom; rooms side by side share a floor."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers" and contract.get("containers") == [container]:
            return [re.findall(r"[a-z_]+", layer) for layer in contract["layers"]]
    raise AssertionError(f"no contract lays out the floors of {container}")


def height(module: str) -> tuple[int, int]:
    """How high a module of ours lives: (wing, floor); higher calls lower."""
    parts = module.split(".")
    wings = _layers("namkhong")
    wing = next(len(wings) - number for number, names in enumerate(wings) if parts[1] in names)
    if parts[1] not in WINGS:
        return wing, 0
    floors = _layers(f"namkhong.{parts[1]}")
    return wing, next(len(floors) - number for number, names in enumerate(floors) if parts[2] in names)


def may_point(one: str, other: str) -> bool:
    """May a model of the first room hold a foreign key to the second?"""
    return _room(one) == _room(other) or height(one) > height(other)


def _room(module: str) -> str:
    return ".".join(module.split(".")[:3])


def rooms() -> list[Path]:
    """The folder of every room."""
    return sorted(
        folder
        for wing in WINGS
        for folder in (PACKAGE / wing).iterdir()
        if (folder / "__init__.py").is_file() and folder.name != "tests"
    )
