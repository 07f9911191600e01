"""A commit that is not confirmed in time: the connection is let go, so that a person is told instead of kept waiting.

With ``synchronous_standby_names`` PostgreSQL answers a commit only after the replica has it. Without the replica it waits
for as long as it takes, and nothing may end that wait from the server's side: a cancelled wait is a commit that others see
and that a promoted replica would not have. So it is the client who goes away. The server goes on waiting, unseen by
anybody, and finishes when the replica is back; who asked was told 503 and asks again, and twice is once.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

SECONDS: Final = 10.0
_LOOK: Final = 1.0  # how often it is looked at who waits


class Watch:
    """Who waits for the server in this process, and since when. One thread looks after all; it costs a commit nothing."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.doubted = False  # a commit went unconfirmed, and none was confirmed since
        self._waiting: dict[int, tuple[float, Any]] = {}
        # Held while somebody is cut off: her wait cannot end meanwhile, and her connection serve another.
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, connection: Any) -> Iterator[None]:
        """Cut the psycopg ``connection`` off when the block takes too long; psycopg then raises OperationalError in it."""
        me = threading.get_ident()
        if self._thread is None:
            self._begin()
        self._waiting[me] = (time.monotonic() + self.seconds, connection)
        try:
            yield
        finally:
            with self._lock:
                self._waiting.pop(me, None)

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="commits", daemon=True)
                self._thread.start()

    def _look(self) -> None:
        while True:
            time.sleep(min(_LOOK, self.seconds / 2))
            if not self._waiting:
                continue
            with self._lock:
                now = time.monotonic()
                for who in [who for who, (until, _connection) in self._waiting.items() if until < now]:
                    self.doubted = True
                    _cut_off(self._waiting.pop(who)[1])


def _cut_off(connection: Any) -> None:
    """End the conversation below psycopg: whoever waits for an answer is told that there is none."""
    with suppress(OSError), socket.socket(fileno=os.dup(connection.pgconn.socket)) as line:
        line.shutdown(socket.SHUT_RDWR)
