"""Loads what the product ships knowing when a database has not had it yet, or when it has changed since."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from namkhong.config import facts


def load(now: datetime) -> bool:
    """Load everything; False when this database has had these very facts already."""
    stamp, digest = _Stamp(Path(settings.VAR) / "facts.json"), _digest(Path(settings.FACTS))
    if stamp.read() == digest:
        return False
    with transaction.atomic():
        facts.load_all(now=now)
    stamp.write(digest)
    return True


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.json")):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


class _Stamp:
    """Which facts which database has had; a lost stamp only costs loading them again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with connection.cursor() as cursor:
            cursor.execute(
                "select c.system_identifier || '/' || d.oid || '/' || (select count(*) from django_migrations)"
                " from pg_control_system() c, pg_database d where d.datname = current_database()"
            )
            row = cursor.fetchone()
        self.database = str(row[0]) if row else ""

    def read(self) -> str:
        """The digest last loaded into this database."""
        try:
            return str(json.loads(self.path.read_text(encoding="utf-8")).get(self.database, ""))
        except (OSError, ValueError):
            return ""

    def write(self, digest: str) -> None:
        """Remember it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps({self.database: digest}), encoding="utf-8")
