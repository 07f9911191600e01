"""A world of trust served once per run, and a commune whose people have certificates of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as given

from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations.tests import conftest as organisations
from namkhong.foundation.organisations.tests.factories import SYSTEM
from namkhong.foundation.signatures.tests import factories, trustworld
from namkhong.foundation.signatures.tests.factories import Commune
from namkhong.foundation.signatures.tests.trustworld import NOW, Trust

few = organisations._few


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trust]:
    """Roots, signers, OCSP, lists and a time stamp server."""
    with trustworld.served(tmp_path_factory.mktemp("tin-cay")) as world:
        yield world


@pytest.fixture
def commune(db: None, few: Path, trust: Trust, settings: Any, tmp_path: Path) -> Commune:
    """UBND xã with chairman, deputy, specialist, văn thư; their certificates; the roots in the registry."""
    shutil.copy(given.ROOT / "facts" / "signatures.json", few)
    settings.FACTS = few
    settings.FILES = {**settings.FILES, "folder": str(tmp_path / "files")}
    keys = tmp_path / "khoa"
    keys.mkdir()
    settings.SIGNATURES = {"tsa_url": trust.tsa(), "pkcs12_folder": str(keys)}
    organise.load_facts(NOW, SYSTEM)
    return factories.commune(trust, keys)
