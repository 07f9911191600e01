"""A primary and its replica: the address that names both finds who takes writes, and nobody waits for ever for the other."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from namkhong.config import database, embedded, examination, replication, settings, supervisor
from namkhong.config.postgresql import base
from namkhong.config.postgresql.waiting import Watch
from namkhong.kernel import clock

NAME = "may_b"


@dataclass(slots=True)
class Pair:
    """Two servers of one province."""

    primary: embedded.Cluster
    replica: embedded.Cluster
    running: dict[str, subprocess.Popen[bytes]]

    def start(self, cluster: embedded.Cluster) -> None:
        """As a supervisor would."""
        command = cluster.command(durable=True)
        process = supervisor.spawn(command, output=subprocess.DEVNULL, death_signal=signal.SIGINT)
        self.running[str(cluster.data)] = process
        cluster.wait(process, 60)

    def stop(self, cluster: embedded.Cluster, how: signal.Signals = signal.SIGINT) -> None:
        """Whole, as the operator does, or by kill -9."""
        process = self.running.pop(str(cluster.data))
        if how == signal.SIGKILL:
            supervisor.sweep(process)
        else:
            process.send_signal(how)
        process.wait(60)

    def ask(self, cluster: embedded.Cluster, statement: str) -> Any:
        """One value, as the operator of the server."""
        with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as connection:
            cursor = connection.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return row and row[0]

    def confirmed_by(self, names: str) -> None:
        """Who must confirm a commit."""
        self.ask(self.primary, f"alter system set synchronous_standby_names = '{names}'")
        self.ask(self.primary, "select pg_reload_conf()")
        _until(lambda: self.ask(self.primary, "show synchronous_standby_names") == names)

    @property
    def url(self) -> str:
        """Both, the primary first."""
        hosts = ",".join(quote(str(one.socket_dir), safe="") for one in (self.primary, self.replica))
        return f"postgresql://namkhong@/namkhong?host={hosts}&target_session_attrs=read-write"


def _until(true: Any, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    folder = Path(tempfile.mkdtemp(prefix="nk-two-", dir="/tmp"))
    folder.chmod(0o755)
    primary = embedded.cluster(folder / "a")
    place = folder / "b"
    place.mkdir()
    if primary.prefix:
        shutil.chown(place, "nobody", "nogroup")
    place.chmod(0o700)
    two = Pair(primary, replace(primary, data=place / "data", socket_dir=place), {})
    try:
        two.start(primary)
        primary.prepare()
        where = f"host={primary.socket_dir} user=postgres application_name={NAME}"
        command = [str(primary.binaries / "pg_basebackup"), "-D", str(place / "data"), "-d", where]
        subprocess.run([*primary.prefix, *command, "-R", "-X", "stream", "--checkpoint=fast"], check=True)
        two.start(two.replica)
        _until(lambda: two.ask(primary, "select count(*) from pg_stat_replication where state = 'streaming'") == 1)
        two.ask(primary, "grant pg_monitor to namkhong")
        yield two
    finally:
        for process in two.running.values():
            supervisor.sweep(process)
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def page(pair: Pair, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """A connection as a page process has it."""
    monkeypatch.setenv("NAMKHONG_POOL", "2")
    monkeypatch.setattr(base, "WATCH", Watch(seconds=1.5))
    found = ConnectionHandler({"default": settings._database(pair.url)})["default"]
    assert isinstance(found, base.DatabaseWrapper)
    monkeypatch.setattr(replication, "connection", found)
    with django_db_blocker.unblock():
        try:
            yield found
        finally:
            found.close()
            found.close_pool()


def _write(page: Any, number: int) -> None:
    """A deed, in a transaction; its answer is the acknowledgement."""
    page.set_autocommit(False)
    try:
        with page.cursor() as cursor:
            cursor.execute("insert into acknowledged values (%s)", [number])
        page.commit()
    except BaseException:
        page.close()
        raise
    page.set_autocommit(True)


def _kept(pair: Pair, cluster: embedded.Cluster) -> list[int]:
    with psycopg.connect(cluster.url()) as connection:
        return [row[0] for row in connection.execute("select number from acknowledged order by 1").fetchall()]


def test_a_promoted_replica_is_found_and_has_what_was_acknowledged_and_without_it_nothing_is(
    pair: Pair, page: Any
) -> None:
    with page.cursor() as cursor:
        cursor.execute("select set_config('lock_timeout', current_setting('lock_timeout'), false)")
        assert cursor.fetchone() == ("15s",)
    with psycopg.connect(pair.primary.url(embedded.OWNER), autocommit=True) as owner:
        owner.execute("create table acknowledged (number bigint primary key)")
    assert examination.replication(clock.now())[0] is examination.ADVICE  # copied, but nothing waits for the copy
    pair.confirmed_by(f"ANY 1 ({NAME})")
    _write(page, 1)
    _until(lambda: replication.now().replicas[0].behind == 0)
    told = replication.now()
    assert (told.required, told.missing, told.hidden) == (f"ANY 1 ({NAME})", False, False)
    assert [(one.name, one.streaming, one.confirms) for one in told.replicas] == [(NAME, True, True)]
    verdict, sentence, to_do = examination.replication(clock.now())
    assert (verdict, to_do) == (examination.GOOD, "")
    assert sentence.startswith(f"Bản sao cơ sở dữ liệu: {NAME} xác nhận từng việc ghi, chậm ")

    # The replica is gone: a deed is not acknowledged, nobody sees it, and nobody waits for long; what is read is read.
    pair.stop(pair.replica)
    assert replication.now().missing
    assert examination.replication(clock.now())[0] is examination.FAULT
    began = time.monotonic()
    with pytest.raises(OperationalError):
        _write(page, 2)
    assert time.monotonic() - began < 30
    assert _doubts()
    assert _kept(pair, pair.primary) == [1]
    waiting = "select count(*) from pg_stat_activity where wait_event = 'SyncRep'"
    assert pair.ask(pair.primary, waiting) == 1
    for number in (3, 4):  # from now on no further connection is left waiting
        with pytest.raises(OperationalError, match="no replica confirms"):
            _write(page, number)
    with page.cursor() as cursor:
        cursor.execute("select count(*) from acknowledged")
        assert cursor.fetchone() == (1,)
        with pytest.raises(OperationalError, match="no replica confirms"):
            cursor.execute("insert into acknowledged values (5)")
    assert pair.ask(pair.primary, waiting) == 1

    # It returns: what waited is done, once, and work goes on.
    pair.start(pair.replica)
    _until(lambda: _kept(pair, pair.primary) == [1, 2])
    _until(lambda: pair.ask(pair.primary, "select count(*) from pg_stat_replication where sync_state = 'quorum'") == 1)
    _write(page, 6)
    assert not _doubts()

    # The primary is lost: only the replica answers, and it does not write.
    pair.stop(pair.primary, signal.SIGKILL)
    assert "pg_ctl promote" in _refused(pair.url)
    pair.ask(pair.replica, "alter system set synchronous_standby_names = ''")
    pair.ask(pair.replica, "select pg_reload_conf()")
    pair.ask(pair.replica, "select pg_promote()")
    page.close()
    _until(lambda: _tried(page, 7))
    assert _kept(pair, pair.replica) == [1, 2, 6, 7]


def _doubts() -> bool:
    return base.WATCH.doubted


def _refused(url: str) -> str:
    try:
        database._prove(url, migrates=False)
    except database.NoDatabase as error:
        return str(error)
    return ""


def _tried(page: Any, number: int) -> bool:
    try:
        _write(page, number)
    except OperationalError:
        page.close()
        return False
    return True
