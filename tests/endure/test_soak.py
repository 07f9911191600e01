"""Half an hour at seventy percent of what the machine can do: memory and latency stay flat, jobs keep up."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import linear_regression, mean, quantiles
from typing import Final

import pytest

from tests.endure import judging, killing
from tests.endure.hands import PATIENCE
from tests.endure.loading import Load
from tests.journeys.product import Product

pytestmark = [pytest.mark.xdist_group("endure")]
_SECONDS: Final = float(os.environ.get("NAMKHONG_SOAK_SECONDS", "1800"))
_AT_WORK_MB: Final = 20.0  # a process that has not loaded the platform yet holds less
_WAITING: Final = (
    "select coalesce(extract(epoch from now() - min(e.at)), 0)::float from procrastinate_jobs j"
    " join procrastinate_events e on e.job_id = j.id and e.type = 'deferred'"
    " where j.status = 'todo' and j.scheduled_at is null"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen in one stretch of time."""

    at: float
    pages_mb: float
    worker_mb: float
    p50: float  # milliseconds
    p95: float
    asked: int
    lag: float  # seconds that the oldest job has waited


def _resident(pids: Sequence[int]) -> float:
    """Megabytes of the largest of these processes; 0 when none of them lives."""
    sizes = [0.0]
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):
            words = Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()
            sizes.append(float(words[0]) / 1024 if words else 0.0)  # one that has just ended holds nothing
    return max(sizes)


def _memory(product: Product) -> tuple[float, float]:
    """Megabytes of the largest page process and of the largest worker."""
    heads = killing.heads(product)
    pages = [pid for pid in killing.pids(product, "page") if pid not in heads]
    return _resident(pages), _resident(killing.pids(product, "worker"))


def _sample(product: Product, load: Load, since: float) -> Sample:
    took = [1000 * seconds for at, seconds in list(load.seen.times) if at >= since]
    cut = quantiles(took, n=20) if len(took) > 1 else took * 19
    pages, worker = _memory(product)
    return Sample(
        at=time.monotonic(),
        pages_mb=pages,
        worker_mb=worker,
        p50=cut[9],
        p95=cut[18],
        asked=len(took),
        lag=float(judging.rows(product, _WAITING)[0][0]),
    )


def _soaked(product: Product, load: Load, seconds: float, stretch: float) -> list[Sample]:
    """Everything is up before the first stretch; a stretch ends when its time is over and somebody was answered in it."""
    samples: list[Sample] = []
    killing.until(lambda: min(_memory(product)) > _AT_WORK_MB, PATIENCE, every=0.5)
    load.rest = 3 / 7
    try:
        with load.running():
            began = time.monotonic()
            while time.monotonic() - began < seconds or len(samples) < 2:
                since = time.monotonic()
                time.sleep(stretch)
                killing.until(partial(_answered, load, since), PATIENCE)
                samples.append(_sample(product, load, since))
    finally:
        load.rest = 0
    return samples


def _answered(load: Load, since: float) -> bool:
    return any(at >= since for at, _took in reversed(load.seen.times))


def _slope(samples: Sequence[Sample], name: str) -> float:
    """How much more in an hour."""
    line = linear_regression([one.at / 3600 for one in samples], [float(getattr(one, name)) for one in samples])
    return float(line.slope)


def _told(samples: Sequence[Sample]) -> None:
    asked = sum(one.asked for one in samples)
    print(
        f"n={asked} requests in {samples[-1].at - samples[0].at:.0f} s; job lag at most {max(one.lag for one in samples):.1f} s"
    )
    for name, unit in (("pages_mb", "MB"), ("worker_mb", "MB"), ("p50", "ms"), ("p95", "ms")):
        values = [float(getattr(one, name)) for one in samples]
        print(
            f"  {name:10} first {values[0]:8.1f}  last {values[-1]:8.1f} {unit}  slope {_slope(samples, name):+8.1f} {unit}/h"
        )


def test_a_moment_of_work_is_measured_and_jobs_keep_up(product: Product, load: Load) -> None:
    samples = _soaked(product, load, 4, 2)
    _told(samples)
    assert all(one.asked and min(one.pages_mb, one.worker_mb) > _AT_WORK_MB for one in samples)
    judging.settle(product)


@pytest.mark.endure
def test_half_an_hour_of_work_grows_neither_memory_nor_waiting(product: Product, load: Load) -> None:
    samples = _soaked(product, load, _SECONDS, max(5, _SECONDS / 60))
    _told(samples)
    third = len(samples) // 3
    first, last = samples[third : 2 * third], samples[2 * third :]  # the first third warms up
    for name, limit in (("pages_mb", 1.1), ("worker_mb", 1.1), ("p50", 1.3), ("p95", 1.5)):
        before, after = (mean(float(getattr(one, name)) for one in part) for part in (first, last))
        assert after <= before * limit + 1, f"{name} grew from {before:.1f} to {after:.1f}"
    assert max(one.lag for one in samples) < 60
    judging.settle(product)
    print(judging.judge(product, load.filed, load.received, load.since, load.submitted))
