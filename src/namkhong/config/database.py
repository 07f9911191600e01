"""Which PostgreSQL a command works on: the one in ``DATABASE_URL``, or the embedded one in the data folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from namkhong.config import database_url, embedded, env

ROOT: Final = Path(__file__).resolve().parents[3]
_OLDEST: Final = 150_000


class NoDatabase(Exception):
    """The database cannot be used; the message is a whole sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Database:
    """Two ways in: the owner migrates, the application works."""

    url: str
    owner_url: str
    cluster: embedded.Cluster | None = None


def var() -> Path:
    """The data folder, as ``settings.VAR``."""
    return Path(env.text("NAMKHONG_VAR", str(ROOT / "var"))).resolve()


def cluster_folder() -> Path:
    """Where the embedded cluster lives."""
    return var() / "pg"


def given(*, migrates: bool = False) -> Database | None:
    """The database of ``DATABASE_URL``, proved to answer (and to let its owner make tables); ``None`` when it is not set.

    :raises NoDatabase: when it does not answer or cannot serve us.
    """
    url = env.text("DATABASE_URL")
    if not url:
        return None
    if problem := database_url.problem(url):
        raise NoDatabase(problem)
    owner_url = env.text("DATABASE_OWNER_URL") or url
    _prove(url, migrates=migrates and url == owner_url)
    if migrates and url != owner_url:
        _prove(owner_url, migrates=True)
    return Database(url=url, owner_url=owner_url)


def _prove(url: str, *, migrates: bool) -> None:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            if connection.info.server_version < _OLDEST:
                major = connection.info.server_version // 10_000
                raise NoDatabase(f"DATABASE_URL trỏ tới PostgreSQL {major}; Năm Không cần PostgreSQL 15 trở lên.")
            may = connection.execute("select has_schema_privilege(current_user, 'public', 'create')").fetchone()
            if migrates and not (may and may[0]):
                raise NoDatabase(
                    "Tài khoản trong DATABASE_URL không được tạo bảng trong lược đồ public. Xin cấp quyền cho tài khoản đó, "
                    "hoặc đặt DATABASE_OWNER_URL tới tài khoản chủ sở hữu cơ sở dữ liệu."
                )
    except psycopg.ProgrammingError as error:
        raise NoDatabase(database_url.SHAPE) from error
    except psycopg.OperationalError as error:
        raise NoDatabase(refusal(str(error))) from error


def refusal(text: str) -> str:
    """libpq's complaint in one Vietnamese sentence."""
    lower = text.lower()
    if "read-only" in lower or "hot standby" in lower:
        return "Máy chủ trả lời ở DATABASE_URL chỉ là bản sao, không nhận ghi. Mất bản chính thì nâng bản sao lên: pg_ctl promote."
    if "password" in lower or "authentication" in lower:
        return "PostgreSQL từ chối tài khoản hoặc mật khẩu trong DATABASE_URL. Xin kiểm tra lại."
    if "does not exist" in lower and "database" in lower.split("does not exist")[0].rsplit("fatal", 1)[-1]:
        return "Cơ sở dữ liệu nêu trong DATABASE_URL chưa có. Xin tạo nó trước (createdb), rồi chạy lại."
    if "does not exist" in lower:
        return "Tài khoản nêu trong DATABASE_URL không có ở máy chủ PostgreSQL. Xin kiểm tra lại."
    if "no such file" in lower or "refused" in lower:
        return "Không có PostgreSQL nào trả lời ở địa chỉ trong DATABASE_URL. PostgreSQL ở đó đã chạy chưa?"
    if "pg_hba" in lower:
        return "PostgreSQL không cho máy này kết nối (pg_hba.conf). Xin kiểm tra lại quyền truy cập."
    last = (text.strip().splitlines() or [""])[-1]
    return f"Không kết nối được tới DATABASE_URL: {last}"


@contextmanager
def reachable(*, create: bool = False, migrates: bool = False) -> Iterator[Database]:
    """The database, answering for as long as the block lasts.

    :raises NoDatabase: when there is none, or no data yet and ``create`` is not asked.
    """
    if database := given(migrates=migrates):
        yield database
        return
    folder = cluster_folder()
    if not create and not embedded.exists(folder):
        raise NoDatabase("Chưa có dữ liệu. Xin chạy “make run” một lần trước, hoặc đặt DATABASE_URL.")
    with embedded.answering(folder) as cluster:
        yield Database(url=cluster.url(embedded.APP), owner_url=cluster.url(embedded.OWNER), cluster=cluster)


@contextmanager
def django(*, create: bool = False) -> Iterator[Database]:
    """The same, with Django set up on it."""
    with reachable(create=create) as database:
        os.environ["DATABASE_URL"] = database.url
        set_up()
        yield database


def set_up() -> None:
    """Django, ready."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namkhong.config.settings")
    import django as framework

    framework.setup()


def main() -> int:
    """``python -m namkhong.config.database``: is ``DATABASE_URL`` usable? Asked by ``bootstrap.py`` early."""
    try:
        given(migrates=True)
    except (NoDatabase, env.WrongEnvironment) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
