"""A short form of ``make bench``: the figures of a second mean nothing, but all it does and proves is done and proved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import report, run
from tests.journeys.product import Product

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

SHORT = run.Size(seconds=1, clients=2, rows=2_000, bulk=20, printed=10, communes=2, readers=3)
ASKED = {"rate", "p50", "p95", "p99", "cpu_ms", "sql"}  # of every operation, by the name other programs read


def test_what_the_bench_measures_really_happened(product: Product, tmp_path: Path) -> None:
    if product.process is None:
        pytest.skip("the processes of a copy that is only visited are not known")

    found = run.everything(product, SHORT, say=print)

    assert not report.refusals(found.claims), [claim.line() for claim in found.claims]
    assert found.bulk_dossiers == SHORT.bulk
    assert set(found.limit) == {"submit", "submit_at_once", "move", "read", "look_up", "inbox"}
    report.write(found, {}, tmp_path / "latest.json")
    written = json.loads((tmp_path / "latest.json").read_text(encoding="utf-8"))
    for name, operation in written["operations"].items():
        assert set(operation) >= ASKED, name
        assert operation["rate"] > 0, name
        assert name == "receive" or operation["ratio_to_limit"] > 0, name
    assert len(found.web_memory) == 2
    assert {aim["met"] for aim in written["aims"]} <= {True, False}
    print(report.table(found))
