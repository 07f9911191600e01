"""The raw limit: pgbench on tables of its own, in a database beside the product's, on the same server."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psycopg

from bench.measuring import Measure, Spread
from namkhong.config.embedded import Cluster

SCRIPTS: Final = ("submit", "submit_at_once", "move", "read", "look_up", "inbox")
CLIENTS: Final = 4
_FOLDER: Final = Path(__file__).resolve().parent / "limit"
_DATABASE: Final = "bench_limit"
_SAMPLED: Final = {"read": 0.1, "look_up": 0.1, "inbox": 0.1}  # of so fast ones a tenth is written down


class RawLimit:
    """Makes the tables, measures each script, and takes the database away again."""

    def __init__(self, cluster: Cluster, *, rows: int, seconds: float) -> None:
        self._cluster = cluster
        self._rows = rows
        self._seconds = max(1, round(seconds))

    def __enter__(self) -> RawLimit:
        """A fresh database with ``rows`` dossiers, vacuumed and analysed."""
        with psycopg.connect(self._cluster.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(f"drop database if exists {_DATABASE} with (force)")
            connection.execute(f"create database {_DATABASE}")
        with psycopg.connect(self._cluster.url("postgres", _DATABASE), autocommit=True) as connection:
            connection.execute("select set_config('bench.rows', %s, false)", [str(self._rows)])
            for name in ("tables.sql", "fill.sql"):
                connection.execute((_FOLDER / name).read_bytes())
            connection.execute("vacuum analyze")
        return self

    def __exit__(self, *_: object) -> None:
        """The database goes."""
        with psycopg.connect(self._cluster.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(f"drop database if exists {_DATABASE} with (force)")

    def measure(self, script: str) -> Measure:
        """One script for some seconds, prepared, at four clients.

        :raises RuntimeError: pgbench complained; its words are in it.
        """
        payload = (_FOLDER / "payload.json").read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory(prefix="nk-bench-") as folder:
            command = [str(self._cluster.binaries / "pgbench"), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2"]
            command += ["-T", str(self._seconds), "-f", str(_FOLDER / f"{script}.sql"), "--log"]
            command += [f"--log-prefix={folder}/log", f"--sampling-rate={_SAMPLED.get(script, 1)}"]
            command += ["-D", f"rows={self._rows}", "-D", f"payload={payload}"]
            command.append(self._cluster.url("postgres", _DATABASE))
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise RuntimeError(f"pgbench {script}: {done.stderr.strip()}")
            return Measure(_rate(done.stdout), Spread.of(list(_latencies(Path(folder)))))


def _rate(said: str) -> float:
    """Transactions a second, from the last lines of pgbench."""
    line = next(line for line in said.splitlines() if line.startswith("tps = "))
    return float(line.split()[2])


def _latencies(folder: Path) -> Iterator[float]:
    """Milliseconds, from the log of each thread: ``client transaction microseconds …``."""
    for log in folder.iterdir():
        for line in log.read_text(encoding="ascii").splitlines():
            yield int(line.split()[2]) / 1_000
