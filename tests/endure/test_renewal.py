"""The code on disk takes over from the code that runs, while people file, receive and read: not one request is dropped."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.endure import judging, killing
from tests.endure.hands import ANSWER, AWAY, PATIENCE
from tests.endure.loading import Load
from tests.journeys.product import Product

pytestmark = [
    pytest.mark.xdist_group("endure"),
    pytest.mark.skipif(sys.platform != "linux", reason="open connections are kept on Linux only"),
]
_LEAVE_SECONDS = 330


@dataclass(slots=True)
class Passers:
    """People who come once each: a new connection for every request, to read and to send."""

    address: str
    stop: threading.Event = field(default_factory=threading.Event)
    answered: int = 0
    troubles: list[str] = field(default_factory=list)

    def _read(self) -> int:
        return httpx.get(self.address, timeout=ANSWER).status_code

    def _send(self) -> int:
        with httpx.Client(base_url=self.address, timeout=ANSWER) as somebody:
            somebody.get("/")
            fields = {"csrfmiddlewaretoken": somebody.cookies["nk_csrf"], "language": "en", "next": "/"}
            self.answered += 1
            return somebody.post("/ngon-ngu/", data=fields).status_code

    def _pass(self, *, sends: bool) -> None:
        while not self.stop.is_set():
            try:
                status = self._send() if sends else self._read()
                self.answered += 1
                if status >= 400:
                    self.troubles.append(f"sends={sends}: {status}")
            except (httpx.HTTPError, KeyError) as error:
                self.troubles.append(f"sends={sends}: {error!r}")
            self.stop.wait(0.02)

    @contextmanager
    def passing(self) -> Iterator[None]:
        """While the block lasts."""
        threads = [threading.Thread(target=self._pass, kwargs={"sends": sends}) for sends in (True, False)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join(2 * ANSWER)


def restarted(product: Product, python: str = sys.executable) -> str:
    """``namkhong restart``, as an operator types it; what it said."""
    assert product.var is not None
    done = subprocess.run(
        [python, "-W", "ignore", "-m", "namkhong", "restart"],
        env={**os.environ, "NAMKHONG_VAR": str(product.var)},
        capture_output=True,
        text=True,
        timeout=1_800,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\n{judging.last_words(product)}"
    return done.stdout


def _gone(pids: list[int]) -> bool:
    return not any(Path(f"/proc/{pid}/exe").exists() for pid in pids)


def renewed(product: Product, load: Load, *, requests: int, quiet: float, python: str = sys.executable) -> int:
    """Restart under load until so many requests were answered; how often that was.

    :param quiet: seconds of load after each restart, in which the old version loses its last connections.
    :param python: of the version that takes over.
    """
    broken, seen, times = len(load.seen.broken), len(load.seen.statuses), 0
    passers = Passers(product.address)
    with load.running(), passers.passing():
        while times == 0 or len(load.seen.statuses) - seen + passers.answered < requests:
            before = killing.pids(product, "page") + killing.pids(product, "worker")
            said = restarted(product, python)
            assert "đã nhận việc" in said, said
            times += 1
            time.sleep(quiet)
            now = killing.pids(product, "page") + killing.pids(product, "worker")
            assert set(now) - set(before), "nobody new works"
    killing.until(lambda: _gone(before), _LEAVE_SECONDS)
    statuses = load.seen.statuses[seen:]
    print(f"n={len(statuses) + passers.answered} requests, {times} restarts; {said.splitlines()[-1]}")
    assert load.seen.broken[broken:] == [], f"connections were cut off\n{judging.last_words(product)}"
    assert AWAY not in statuses, f"somebody was turned away\n{judging.last_words(product)}"
    assert passers.troubles == [], f"{passers.troubles[:10]}\n{judging.last_words(product)}"
    judging.settle(product)
    print(judging.judge(product, load.filed, load.received, load.since, load.submitted))
    return times


def test_a_rolling_restart_drops_no_request(product: Product, load: Load) -> None:
    killing.until(lambda: httpx.get(f"{product.address}/suc-khoe", timeout=ANSWER).status_code == 200, PATIENCE)
    assert renewed(product, load, requests=1, quiet=1) == 1


@pytest.mark.endure
def test_restart_after_restart_drops_none_of_five_thousand_requests(product: Product, load: Load) -> None:
    renewed(product, load, requests=5_000, quiet=10)
