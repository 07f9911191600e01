"""A store of one's own, a scanner of one's own, and a browser that is somebody."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from namkhong.config.middleware import ActorMiddleware
from namkhong.foundation.files import clamav
from namkhong.foundation.files.tests.factories import EICAR
from namkhong.kernel.actor import Actor


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """A folder of this test alone; no scanner, nothing held back."""
    folder = tmp_path / "files"
    settings.FILES = {"folder": folder, "require_scan": False}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[Actor], Client]:
    """A browser in which this actor is signed in."""

    def make(actor: Actor) -> Client:
        monkeypatch.setattr(ActorMiddleware, "_actor", lambda self, request: actor)
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = "x"
        return client

    return make


@dataclass
class Clamd:
    """A real ClamAV daemon with one signature."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return str(self.folder / "clamd.sock")

    def start(self) -> None:
        user = ["User root"] if Path.home() == Path("/root") else []
        (self.folder / "clamd.conf").write_text(
            "\n".join(
                [
                    *user,
                    f"LocalSocket {self.address}",
                    f"DatabaseDirectory {self.folder}",
                    f"TemporaryDirectory {self.folder}",
                    "Foreground yes",
                    "StreamMaxLength 1M",
                    "MaxThreads 2",
                    "",
                ]
            )
        )
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                ["clamd", f"--config-file={self.folder / 'clamd.conf'}"], stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + 20
        while not clamav.alive(self.address):
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


@pytest.fixture(scope="session")
def _clamd() -> Iterator[Clamd]:
    if shutil.which("clamd") is None:
        pytest.skip("clamd is not installed: apt-get install clamav-daemon")
    folder = Path(tempfile.mkdtemp(prefix="nk-clamd-"))
    (folder / "probe.ndb").write_text(f"Probe.EICAR:0:*:{EICAR.hex()}\n")
    daemon = Clamd(folder)
    daemon.start()
    yield daemon
    daemon.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def scanner(_clamd: Clamd, settings: Any, store: Path) -> Clamd:
    """The store with the scanner in front of it."""
    if _clamd.process is None:
        _clamd.start()
    settings.FILES = {"folder": store, "clamav": _clamd.address, "require_scan": True}
    return _clamd
