"""A real HTTP server in a thread, as somebody else's machine: it keeps what came, byte for byte, and answers as told."""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Came:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


Behaviour = Callable[["Handler"], None]


def status(code: int, **headers: str) -> Behaviour:
    """Answer with this number."""

    def behave(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return behave


def hang(seconds: float) -> Behaviour:
    """Say nothing for so long."""

    def behave(handler: Handler) -> None:
        handler.machine.gone.wait(seconds)

    return behave


def slowly(seconds: float) -> Behaviour:
    """Take it, but take one's time."""

    def behave(handler: Handler) -> None:
        time.sleep(seconds)
        status(204)(handler)

    return behave


def drip(handler: Handler) -> None:
    """A byte of an answer that never ends, again and again: no single read takes long."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.machine.gone.wait(0.05):
        handler.wfile.write(b"a")
        handler.wfile.flush()


def flood(handler: Handler) -> None:
    """An answer without end."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(1 << 40))
    handler.end_headers()
    chunk = b"x" * 65_536
    while not handler.machine.gone.is_set():
        handler.wfile.write(chunk)
        handler.machine.flooded += len(chunk)


def cut(handler: Handler) -> None:
    """The connection breaks in the middle of the answer's head."""
    handler.wfile.write(b"HTTP/1.1 20")
    handler.wfile.flush()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    timeout = 5

    @property
    def machine(self) -> Receiver:
        """The receiver it came to."""
        machine = getattr(self.server, "machine", None)
        assert isinstance(machine, Receiver)
        return machine

    def do_POST(self) -> None:
        """Keep it, then behave."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        with self.machine.lock:
            self.machine.came.append(Came(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            behave = self.machine.next.popleft() if self.machine.next else self.machine.always
        self.close_connection = True
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):
            behave(self)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
        """Nothing."""


class Receiver:
    """``came`` in its order; ``next`` behaviours first, then ``always``."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.came: list[Came] = []
        self.next: deque[Behaviour] = deque()
        self.always: Behaviour = status(204)
        self.flooded = 0
        self.lock = threading.Lock()
        self.gone = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.server.machine = self  # type: ignore[attr-defined]
        self.scheme = "http"
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server.server_address[1])

    @property
    def url(self) -> str:
        """Its address."""
        return f"{self.scheme}://127.0.0.1:{self.port}/nhan"

    def settings(self, **more: Any) -> dict[str, Any]:
        """What lets us write to it."""
        return {"http": True, "ports": [self.port], "networks": ["127.0.0.0/8"], "seconds": 3, **more}

    def __enter__(self) -> Receiver:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.gone.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)
