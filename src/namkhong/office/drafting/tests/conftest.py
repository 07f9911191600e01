"""A world of trust, a commune with its people and their keys, the facts; files in a folder of the test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as given

from namkhong.foundation.files.tests.conftest import visit  # noqa: F401 - a fixture
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations.tests import conftest as organisations
from namkhong.foundation.organisations.tests.factories import SYSTEM
from namkhong.foundation.signatures.tests import trustworld
from namkhong.foundation.signatures.tests.trustworld import Trust
from namkhong.office.documents import types as documents
from namkhong.office.drafting.tests import factories
from namkhong.office.drafting.tests.factories import NOW, House

_few = organisations._few
_FACTS = ("signatures", "drafting", "document_layout", "document_types", "numbering", "calendars", "files")


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trust]:
    """Roots, signers, OCSP, lists and a time stamp server."""
    with trustworld.served(tmp_path_factory.mktemp("tin-cay")) as world:
        yield world


@pytest.fixture
def house(db: None, _few: Path, trust: Trust, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """UBND xã with everybody who has a hand in an outgoing document."""
    for name in _FACTS:
        shutil.copy(given.ROOT / "facts" / f"{name}.json", _few)
    settings.FACTS = _few
    settings.FILES = {**settings.FILES, "folder": str(tmp_path / "files")}
    keys = tmp_path / "khoa"
    keys.mkdir()
    settings.SIGNATURES = {"tsa_url": trust.tsa(), "pkcs12_folder": str(keys)}
    monkeypatch.setattr(documents, "_sights", {})
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    organise.load_facts(NOW, SYSTEM)
    return factories.house(trust, keys)
