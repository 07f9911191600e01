"""The province as the facts know it: whole for the tests about the tree, a few agencies for all others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from namkhong.foundation.organisations import actions
from namkhong.foundation.organisations.tests.factories import NOW, SYSTEM

_FEW = {"db", "vpubnd_2025", "ttpvhcc_2025", "stp_2025", "syt_2025", "thanhtra_2025", "c03127", "c03172", "c03325"}


@pytest.fixture
def whole_province(db: None) -> None:
    """All agencies."""
    actions.load_facts(NOW, SYSTEM)


@pytest.fixture(scope="session")
def _few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = json.loads((settings.FACTS / "agencies.json").read_text(encoding="utf-8"))
    data["agencies"] = [entry for entry in data["agencies"] if entry["key"] in _FEW]
    data["successions"] = []
    folder = tmp_path_factory.mktemp("facts")
    (folder / "agencies.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


@pytest.fixture
def province(request: pytest.FixtureRequest, db: None, _few: Path, settings: Any) -> None:
    """The province, some departments, three communes with their units; nothing more where the whole is asked for."""
    if "whole_province" not in request.fixturenames:
        settings.FACTS = _few
        actions.load_facts(NOW, SYSTEM)
