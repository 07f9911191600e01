"""What is written outside is read or refused in a sentence: no crash, no hang, no growth. ``make endure`` asks ten thousand times."""

from __future__ import annotations

import gc
import os
import time
import tracemalloc
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings

from tests.endure.parsers import READERS, refused_or_read, spoiled

EXAMPLES: Final = 4 * int(os.environ.get("NAMKHONG_EXAMPLES", "25"))
LONGEST_SECONDS: Final = 3.0  # on a busy machine; what hangs takes for ever
MOST_GROWN: Final = 2_000_000  # bytes kept after so many thousand refusals
each_reader = pytest.mark.parametrize("name", READERS)


def _asked(name: str, examples: int) -> tuple[int, int, float]:
    """How often, how often it was read, and the longest it took."""
    reader, seeds = READERS[name]
    seen = {"n": 0, "read": 0}
    longest = 0.0

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(spoiled(seeds))
    def holds(content: bytes) -> None:
        nonlocal longest
        started = time.perf_counter()
        seen["read"] += refused_or_read(reader, content)
        seen["n"] += 1
        longest = max(longest, time.perf_counter() - started)

    holds()
    assert longest < LONGEST_SECONDS, (name, longest)
    return seen["n"], seen["read"], longest


@each_reader
def test_what_is_right_is_read(name: str) -> None:
    reader, seeds = READERS[name]
    assert all(refused_or_read(reader, seed) for seed in seeds)


@each_reader
def test_whatever_comes_is_read_or_refused_in_a_sentence(name: str) -> None:
    asked, _read, _longest = _asked(name, EXAMPLES)
    assert asked >= EXAMPLES // 2


@pytest.mark.endure
@each_reader
def test_ten_thousand_times_and_nothing_is_kept(name: str) -> None:
    _asked(name, 500)
    gc.collect()
    tracemalloc.start()
    try:
        asked, read, longest = _asked(name, 10_000)
        gc.collect()
        kept = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    print(f"\n{name}: n = {asked}, đọc được {read}, lâu nhất {longest * 1_000:.0f} ms, còn giữ {kept // 1_000} KB")
    assert kept < MOST_GROWN
