"""PostgreSQL's own programs, from the wheel that brings the embedded server: they also serve any older PostgreSQL."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from psycopg import conninfo

from namkhong.config.embedded import program

_ENGLISH: Final = {"LC_ALL": "C", "LC_MESSAGES": "C"}


class Failed(Exception):
    """A program of PostgreSQL ended with an error; the message is its last line."""


def address(url: str) -> tuple[str, Mapping[str, str]]:
    """Where a program is to connect, without the password, and the environment that carries it: others see commands."""
    parts = {name: str(value) for name, value in conninfo.conninfo_to_dict(url).items() if value is not None}
    password = parts.pop("password", "")
    secret = {"PGPASSWORD": password} if password else {}
    return conninfo.make_conninfo("", **parts), {"PATH": os.environ.get("PATH", ""), **_ENGLISH, **secret}


def dump(url: str, snapshot: str, target: Path) -> None:
    """Everything in the database as of an exported snapshot, in PostgreSQL's custom format, without owners and rights.

    :raises Failed: when it could not be read or written.
    """
    place, environment = address(url)
    options = ["--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--no-comments"]
    _run("pg_dump", [*options, f"--snapshot={snapshot}", f"--file={target}", f"--dbname={place}"], environment)


def load(url: str, source: Path) -> None:
    """All of a dump, or nothing, as the role of the address.

    :raises Failed: when it could not be loaded; the database is then as empty as before.
    """
    place, environment = address(url)
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"]
    _run("pg_restore", [*options, f"--dbname={place}", str(source)], environment)


def _run(name: str, words: list[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [str(program(name)), *words],
        env=dict(environment),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise Failed((done.stderr.strip().splitlines() or [f"{name}: {done.returncode}"])[-1])
