"""What something costs in seconds of a processor, whatever else this machine is doing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection


def _on_server() -> float:
    """Seconds the connection's server process has been on a processor; its clock when it is on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (process,) = cursor.fetchone()
    status = Path(f"/proc/{process}/schedstat")
    return int(status.read_text().split()[0]) / 1e9 if status.exists() else time.perf_counter()


def least(work: Callable[[], object], *, turns: int, enough: float) -> float:
    """Seconds that ``work`` needs here and in the database at its quickest; ``enough``: quicker than that is not asked for."""
    found = float("inf")
    for _turn in range(turns):
        server, here = _on_server(), time.thread_time()
        work()
        found = min(found, time.thread_time() - here + _on_server() - server)
        if found <= enough:
            break
    return found


def slowest(took: dict[str, float], most: int = 6) -> dict[str, float]:
    """The slowest few in milliseconds, for an assertion's message."""
    return {name: round(seconds * 1000, 1) for name, seconds in sorted(took.items(), key=lambda it: -it[1])[:most]}
