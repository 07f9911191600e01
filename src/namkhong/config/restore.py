"""Putting a copy back where nothing is: everything is checked first, and what was cut off may be begun again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg

from namkhong.config import backup, pgtools
from namkhong.config.backup import BadCopy, Manifest

if TYPE_CHECKING:
    from namkhong.config.database import Database
    from namkhong.foundation.audit.types import Verification

_MARK: Final = "restore.unfinished"


def check(folder: Path) -> Manifest:
    """The manifest of a copy in which every byte is what it was.

    :raises BadCopy: with what is wrong, before anything was touched.
    """
    manifest = backup.read(folder)
    for name, known in ((backup.DUMP, manifest.dump), (backup.LIST, manifest.list)):
        if _digest(folder / name) != known:
            raise BadCopy(f"Tệp {folder / name} đã hỏng hoặc bị sửa: không dùng được bản sao này.")
    wrong = [sha256 for sha256 in _held(folder, manifest) if _digest(backup.place(folder, sha256)) != sha256]
    if wrong:
        raise BadCopy(
            f"{len(wrong)} tệp trong bản sao đã hỏng hoặc bị mất, tệp đầu tiên là {wrong[0]}: không dùng được bản sao này."
        )
    return manifest


def _held(folder: Path, manifest: Manifest) -> Iterator[str]:
    missing = set(manifest.missing)
    return (sha256 for sha256, _size in backup.listed(folder) if sha256 not in missing)


def _digest(path: Path) -> str:
    try:
        return backup.digest(path)
    except OSError:
        return ""


def refuse_newer(manifest: Manifest) -> None:
    """Django is set up; the migrations of this software are read from the disk.

    :raises BadCopy: when the copy comes from a newer release than this one.
    """
    from django.db.migrations.loader import MigrationLoader

    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    installed = {name.partition(".")[0] for name in known}
    newer = [name for name in manifest.migrations if name.partition(".")[0] in installed and name not in known]
    if newer:
        raise BadCopy(
            f"Bản sao được làm bằng phiên bản mới hơn của Năm Không ({newer[-1]}). Xin cài phiên bản đó rồi khôi phục."
        )


def refuse_full(manifest: Manifest, found: Database, var: Path) -> None:
    """A copy is only put where nothing is: an empty database, an empty store.

    :raises BadCopy: with what is in the way.
    """
    with psycopg.connect(found.owner_url, connect_timeout=5) as connection:
        tables = connection.execute(
            "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
        ).fetchone()
    if tables != (0,):
        raise BadCopy(
            "Cơ sở dữ liệu đích đã có dữ liệu nên không khôi phục đè lên. "
            "Xin đặt NAMKHONG_VAR tới một thư mục trống, hoặc DATABASE_URL tới một cơ sở dữ liệu trống."
        )
    from namkhong.foundation.files.storage import storage

    begun = _mark_of(var) == manifest.dump  # the same copy, cut off while its files were put back
    if not begun and not storage().is_empty():
        raise BadCopy("Kho tệp đích không trống nên không khôi phục đè lên. Xin chọn một thư mục hoặc kho tệp trống.")


def _mark_of(var: Path) -> str:
    with suppress(OSError):
        return (var / _MARK).read_text(encoding="ascii").strip()
    return ""


def put_back(folder: Path, manifest: Manifest, found: Database, var: Path, say: Callable[[str], None]) -> None:
    """Files first, then the database, whole or not at all. Django is set up on the database.

    :raises BadCopy: when PostgreSQL refuses the dump or something else came back than was copied.
    """
    var.mkdir(parents=True, exist_ok=True)
    (var / _MARK).write_text(manifest.dump, encoding="ascii")
    say(f"Đang đặt lại {manifest.files - len(manifest.missing)} tệp…")
    _put_files(folder, manifest)
    say("Đang nạp lại cơ sở dữ liệu…")
    try:
        pgtools.load(found.owner_url, folder / backup.DUMP)
    except pgtools.Failed as error:
        raise BadCopy(f"Cơ sở dữ liệu không nhận bản sao: {error}") from error
    with psycopg.connect(found.owner_url, autocommit=True) as connection:
        connection.execute("analyze")
    counted = backup.counted_rows()
    if other := sorted(name for name in {*counted, *manifest.rows} if counted.get(name) != manifest.rows.get(name)):
        raise BadCopy(f"Số dòng khôi phục được khác với bản sao ở {len(other)} bảng, ví dụ {other[0]}.")
    (var / _MARK).unlink()


def _put_files(folder: Path, manifest: Manifest) -> None:
    from namkhong.foundation.files.storage import storage

    store = storage()
    for sha256 in _held(folder, manifest):
        fresh = store.incoming() / f"restore-{sha256}"
        shutil.copyfile(backup.place(folder, sha256), fresh)
        try:
            store.put(sha256, fresh)
        finally:
            fresh.unlink(missing_ok=True)


def forget_half_sent() -> int:
    """Pieces of uploads that were under way are not copied: whoever sent them sends again. How many those are."""
    from namkhong.foundation.files.models import Upload

    gone, _ = Upload.objects.filter(stored__isnull=True).delete()
    return gone


def verify(manifest: Manifest) -> Verification:
    """Is the record whole, and does it still hold the head that was written down with the copy?"""
    from namkhong.foundation.audit import queries as audit

    return audit.verify(dict([manifest.head]) if manifest.head else {})
