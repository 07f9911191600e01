"""Has this database had the tables and the facts of this very release? Then a start need not ask Django.

The answer is kept beside the data; a lost or wrong stamp only costs migrating and loading again, which change nothing.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import psycopg

from namkhong.config import env
from namkhong.config.database import ROOT, Database

_NAME = "prepared.json"


def _digest() -> str:
    """Of everything that makes tables or ships as data."""
    facts = Path(env.text("NAMKHONG_FACTS", str(ROOT / "facts")))
    sources = [ROOT / "requirements.lock", *ROOT.glob("src/namkhong/**/migrations/*.py"), *facts.rglob("*.json")]
    digest = hashlib.sha256()
    for path in sorted(path for path in sources if path.is_file()):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _identity(database: Database) -> str:
    """Which database it is, and how many migrations it has had; empty when that cannot be told."""
    try:
        with psycopg.connect(database.url, connect_timeout=5) as connection:
            row = connection.execute(
                "select c.system_identifier || '/' || d.oid || '/' || (select count(*) from django_migrations)"
                " from pg_control_system() c, pg_database d where d.datname = current_database()"
            ).fetchone()
    except psycopg.Error:
        return ""
    return str(row[0]) if row else ""


def is_current(database: Database, var: Path) -> bool:
    """Nothing to migrate, nothing to load."""
    try:
        stamp = json.loads((var / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    identity = _identity(database)
    return bool(identity) and stamp == {"database": identity, "release": _digest()}


def mark(database: Database, var: Path) -> None:
    """It has had them now."""
    stamp = {"database": _identity(database), "release": _digest()}
    (var / _NAME).write_text(json.dumps(stamp), encoding="utf-8")
