"""What a page process keeps at the server between requests, and how it looks whether the server is still there.

Statements are prepared at their second use and stay prepared when a request is refused and rolled back: psycopg would
throw all of them away, because tables made in the transaction may be gone with it. Page processes make no tables.
"""

from __future__ import annotations

import re
import select
import time
import weakref
from collections.abc import Sequence
from typing import Any, Final

from psycopg import Connection, OperationalError
from psycopg._preparing import Prepare, PrepareManager
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGresult

THRESHOLD: Final = 1  # what is said once only (another length of a list) costs no second journey
MOST: Final = 250  # statements prepared on one connection
UNUSED: Final = 5.0  # seconds after which the server itself is asked again
_CHANGES: Final = re.compile(rb"^(?:DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b")
_asked: Final[weakref.WeakKeyDictionary[Connection[Any], float]] = weakref.WeakKeyDictionary()


class Kept(PrepareManager):
    """Which statements are prepared on a connection; a rollback forgets none of them."""

    def _should_discard(self, prep: Prepare, results: Sequence[PGresult], changes: Any = _CHANGES.match, /) -> bool:
        """Only a changed table makes statements wrong."""
        done = [result.command_status or b"" for result in results if result.status == ExecStatus.COMMAND_OK]
        return super().clear() if any(map(changes, done)) else False

    def clear(self) -> bool:
        """psycopg asks this after each rollback."""
        return False


def keep(connection: Connection[Any]) -> None:
    """Let a new connection keep its statements, those it has already among them."""
    kept = Kept()
    kept.__dict__.update(connection._prepared.__dict__)
    kept.prepare_threshold, kept.prepared_max = THRESHOLD, MOST
    connection._prepared = kept


def forget(connection: Connection[Any]) -> None:
    """Somebody else changed a table (an upgrade): everything is prepared anew."""
    PrepareManager.clear(connection._prepared)


def look(connection: Connection[Any]) -> None:
    """Is the server still there? Asked whenever a connection is taken from the pool.

    A server that ended said so, or hung up: that can be seen from here, without a journey. Whether a host has vanished can
    not; a connection that was not asked for some seconds is asked.

    :raises OperationalError: it is not.
    """
    if connection.pgconn.status != ConnStatus.OK:
        raise OperationalError("the connection is lost")
    now = time.monotonic()
    if now - _asked.get(connection, 0.0) < UNUSED and not _something_came(connection.pgconn.socket):
        return
    connection.execute("select 1", prepare=False)
    _asked[connection] = now


def _something_came(socket: int) -> bool:
    poll = select.poll()
    poll.register(socket, select.POLLIN | select.POLLERR | select.POLLHUP)
    return bool(poll.poll(0))
