"""Two machines whose clocks disagree work on the same dossiers: nothing breaks, no step ends before it began."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from namkhong.config import processes
from namkhong.config.database import Database
from tests.endure import judging, killing
from tests.endure.hands import ANSWER, PATIENCE, Person
from tests.endure.loading import COUNTERS, Load
from tests.journeys.product import Product

pytestmark = [pytest.mark.xdist_group("endure")]
_SIGNED_IN_SECONDS = 900
_ROOT = Path(__file__).resolve().parents[2]


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _beside(product: Product, shift: float, *words: str) -> Iterator[None]:
    """A process of the same deployment on a machine with a wrong clock."""
    assert product.var is not None
    plan = processes.Plan(host="127.0.0.1", port=product.port, demo=True, var=product.var)
    url = judging.url(product)
    environment = plan.environment(Database(url=url, owner_url=url)) | {
        "NAMKHONG_TEST_SHIFT": str(shift),
        "DJANGO_SETTINGS_MODULE": "namkhong.config.settings",
        "NAMKHONG_SERVER_BINDING": "1",
        "NAMKHONG_POOL": "3" if words[0] == "serve" else "0",
        "PYTHONPATH": os.pathsep.join([str(_ROOT / "src"), str(_ROOT)]),
    }
    log = product.var / "log" / f"shifted-{words[0]}.log"
    with log.open("ab") as output:
        running = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.endure.shifted", *words],
            env=environment,
            cwd=_ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
    except AssertionError:
        print(log.read_text(errors="replace")[-4_000:])
        raise
    else:
        assert running.poll() is None, "the process with the wrong clock has ended"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            running.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def _answers(address: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{address}/suc-khoe", timeout=ANSWER).status_code in {200, 503}
    return False


def _apart(product: Product, load: Load, shift: float, each: int) -> None:
    """File here and receive there, then file there and receive here."""
    port, faulty = _port(), len(load.seen.faults)
    address = f"http://127.0.0.1:{port}"
    with _beside(product, shift, "serve", str(port)), _beside(product, shift, "worker"):
        killing.until(lambda: _answers(address), PATIENCE)
        here, reader = load.counters[0], load.citizens[0]
        for person in (here, reader):
            person.stay()
        # Who signs in on one machine and works on both is signed out where her session looks left alone for too long.
        citizens = (reader, reader.on(address) if abs(shift) < _SIGNED_IN_SECONDS else reader)
        there = Person(address, load.seen)
        there.sign_in_official(COUNTERS[0])
        officials = (there, here)
        for _time in range(each):
            for citizen, official in zip(citizens, officials, strict=True):
                filed = citizen.file()
                load.filed.append(filed)
                assert official.receive(filed.code)
                load.received.append(filed.code)
        judging.settle(product)
        there.close()
        if citizens[1] is not reader:
            citizens[1].close()
    assert not load.seen.faults[faulty:], f"{load.seen.faults[faulty:]}\n{judging.last_words(product)}"
    early = judging.rows(
        product,
        "select s.id from dossiers_step s join lateral (select at from dossiers_step b where b.dossier_id = s.dossier_id"
        " and b.id < s.id order by b.id desc limit 1) b on true where s.at < b.at",
    )
    assert not early, f"steps before the step before them: {early}"
    print(
        f"n={2 * each} dossiers between clocks {shift:+.0f} s apart: {judging.judge(product, load.filed, load.received, load.since, load.submitted)}"
    )


def test_a_process_whose_clock_is_ten_minutes_ahead_breaks_nothing(product: Product, load: Load) -> None:
    _apart(product, load, 600, 1)


@pytest.mark.endure
@pytest.mark.parametrize("shift", [600, -600, 86_400, -86_400])
def test_clocks_apart_by_minutes_and_by_a_day_break_nothing(product: Product, load: Load, shift: float) -> None:
    _apart(product, load, shift, 25)
