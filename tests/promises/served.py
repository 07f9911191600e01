"""The page processes as ``namkhong serve`` starts them, against the database of the tests; and sockets that behave badly."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from namkhong.config.processes import Plan, pages


@dataclass(slots=True)
class Pages:
    """Two page processes that answer on a port of this machine."""

    process: subprocess.Popen[bytes]
    port: int

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, seconds: float = 20, **headers: str
    ) -> tuple[int, float]:
        """The status and how long it took; 0 when nobody answered in time."""
        started = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            status = 0
        finally:
            line.close()
        return status, time.perf_counter() - started

    def open(self, said: bytes) -> socket.socket:
        """A connection on which only this was said."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        line.sendall(said)
        return line

    def memory(self) -> int:
        """Bytes that the page processes hold together, without what they share."""
        total = 0
        for pid in self._workers():
            for row in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if row.startswith(("Private_Clean", "Private_Dirty")):
                    total += int(row.split()[1]) * 1_024
        return total

    def _workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid, *map(int, children.split())]


def _database_url() -> str:
    told: dict[str, Any] = connection.settings_dict
    who = quote(told["USER"] or "", safe="")
    password = f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else ""
    name = quote(told["NAME"], safe="")
    host, port = told["HOST"] or "", told["PORT"] or ""
    if host.startswith("/"):
        return f"postgresql://{who}{password}@/{name}?host={quote(host, safe='')}" + (f"&port={port}" if port else "")
    return f"postgresql://{who}{password}@{host or 'localhost'}{f':{port}' if port else ''}/{name}"


@contextmanager
def served(folder: Path, **more: str) -> Iterator[Pages]:
    """Two page processes with these settings besides; they are ended, and leave nothing."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = int(listening.getsockname()[1])
    plan = Plan(host="127.0.0.1", port=port, demo=False, var=folder)
    environment = {**os.environ, "DATABASE_URL": _database_url(), "NAMKHONG_VAR": str(folder), "PORT": str(port)}
    environment |= {"NAMKHONG_MANIFEST": "0", "NAMKHONG_WORKERS": "2", "PYTHONUNBUFFERED": "1", **more}
    child = pages(plan, environment, listening)
    log = (folder / "trang.log").open("wb")
    process = subprocess.Popen(
        child.command,
        env=dict(child.environment),
        stdout=log,
        stderr=subprocess.STDOUT,
        pass_fds=child.pass_fds,
    )
    listening.close()  # the child has it
    running = Pages(process, port)
    try:
        deadline = time.monotonic() + 90
        while running.ask("/can-bo/dang-nhap/", seconds=5)[0] != 200:
            assert process.poll() is None, (folder / "trang.log").read_text()
            assert time.monotonic() < deadline, (folder / "trang.log").read_text()
            time.sleep(0.2)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)
        log.close()
