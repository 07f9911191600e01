"""Differences between table and product, short."""

import pytest
from tests.cast import World, WHO
from tests.promises.permissions import ROWS
from tests.promises.test_every_url import _asked


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.id)
def test_show(world: World, row):
    for m in ("get", "post"):
        want = getattr(row, m)
        if want is None:
            continue
        try:
            got = _asked(world, row, m)
        except Exception as e:
            print(f"\n!! {m} {row.id}: {type(e).__name__} {str(e)[:200]}")
            continue
        diff = {w: (want[w], got[w]) for w in WHO if want[w] != got[w]}
        if diff:
            by = {}
            for w, p in diff.items():
                by.setdefault(p, []).append(w)
            print(f"\n## {m} {row.id}: " + "; ".join(f"{a}->{b}: {' '.join(ws)}" for (a, b), ws in by.items()))
