"""The embedded database: made whole or not at all, run by one, kept over a restart."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from namkhong.config import embedded


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Readable by the user that the server runs as, unlike pytest's own folders."""
    made = Path(tempfile.mkdtemp(prefix="nk-embedded-", dir="/tmp"))
    made.chmod(0o755)
    yield made / "pg"
    shutil.rmtree(made)


def test_a_restart_keeps_the_data_and_the_application_cannot_empty_a_table(folder: Path) -> None:
    with embedded.answering(folder) as cluster:
        with psycopg.connect(cluster.url(embedded.OWNER), autocommit=True) as owner:
            owner.execute("create table kept (line text)")
        with psycopg.connect(cluster.url(), autocommit=True) as application:
            application.execute("insert into kept values ('giữ nguyên')")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute("truncate kept")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute("alter table kept add more text")
    assert not cluster.running
    assert embedded.exists(folder)
    with embedded.answering(folder) as again, psycopg.connect(again.url()) as application:
        assert application.execute("select line from kept").fetchone() == ("giữ nguyên",)


def test_whoever_comes_second_joins_and_does_not_stop_it(folder: Path) -> None:
    with embedded.answering(folder) as first:
        assert embedded.claim(folder) is None
        with embedded.answering(folder) as second:
            assert second.running
        assert first.running


def test_a_server_left_behind_is_stopped_before_a_new_one_starts(folder: Path) -> None:
    cluster = embedded.cluster(folder)
    stray = subprocess.Popen(cluster.command(), stderr=subprocess.DEVNULL)
    cluster.wait(stray)
    with embedded.answering(folder) as own:
        assert own.running
        assert stray.wait(10) == 0


def test_a_killed_server_comes_back_with_what_was_committed(folder: Path) -> None:
    cluster = embedded.cluster(folder)
    process = subprocess.Popen(cluster.command(), stderr=subprocess.DEVNULL)
    cluster.wait(process)
    cluster.prepare()
    with psycopg.connect(cluster.url(embedded.OWNER), autocommit=True) as owner:
        owner.execute("create table survived as select 1 as one")
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    with embedded.answering(folder) as again, psycopg.connect(again.url(embedded.OWNER)) as owner:
        assert owner.execute("select one from survived").fetchone() == (1,)


def test_the_log_says_what_failed_and_never_with_which_values(folder: Path, tmp_path: Path) -> None:
    cluster = embedded.cluster(folder)
    log = tmp_path / "postgresql.log"
    with log.open("wb") as output:
        process = subprocess.Popen(cluster.command(), stdout=output, stderr=output)
        cluster.wait(process)
        cluster.prepare()
        with psycopg.connect(cluster.url(embedded.OWNER), autocommit=True) as owner:
            owner.execute("create table people (phone text unique)")
            for statement, values in (
                ("insert into people values ('0977123987'), ('0977123987')", None),
                ("insert into people values (%s), (%s)", ["0977123987", "0977123987"]),
                ("select cast(%s::text as integer)", ["0977123987x"]),
            ):
                with pytest.raises(psycopg.Error):
                    owner.execute(statement, values)
        process.send_signal(signal.SIGINT)
        process.wait(20)
    said = log.read_text("utf-8")
    assert "people_phone_key" in said
    assert said.count("0977123987") <= 1  # PostgreSQL's own sentence of the third quotes what it could not read


def test_a_full_disk_is_one_sentence_and_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Path(tempfile.gettempdir()) / f"nk-full-{os.getpid()}" / "pg"
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=10_000_000))
    with pytest.raises(embedded.EmbeddedPostgresError, match=r"Ổ đĩa chứa .* đã đầy: cần ít nhất 250 MB trống"):
        embedded.cluster(new)
    assert not new.parent.exists()


def test_initdb_that_fails_leaves_nothing_half_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = folder.parent / "other" / "data"
    refuses = 'echo "initdb: error: could not write: No space left on device" >&2; mkdir -p "$2"; exit 1'
    binaries = folder.parent / "bin"
    binaries.mkdir()
    (binaries / "initdb").write_text(f"#!/bin/sh\n{refuses}\n")
    (binaries / "initdb").chmod(0o755)
    with pytest.raises(embedded.EmbeddedPostgresError, match="đã đầy"):
        embedded._initialise((), binaries, data)
    assert not list(data.parent.glob("*"))
