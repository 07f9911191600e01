"""A start skips what this very database has had, and nothing else."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from namkhong.config import prepared
from namkhong.config.database import Database


def _database() -> Database:
    settings = connection.settings_dict
    port = f"&port={settings['PORT']}" if settings["PORT"] else ""
    url = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={quote(settings['HOST'])}{port}"
    return Database(url=url, owner_url=url)


@pytest.mark.django_db
def test_only_a_marked_database_of_this_release_is_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = _database()
    assert not prepared.is_current(database, tmp_path)
    prepared.mark(database, tmp_path)
    assert prepared.is_current(database, tmp_path)
    elsewhere = Database(url=database.url.replace(connection.settings_dict["NAME"], "postgres"), owner_url="")
    assert not prepared.is_current(elsewhere, tmp_path)
    monkeypatch.setattr(prepared, "_digest", lambda: "the next release")
    assert not prepared.is_current(database, tmp_path)


def test_a_database_that_does_not_answer_is_not_current(tmp_path: Path) -> None:
    (tmp_path / "prepared.json").write_text('{"database": "", "release": ""}')
    nowhere = "postgresql:///none?host=/nowhere"
    assert not prepared.is_current(Database(url=nowhere, owner_url=nowhere), tmp_path)
