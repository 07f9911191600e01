"""``namkhong serve`` as an operator lives with it: it comes up, heals, refuses a second, goes down and leaves nothing."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from namkhong.config import instance, processes


def _free_pair() -> int:
    start = 20_000 + (os.getpid() * 7) % 20_000
    for port in range(start, 60_000, 2):
        if not any(instance.port_problem("127.0.0.1", one, "") for one in range(port, port + 3)):
            return port
    raise AssertionError("no free ports")


_PATIENCE: Final = 600  # seconds: what fails shows at once, and a machine with a lot else to do takes its time


def _until(true: Callable[[], bool], served: Served) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"waited {_PATIENCE} s in vain:\n{served.said()}"
        time.sleep(0.1)


def _family(root: int) -> dict[int, str]:
    """Every living descendant: number → command line."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if after[0] != "Z":
            parents.setdefault(int(after[1]), []).append(int(stat.parent.name))
    found: dict[int, str] = {}
    waiting = [root]
    while waiting:
        for child in parents.get(waiting.pop(), []):
            with suppress(FileNotFoundError, ProcessLookupError):  # it may end while we look
                found[child] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
                waiting.append(child)
    return found


class Served:
    """One running parent on a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = _free_pair()
        clean = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
        self.environment = clean | {
            "NAMKHONG_VAR": str(folder / "var"),
            "PORT": str(self.port),
            "NAMKHONG_MANIFEST": "0",
        }
        self.environment["SITE_URL"] = f"http://127.0.0.1:{self.port}"
        self.output = (folder / "output").open("w+")
        self.process = self.command("serve", stdout=self.output)

    def command(self, *words: str, stdout: object = subprocess.PIPE) -> subprocess.Popen[str]:
        """A command of ours on the same data folder."""
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
            [sys.executable, "-W", "ignore", "-m", "namkhong", *words],
            env=self.environment,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def health(self) -> int:
        """The status of /suc-khoe; 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", "/suc-khoe")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def said(self) -> str:
        """What the operator read."""
        return Path(self.output.name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    folder = Path(tempfile.mkdtemp(prefix="nk-serve-", dir="/tmp"))
    folder.chmod(0o755)
    running = Served(folder)
    try:
        _until(lambda: "Nhấn Ctrl-C để dừng." in running.said() or running.process.poll() is not None, running)
        assert running.process.poll() is None, running.said()
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(_PATIENCE)
        running.output.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.xdist_group("serve")
def test_it_comes_up_heals_refuses_a_second_and_leaves_nothing(served: Served) -> None:
    assert f"http://127.0.0.1:{served.port}/can-bo/dang-nhap/" in served.said()
    assert served.health() == 200

    second = served.command("serve")
    said, _ = second.communicate(timeout=_PATIENCE)
    assert second.returncode != 0
    assert said.startswith("Năm Không đang chạy rồi ở")

    doctor = served.command("doctor", "--json")
    said, _ = doctor.communicate(timeout=_PATIENCE)
    found = {one["what"]: one["verdict"] for one in json.loads(said)}
    assert {
        name: found[name] for name in ("postgresql", "migrations", "rights", "calendar", "worker")
    } == dict.fromkeys(("postgresql", "migrations", "rights", "calendar", "worker"), "good")

    assert "đã dừng" not in served.said(), "a command beside the parent disturbed it"

    before = _family(served.process.pid)
    postmaster = next(pid for pid, line in before.items() if "bin/postgres -D" in line)
    pages = next(pid for pid, line in before.items() if "granian" in line)
    os.kill(postmaster, signal.SIGKILL)
    os.kill(pages, signal.SIGKILL)
    _until(lambda: postmaster not in _family(served.process.pid) and served.health() == 200, served)
    assert "khởi động lại sau 0,5 giây" in served.said()

    family = _family(served.process.pid)
    served.process.terminate()
    assert served.process.wait(_PATIENCE) == 0, served.said()
    assert served.said().endswith("Đã dừng.\n")
    _until(lambda: not any(_runs(pid, line) for pid, line in family.items()), served)  # what was killed needs a moment
    assert served.health() == 0


def _runs(pid: int, line: str) -> bool:
    """Is this process, and no other that got its number, still there?"""
    with suppress(FileNotFoundError, ProcessLookupError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" and Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") == line
    return False


def test_an_answer_never_waits_for_the_receipt_of_its_head(tmp_path: Path) -> None:
    port = _free_pair()
    with processes.listener(processes.Plan("127.0.0.1", port, demo=False, var=tmp_path)) as listening:
        listening.listen()
        listening.settimeout(10)
        with socket.create_connection(("127.0.0.1", port)), listening.accept()[0] as taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
