"""Names say what a thing is; every room has its card."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

from tests.architecture.floors import PACKAGE, ROOT, rooms

VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers"}


def test_no_module_has_a_name_that_fits_everything() -> None:
    vague = [path for path in PACKAGE.rglob("*") if path.stem in VAGUE and "node_modules" not in path.parts]
    assert not [str(path.relative_to(ROOT)) for path in vague if path.suffix == ".py" or path.is_dir()]


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_room_says_what_it_is_for(room: Path) -> None:
    card = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    lines = card.splitlines()
    assert 3 <= len(lines) <= 15, f"the card of {room.name} has {len(lines)} lines"
    assert "to be furnished" not in card


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return listed.stdout.splitlines()


def test_every_test_file_is_found_by_pytest() -> None:
    """A file of tests that is not called ``test_*.py`` would never run."""
    lost = [
        path
        for path in PACKAGE.rglob("tests/*.py")
        if not path.name.startswith("test_") and "\ndef test_" in path.read_text(encoding="utf-8")
    ]
    assert not lost


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    homes = tuple(f"/{name}/" for name in ("home", "Users", "work"))
    found = []
    for name in _tracked():
        path = ROOT / name
        if path.suffix in {".lock", ".woff2", ".png", ".ttf", ".pdf"} or not path.is_file() or name == __file__:
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{name}: {home}" for home in homes if f'"{home}' in text or f" {home}" in text or f"({home}" in text]
    assert not found
