"""The product as an operator starts it: ``namkhong serve --demo`` on free ports, in a data folder of its own."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DOSSIERS: Final = 20
START_SECONDS: Final = 900
STOP_SECONDS: Final = 120
_MIDNIGHT: Final = """
from datetime import timedelta

from namkhong.config import database
from namkhong.kernel import clock

with database.django():
    from django.db import transaction
    from namkhong.foundation.audit import actions, publishing

    actions.seal(clock.now())
    with transaction.atomic():
        assert publishing.publish(clock.now() + timedelta(days=1)), "a copy has one such night"
"""
_OURS: Final = ("NAMKHONG_", "DATABASE_", "DJANGO_", "PYTEST_", "OIDC_", "FILES_", "SMS_", "EMAIL_")


@dataclass(slots=True)
class Product:
    """A running copy and where it answers."""

    process: subprocess.Popen[bytes] | None  # None: somebody else's copy, only visited
    port: int
    log: Path
    var: Path | None = None  # its data folder, where that is known
    host: str = "127.0.0.1"
    database: str = ""  # the address of its database, where it is not the embedded one

    @property
    def address(self) -> str:
        """By number, as the operator is told."""
        return f"http://{self.host}:{self.port}"

    @property
    def named_address(self) -> str:
        """By name, as passkeys need it."""
        return f"http://localhost:{self.port}"

    @property
    def provider(self) -> str:
        """The identity provider next door."""
        return f"http://127.0.0.1:{self.port + 1}"

    def said(self) -> str:
        """What it printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the product ended with {self.process.returncode}:\n{self.said()}")
            if _answers(self.port) and _answers(self.port + 1):
                return
            time.sleep(0.3)
        raise AssertionError(f"the product did not answer within {START_SECONDS} s:\n{self.said()}")

    def let_the_night_pass(self) -> None:
        """Publish the root of today now, by the deed that the worker does after midnight: no journey can wait for it."""
        assert self.var is not None, "set NAMKHONG_JOURNEY_VAR to the data folder of the copy that is visited"
        environment = {**os.environ, "NAMKHONG_VAR": str(self.var)}
        for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            environment.pop(name, None)
        subprocess.run([sys.executable, "-c", _MIDNIGHT], env=environment, check=True, timeout=60)

    def stop(self) -> int:
        """SIGTERM, as an init system would; whatever is left after that is a failure, and ended."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            return self.process.wait()


def start(folder: Path, *, dossiers: int = DOSSIERS, python: str = sys.executable) -> Product:
    """Start it with so many dossiers and wait until it answers.

    :param python: of the version that is started.
    """
    port = _free_port()
    log = folder / "serve.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    for name in ("SITE_URL", "PORT", "SECRET_KEY", "STATIC_ROOT"):
        environment.pop(name, None)
    environment |= {"NAMKHONG_VAR": str(folder / "var"), "PYTHONUNBUFFERED": "1"}
    command = [python, "-m", "namkhong", "serve", "--demo", f"--dossiers={dossiers}", f"--port={port}"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    product = Product(process, port, log, folder / "var")
    try:
        product.wait()
    except BaseException:
        product.stop()
        raise
    return product


def _free_port() -> int:
    """A port whose two neighbours are free as well: the identity provider and the axis take them."""
    for _attempt in range(50):
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
                three.bind(("127.0.0.1", port + 2))
            except OSError:
                continue
            return port
    raise AssertionError("no three free ports side by side")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/suc-khoe")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
