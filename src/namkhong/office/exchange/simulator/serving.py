"""The axis's door: HTTP of the standard library, the paths and headers of a relay."""

from __future__ import annotations

import base64
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from namkhong.office.exchange.simulator.agencies import AGENCIES, PSEUDO
from namkhong.office.exchange.simulator.post import Post, Unreadable

_MOST: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Where it stands and who may ask."""

    port: int
    folder: Path
    system_id: str
    secret_key: str
    greets: list[str] = field(default_factory=list)
    quick: float = 1


@contextmanager
def serve(given: Settings) -> Iterator[tuple[Post, int]]:
    """The axis at work, its post and its port (0 is given: any)."""
    post = Post(given.folder, given.quick)
    server = ThreadingHTTPServer(("127.0.0.1", given.port), _handler(post, given))
    server.daemon_threads = True
    ended = threading.Event()
    asking = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    speaking = threading.Thread(target=_speak, args=(post, ended), daemon=True)
    post.greet(given.greets)
    asking.start()
    speaking.start()
    try:
        yield post, server.server_address[1]
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        asking.join(5)
        speaking.join(5)


def _speak(post: Post, ended: threading.Event) -> None:
    while not ended.wait(0.1):
        post.tick()


def _handler(post: Post, given: Settings) -> type[BaseHTTPRequestHandler]:
    class Handler(_Door):
        the_post = post
        the_settings = given

    return Handler


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    the_post: Post
    the_settings: Settings

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """One line for what was asked, without what was in it."""
        sys.stdout.write(f"{self.command} {urlsplit(self.path).path}\n")
        sys.stdout.flush()

    def do_GET(self) -> None:
        """What waits, one of it, the address book."""
        if not self._allowed():
            return
        asked = parse_qs(urlsplit(self.path).query)
        path = urlsplit(self.path).path
        if path == "/v1/getReceivedEdocList":
            self._say({"items": [{"docId": name} for name in self.the_post.waiting()]})
        elif path == "/v1/getEdoc":
            body = self.the_post.body(asked.get("docId", [""])[0])
            if body is None:
                self._refuse(20, "Không có văn bản này")
            else:
                self._say({"content": base64.b64encode(body).decode()})
        elif path == "/v1/getAgenciesList":
            start, limit = (int(asked.get(name, [value])[0]) for name, value in (("start", "0"), ("limit", "1000")))
            rows = [{"code": one.code, "name": one.name, "pcode": "Thử nghiệm"} for one in AGENCIES.values()]
            rows.append({"code": PSEUDO[0], "name": PSEUDO[1]})
            self._say({"items": rows[start : start + limit]})
        else:
            self._refuse(21, "Không có chức năng này", 404)

    def do_POST(self) -> None:
        """A packet of the platform's, or word that it has one of ours."""
        length = int(self.headers.get("Content-Length", "0") or 0)
        if length > _MOST:
            self._refuse(22, "Tệp quá lớn", 413)
            return
        body = self.rfile.read(length)
        if not self._allowed():
            return
        path = urlsplit(self.path).path
        if path == "/v1/sendEdoc":
            self._send(body)
        elif path == "/v1/updateStatus":
            said = json.loads(body)
            if self.the_post.taken(str(said["docId"]), str(said["status"])):
                self._say({})
            else:
                self._refuse(20, "Không có văn bản này")
        else:
            self._refuse(21, "Không có chức năng này", 404)

    def _send(self, body: bytes) -> None:
        head = f"Content-Type: {self.headers.get('Content-Type', '')}\r\n\r\n".encode()
        parts = {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
            for part in message_from_bytes(head + body).walk()
            if not part.is_multipart()
        }
        file, kind, to = (parts.get(name) or b"" for name in ("edocFile", "messageType", "to"))
        agency = AGENCIES.get(bytes(to).decode())
        if agency is None:
            self._refuse(18, "Trục không biết nơi nhận này")
            return
        time.sleep(agency.wait / self.the_settings.quick)
        if agency.away:
            self._answer(503, {"data": {"status": "FAIL"}})
            return
        try:
            name, cut = self.the_post.take(bytes(kind).decode(), bytes(file), self.headers.get("X-Message-Key", ""))
        except (Unreadable, KeyError, IndexError):
            self._refuse(23, "Gói tin không đúng cấu trúc edXML")
            return
        if cut:  # it has it, and nobody hears
            self.close_connection = True
            return
        self._say({"docId": name, "status": "OK"})

    def _allowed(self) -> bool:
        given = self.the_settings
        if (self.headers.get("X-SystemId"), self.headers.get("X-SecretKey")) == (given.system_id, given.secret_key):
            return True
        self._refuse(15, "Sai mã hệ thống hoặc khóa", 401)
        return False

    def _say(self, data: dict[str, Any]) -> None:
        self._answer(200, {"data": {**data, "errorCode": "0", "errorDesc": ""}})

    def _refuse(self, code: int, why: str, status: int = 200) -> None:
        self._answer(status, {"data": {"status": "FAIL", "errorCode": str(code), "errorDesc": why}})

    def _answer(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
