"""People who are told something, and gateways that listen."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from namkhong.kernel.actor import (
    AccountId,
    Actor,
    ActorKind,
    AgencyId,
    Elevation,
    PersonId,
    Post,
    PostId,
    Role,
)

NOW: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def citizen(account_id: int = 70) -> Actor:
    """A person who came through the identity provider."""
    return Actor(ActorKind.CITIZEN, AccountId(account_id), "Lò Thị Lan", person_id=PersonId(account_id + 1))


def official(
    role: Role = Role.COUNTER, *, elevated_at: datetime | None = None, account_id: int = 11, path: str = "/1/"
) -> Actor:
    """An official with one post."""
    post = Post(PostId(3), role, AgencyId(1), path, "UBND tỉnh Điện Biên", "Cán bộ")
    elevation = Elevation("sửa việc lỗi", elevated_at + timedelta(minutes=30)) if elevated_at else None
    return Actor(ActorKind.OFFICIAL, AccountId(account_id), "Lò Văn Hặc", (post,), elevation=elevation)


@dataclass
class SmtpSink:
    """A mail server that keeps every letter, or refuses as told."""

    letters: list[bytes] = field(default_factory=list)
    refuse: str = ""  # the line answered to RCPT TO
    port: int = 0


class _SmtpHandler(socketserver.StreamRequestHandler):
    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        sink: SmtpSink = self.server.sink  # type: ignore[attr-defined]
        self._say("220 sink")
        while line := self.rfile.readline().strip().upper():
            if line.startswith(b"RCPT") and sink.refuse:
                self._say(sink.refuse)
            elif line == b"DATA":
                self._say("354 go on")
                sink.letters.append(self._letter())
                self._say("250 kept")
            elif line == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    """A real SMTP server on this machine."""
    sink = SmtpSink()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _SmtpHandler) as server:
        server.daemon_threads = True
        server.sink = sink  # type: ignore[attr-defined]
        sink.port = server.server_address[1]
        yield from _served(server, sink)


@dataclass
class SmsGateway:
    """An HTTP gateway that keeps what it is given and answers as told."""

    taken: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)  # the answers in turn, then 200
    url: str = ""


class _SmsHandler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        gateway: SmsGateway = self.server.gateway  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        gateway.taken.append((dict(self.headers), body))
        self.send_response(gateway.statuses.pop(0) if gateway.statuses else 200)
        self.end_headers()
        self.wfile.write(b'{"id": "g-1"}')

    def log_message(self, *args: Any) -> None:
        """Silence."""


@contextmanager
def sms_gateway() -> Iterator[SmsGateway]:
    """A real HTTP server on this machine."""
    gateway = SmsGateway()
    with ThreadingHTTPServer(("127.0.0.1", 0), _SmsHandler) as server:
        server.daemon_threads = True
        server.gateway = gateway  # type: ignore[attr-defined]
        gateway.url = f"http://127.0.0.1:{server.server_address[1]}/sms"
        yield from _served(server, gateway)


def _served(server: socketserver.BaseServer, given: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield given
    finally:
        server.shutdown()
        thread.join()
