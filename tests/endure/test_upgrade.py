"""An earlier version runs with its own data and libraries; this one takes over while people work: not one request is dropped.

The earlier version is the commit before this one, or any other: ``make endure ARGS="-k upgrade" NAMKHONG_PREVIOUS=<commit>``.
The short form, one version after itself, is in ``test_renewal.py``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.endure import judging, killing
from tests.endure.loading import Load
from tests.endure.test_renewal import renewed
from tests.journeys import product as products
from tests.journeys.product import Product

pytestmark = [
    pytest.mark.endure,
    pytest.mark.skipif(sys.platform != "linux", reason="open connections are kept on Linux only"),
]
ROOT: Final = Path(__file__).resolve().parents[2]
PREVIOUS: Final = os.environ.get("NAMKHONG_PREVIOUS") or "HEAD^"
_MIGRATIONS: Final = "select count(*) from django_migrations"
_DOSSIERS: Final = "select count(*) from dossiers_dossier"


@pytest.fixture
def current(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the operator's link to the version that runs stands; it leads to the earlier one, set up as a stranger does."""
    folder = tmp_path_factory.mktemp("releases")
    earlier = folder / "earlier"
    subprocess.run(["git", "-C", str(ROOT), "worktree", "add", "--detach", str(earlier), PREVIOUS], check=True)
    try:
        # It runs under this test's own libraries otherwise.
        clean = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}}
        subprocess.run(["make", "-C", str(earlier), "set-up"], env=clean, check=True, timeout=1_800)
        link = folder / "current"
        link.symlink_to(earlier)
        yield link
    finally:
        subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(earlier)], check=True)


def _python(release: Path) -> str:
    return str(release / ".venv" / "bin" / "python")


def _take(link: Path, release: Path) -> None:
    """Let the link lead elsewhere, in one step."""
    fresh = link.with_name("next")
    fresh.symlink_to(release)
    fresh.replace(link)


def _run_from(product: Product, release: Path) -> bool:
    """Do all pages and the worker run with the libraries of this release?"""
    pids = killing.pids(product, "page") + killing.pids(product, "worker")
    return all(f"{release}/.venv/lib" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8") for pid in pids)


def test_an_upgrade_from_the_commit_before_drops_no_request(current: Path, tmp_path: Path) -> None:
    product = products.start(tmp_path, python=_python(current))
    try:
        tables, dossiers = judging.count(product, _MIGRATIONS), judging.count(product, _DOSSIERS)
        load = Load(product, judging.last_step(product))
        load.sign_in(programs=1)
        try:
            _take(current, ROOT)
            assert renewed(product, load, requests=1, quiet=10, python=_python(current)) == 1
        finally:
            load.close()
        assert judging.count(product, _DOSSIERS) >= dossiers > 0
        assert _run_from(product, ROOT)
        grown = judging.count(product, _MIGRATIONS) - tables
        print(f"{PREVIOUS}: {grown} migrations, {dossiers} dossiers of before")
        assert judging.command(product, "doctor").returncode == 0
    finally:
        assert product.stop() == 0, product.said()[-3_000:]
