"""The listening socket outlives the version that serves it: whoever calls while one follows another is answered."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from namkhong.config import rehearsal

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="leaving without cutting anybody off needs /proc"),
    pytest.mark.xdist_group("serve"),
]
APPLICATION = """
import os, time

def application(environ, start_response):
    body = environ["wsgi.input"].read()
    if environ["PATH_INFO"] == "/cham":
        time.sleep(2)
    fit = os.environ.get("FIT", "1") == "1" or environ["PATH_INFO"] != "/"
    start_response("200 OK" if fit else "500 Internal Server Error", [("Content-Type", "text/plain")])
    return [(os.environ["VERSION"] + " ").encode(), str(os.getpid()).encode(), b" ", body]
"""
WANTED = 5_000


@dataclass(slots=True)
class Version:
    """One version's page processes."""

    process: subprocess.Popen[bytes]
    ready: int
    go: int

    def rehearsed(self) -> bytes:
        """What its workers said: one byte each; empty when all have ended."""
        said = b""
        while len(said) < 2 and rehearsal.UNFIT not in said:
            one = os.read(self.ready, 2)
            if not one:
                break
            said += one
        return said

    def begin(self) -> None:
        """They may."""
        os.close(self.go)
        self.go = -1


@pytest.fixture
def port() -> Iterator[socket.socket]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1024)
        listening.settimeout(0)
        yield listening


@pytest.fixture
def start(tmp_path: Path, port: socket.socket) -> Iterator[Callable[..., Version]]:
    """Start a version; all are ended afterwards."""
    (tmp_path / "small_application.py").write_text(APPLICATION, encoding="utf-8")
    started: list[Version] = []
    log = (tmp_path / "log").open("ab")

    def begin(name: str, *, fit: bool = True) -> Version:
        ready, tell = os.pipe()
        wait, go = os.pipe()
        os.set_blocking(wait, False)  # as the parent's (config.renewing)
        options = [f"--fd={port.fileno()}", "--host=127.0.0.1", f"--port={port.getsockname()[1]}", "--workers=2"]
        options += ["--threads=4", "--application=small_application:application"]
        options += [f"--ready-fd={tell}", f"--go-fd={wait}"]
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "namkhong.config.granian_pages", *options],
            env={**os.environ, "VERSION": name, "FIT": str(int(fit)), "PYTHONPATH": str(tmp_path)},
            pass_fds=(port.fileno(), tell, wait),
            start_new_session=True,
            stderr=log,
        )
        os.close(tell)
        os.close(wait)
        started.append(Version(process, ready, go))
        return started[-1]

    yield begin
    for one in started:
        if one.process.poll() is None:
            os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()
        os.close(one.ready)
        if one.go >= 0:
            os.close(one.go)
    log.close()
    said = (tmp_path / "log").read_text()
    assert "Unexpected exit" not in said, said


def _ask(connection: http.client.HTTPConnection, method: str, path: str = "/") -> tuple[int, list[str]]:
    connection.request(method, path, body=b"x" * 3_000 if method == "POST" else None)
    answer = connection.getresponse()
    return answer.status, answer.read().decode().split()


def _version(number: int) -> str:
    """Who answers a new connection."""
    with closing(http.client.HTTPConnection("127.0.0.1", number, timeout=60)) as connection:
        return _ask(connection, "GET")[1][0]


@dataclass(slots=True)
class Callers:
    """People who ask without a pause, on one connection or on a new one each time."""

    number: int
    stop: threading.Event = field(default_factory=threading.Event)
    answered: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    def _call(self, method: str, *, keep: bool) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.number, timeout=60)
        while not self.stop.is_set():
            try:
                status, words = _ask(connection, method)
            except (OSError, http.client.HTTPException) as error:
                self.troubles.append(f"{method} keep={keep}: {error!r}")
                connection.close()
                continue
            if status != 200 or (method == "POST" and len(words[2]) != 3_000):
                self.troubles.append(f"{method} keep={keep}: {status}")
            self.answered[words[0]] += 1
            if not keep:
                connection.close()
        connection.close()

    @contextmanager
    def calling(self) -> Iterator[None]:
        """While the block lasts."""
        kinds = [(method, keep) for method in ("GET", "POST") for keep in (True, False)]
        threads = [threading.Thread(target=self._call, args=(method,), kwargs={"keep": keep}) for method, keep in kinds]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join(90)


def test_five_thousand_requests_through_one_version_after_another_and_none_is_dropped(
    port: socket.socket, start: Callable[..., Version]
) -> None:
    versions = [start("1")]
    versions[0].begin()
    callers = Callers(port.getsockname()[1])
    with callers.calling():
        while sum(callers.answered.values()) < WANTED or len(versions) < 4:
            assert len(callers.troubles) < 20, callers.troubles
            enough = sum(callers.answered.values()) + WANTED // 4
            while sum(callers.answered.values()) < enough and not callers.troubles:
                time.sleep(0.01)
            following = start(str(len(versions) + 1))
            assert following.rehearsed() == rehearsal.READY * 2
            assert str(len(versions) + 1) not in callers.answered, "it answered before it was told to begin"
            versions[-1].process.send_signal(signal.SIGUSR1)
            following.begin()
            versions.append(following)
    print(f"n={sum(callers.answered.values())} requests, {len(versions)} versions")
    assert callers.troubles == []
    assert sum(callers.answered.values()) >= WANTED
    for one in versions[:-1]:
        assert one.process.wait(60) == 0, "a version that left did not end by itself"
    assert versions[-1].process.poll() is None


def test_what_is_under_way_and_an_open_connection_are_finished_by_the_old(
    port: socket.socket, start: Callable[..., Version]
) -> None:
    number = port.getsockname()[1]
    old = start("1")
    old.begin()
    slow, idle = (http.client.HTTPConnection("127.0.0.1", number, timeout=60) for _ in range(2))
    with closing(slow), closing(idle):
        _old_finishes(number, old, start, slow, idle)


def _old_finishes(
    number: int,
    old: Version,
    start: Callable[..., Version],
    slow: http.client.HTTPConnection,
    idle: http.client.HTTPConnection,
) -> None:
    assert _ask(idle, "GET")[1][0] == "1"
    slow.request("GET", "/cham")
    new = start("2")
    assert new.rehearsed() == rehearsal.READY * 2
    old.process.send_signal(signal.SIGUSR1)
    time.sleep(0.2)
    new.begin()
    assert _version(number) == "2", "the old takes no further connection"
    assert slow.getresponse().read().decode().startswith("1 ")
    assert old.process.poll() is None, "it left while somebody was still connected"
    idle.request("GET", "/")
    answer = idle.getresponse()
    assert (answer.read().decode().split()[0], answer.getheader("Connection")) == ("1", "close")
    assert old.process.wait(60) == 0


def test_a_version_that_is_not_fit_says_so_and_never_answers(
    port: socket.socket, start: Callable[..., Version]
) -> None:
    old = start("1")
    old.begin()
    bad = start("2", fit=False)
    number = port.getsockname()[1]
    assert [_version(number) for _ in range(20)] == ["1"] * 20
    os.killpg(bad.process.pid, signal.SIGKILL)
    assert bad.rehearsed() == b""
    assert _version(number) == "1"


def test_a_rehearsal_that_fails_tells_the_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "_SECONDS", 0.0)

    def broken(_environ: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("503 Service Unavailable", [])
        return [b"no"]

    ready, tell = os.pipe()
    wait, go = os.pipe()
    try:
        assert not rehearsal.over(wait)
        with pytest.raises(SystemExit):
            rehearsal.hold(broken, ready=tell, go=wait)
        assert os.read(ready, 8) == rehearsal.UNFIT
        os.close(go)
        assert rehearsal.over(wait)
    finally:
        for one in (ready, tell, wait):
            os.close(one)
