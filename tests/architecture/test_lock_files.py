"""What is installed is locked by hash, and the locks serve every mirror: they name no host."""

from __future__ import annotations

import json
import re

import pytest

from tests.architecture.floors import ROOT

PYTHON_LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-bootstrap.lock")


def _pins(name: str) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize("name", [*PYTHON_LOCKS, "package-lock.json"])
def test_a_lock_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    if name == "package-lock.json":
        packages = json.loads(text)["packages"]
        assert not [path for path, package in packages.items() if "resolved" in package]
    else:
        assert "://" not in text
        assert "--index" not in text


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_package_is_pinned_by_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)
    pinned = [entry for entry in entries if re.match(r"[a-z0-9._-]+(\[[^]]*\])?==", entry)]
    assert pinned
    assert not [entry.splitlines()[0] for entry in pinned if "--hash=sha256:" not in entry]


def test_every_node_package_is_pinned_by_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert not [path for path, package in packages.items() if path and "integrity" not in package]


def test_what_tests_need_holds_all_that_running_needs() -> None:
    """So that ``make run`` after ``make test`` finds its environment ready."""
    run, test = _pins("requirements.lock"), _pins("requirements-test.lock")
    assert {name: version for name, version in run.items() if test.get(name) != version} == {}


def test_the_locks_hold_what_the_project_asks_for() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = _pins("requirements.lock")
    asked = [re.split(r"[\[<>=~! ]", one)[0].lower() for one in project["project"]["dependencies"]]
    assert [name for name in asked if name.replace("_", "-") not in locked] == []
    assert "uv" in _pins("requirements-bootstrap.lock")
