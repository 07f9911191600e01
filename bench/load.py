"""The load: a few clients, each with one connection kept open, sending as fast as it is answered.

Requests are bytes made beforehand and answers are read no further than they must be, so that the load takes as little
of the machine's CPU as it can from what is measured; what it took is printed.
"""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

_END: Final = b"\r\n\r\n"
_LONGEST_HEAD: Final = 65_536
TURNS: Final = 50  # requests on one connection; then a new one, so that chance does not leave a page process idle


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent, which answer is right, and what to do with it."""

    sent: bytes
    wanted: frozenset[int]
    then: Callable[[Answer], str] | None = None  # says what is wrong with a right answer; empty when nothing is


@dataclass(slots=True)
class Told:
    """What the clients saw."""

    milliseconds: list[float] = field(default_factory=list)  # of those that were done, not of those that were refused
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Answered 2xx."""
        return len(self.milliseconds)

    @property
    def refused(self) -> int:
        """Answered 4xx."""
        return sum(number for status, number in self.statuses.items() if 400 <= status < 500)


class Connection:
    """HTTP/1.1 to one address, kept alive."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None
        self._left = b""

    def ask(self, request: bytes) -> Answer:
        """Send one request and read its whole answer.

        :raises ConnectionError: the server hung up.
        """
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._left = b""
        self._socket.sendall(request)
        while (end := self._left.find(_END)) < 0:
            self._more()
            if len(self._left) > _LONGEST_HEAD:
                raise ConnectionError("a head without an end")
        first, *lines = self._left[:end].decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self._left = self._left[end + len(_END) :]
        chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        body = self._chunks() if chunked else self._take(int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(int(first.split(" ", 2)[1]), headers, body)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _take(self, length: int) -> bytes:
        while len(self._left) < length:
            self._more()
        taken, self._left = self._left[:length], self._left[length:]
        return taken

    def _chunks(self) -> bytes:
        found = []
        while True:
            while (end := self._left.find(b"\r\n")) < 0:
                self._more()
            length = int(self._left[:end], 16)
            self._left = self._left[end + 2 :]
            found.append(self._take(length))
            self._take(2)  # the end of the line
            if not length:
                return b"".join(found)

    def _more(self) -> None:
        got = self._socket.recv(262_144) if self._socket is not None else b""
        if not got:
            self.close()
            raise ConnectionError("the server hung up")
        self._left += got


def run(host: str, port: int, requests: Callable[[int], Iterator[Request]], *, clients: int, seconds: float) -> Told:
    """Let each client send its own ``requests(number)`` until the time is over or it has none left."""
    told = Told()
    lock = threading.Lock()
    began = time.perf_counter()

    def work(number: int) -> None:
        own = _client(host, port, requests(number), began + seconds)
        with lock:
            told.milliseconds += own.milliseconds
            told.statuses += own.statuses
            told.wrong += own.wrong

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.seconds = time.perf_counter() - began
    return told


def _client(host: str, port: int, requests: Iterator[Request], until: float) -> Told:
    told, connection = Told(), Connection(host, port)
    for turn, request in enumerate(requests, 1):
        began = time.perf_counter()
        if began >= until:
            break
        try:
            answer = connection.ask(request.sent)
        except OSError as error:
            told.wrong.append(f"{type(error).__name__}: {error}")
            connection.close()
            continue
        taken = (time.perf_counter() - began) * 1_000
        told.statuses[answer.status] += 1
        if answer.status < 300:
            told.milliseconds.append(taken)
        if answer.status not in request.wanted:
            told.wrong.append(f"{answer.status}: {answer.body[:300].decode(errors='replace')}")
        elif request.then is not None and (complaint := request.then(answer)):
            told.wrong.append(complaint)
        if turn % TURNS == 0:
            connection.close()
    connection.close()
    return told
