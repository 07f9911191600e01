"""Was it real? What stands in the database before and after is counted and held against what the clients were told."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, LiteralString

import psycopg

_COUNTED: Final[dict[str, LiteralString]] = {
    "dossiers": "select count(*) from dossiers_dossier where code is not null",
    "codes": "select count(distinct code) from dossiers_dossier where code is not null",
    "steps": "select count(*) from dossiers_step",
    "filed": "select count(*) from audit_entry where action = 'dossiers.filed'",
    "recorded": "select count(*) from audit_entry where action like 'dossiers.%' and detail ? 'steps'",
    "told": "select count(*) from dossiers_toldstep",
    "jobs": "select last_value from procrastinate_jobs_id_seq",
    "failed": "select count(*) from procrastinate_jobs where status = 'failed'",
}
# What follows from deeds; what the clock starts by itself every minute is always under way somewhere.
_WAITING: Final = (
    "select count(*) from procrastinate_jobs where status in ('todo', 'doing') and scheduled_at is null"
    " and task_name ~ '^(events|notifications|desks)[.]'"
)


def _number(connection: psycopg.Connection[Any], asked: LiteralString) -> int:
    row = connection.execute(asked).fetchone()
    return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class Counts:
    """What stood there at a moment."""

    of: Mapping[str, int]

    @classmethod
    def read(cls, url: str) -> Counts:
        """Now."""
        with psycopg.connect(url, autocommit=True) as connection:
            return cls({name: _number(connection, asked) for name, asked in _COUNTED.items()})

    def since(self, earlier: Counts) -> dict[str, int]:
        """What came to stand there in between."""
        return {name: number - earlier.of[name] for name, number in self.of.items()}


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that must be true of the run."""

    words: str
    wanted: int
    seen: int
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Is it?"""
        return self.seen >= self.wanted if self.at_least else self.seen == self.wanted

    def line(self) -> str:
        """For the screen."""
        sign = "≥" if self.at_least else "="
        return f"  {'✓' if self.holds else '✗'} {self.words}: {self.seen} {sign} {self.wanted}"


def wait_for_jobs(url: str, seconds: float) -> float:
    """Until the worker has nothing left to do; how long that took.

    :raises TimeoutError: it still has.
    """
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() - began < seconds:
            row = connection.execute(_WAITING).fetchone()
            if row == (0,):
                return time.monotonic() - began
            time.sleep(0.2)
    raise TimeoutError(f"after {seconds:.0f} s the worker still has {row[0] if row else '?'} jobs")
