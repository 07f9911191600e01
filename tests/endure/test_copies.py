"""The rehearsal: a copy taken while people work, put back elsewhere, and everything acknowledged before it is there."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from namkhong.config import backup, embedded, supervisor
from tests.endure import judging
from tests.endure.hands import Filed
from tests.endure.loading import Load
from tests.journeys.product import Product

pytestmark = [pytest.mark.xdist_group("endure")]


def _folder() -> Path:
    """A folder that PostgreSQL's own user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="nk-copy-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    folder = _folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, and what had been acknowledged before it was begun."""

    folder: Path
    manifest: backup.Manifest
    before: tuple[Filed, ...]


@pytest.fixture(scope="module")
def copy(product: Product, load: Load) -> Iterator[Copy]:
    """Taken while people file and receive."""
    place = _folder()
    before = tuple(load.filed)
    with load.running():
        done = judging.command(product, "backup", str(place / "copy"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"vào {place / 'copy'}." in done.stdout
    yield Copy(place / "copy", backup.read(place / "copy"), before)
    shutil.rmtree(place, ignore_errors=True)


def test_a_copy_taken_at_work_comes_back_whole_elsewhere(product: Product, copy: Copy, elsewhere: Path) -> None:
    assert copy.manifest.rows["dossiers_dossier"] >= len(copy.before)
    assert copy.manifest.head is not None
    assert (copy.folder / backup.MANIFEST).parent.stat().st_mode & 0o077 == 0

    var = elsewhere / "var"
    done = judging.command(product, "restore", str(copy.folder), NAMKHONG_VAR=str(var))
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout.splitlines()
    assert said[-1].startswith(f"Đã khôi phục {copy.manifest.rows['dossiers_dossier']} hồ sơ, đúng như lúc ")
    assert any("không sai lệch" in line for line in said)
    stored = [path for path in (var / "files").rglob("*") if path.is_file()]
    assert sorted(path.name for path in stored) == sorted(sha256 for sha256, _size in backup.listed(copy.folder))
    assert all(backup.digest(path) == path.name for path in stored)

    with embedded.answering(var / "pg") as cluster, psycopg.connect(cluster.url()) as connection:
        known = connection.execute(
            "select public_id::text, code from dossiers_dossier where code is not null"
        ).fetchall()
        assert {(one.public_id, one.code) for one in copy.before} <= set(known)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("truncate audit_entry")

    again = judging.command(product, "restore", str(copy.folder), NAMKHONG_VAR=str(var))
    assert again.returncode == 1
    assert again.stderr.startswith("Cơ sở dữ liệu đích đã có dữ liệu nên không khôi phục đè lên.")
    print(
        f"n=1 copy of {copy.manifest.rows['dossiers_dossier']} dossiers and {copy.manifest.files} files, "
        "taken under load, restored whole"
    )


def test_a_spoilt_copy_is_refused_before_anything_is_touched(product: Product, copy: Copy, elsewhere: Path) -> None:
    folder, var = elsewhere / "copy", elsewhere / "var"
    shutil.copytree(copy.folder, folder)

    def refused() -> str:
        done = judging.command(product, "restore", str(folder), NAMKHONG_VAR=str(var))
        assert done.returncode == 1, done.stdout
        assert not (var / "pg").exists()
        assert not (var / "files").exists()
        return done.stderr

    again = judging.command(product, "backup", str(folder))
    assert again.returncode == 1
    assert again.stderr.startswith(f"Thư mục {folder} không trống.")
    dump = (folder / backup.DUMP).read_bytes()
    (folder / backup.DUMP).write_bytes(dump[:-1] + bytes([dump[-1] ^ 1]))
    assert "đã hỏng hoặc bị sửa" in refused()
    (folder / backup.DUMP).write_bytes(dump)
    one = next(backup.listed(folder))[0]
    kept = backup.place(folder, one).read_bytes()
    backup.place(folder, one).unlink()
    assert f"tệp đầu tiên là {one}" in refused()
    backup.place(folder, one).write_bytes(kept)
    text = (folder / backup.MANIFEST).read_text(encoding="utf-8")
    (folder / backup.MANIFEST).write_text(text[: len(text) // 2], encoding="utf-8")
    assert "đã hỏng nên không dùng được" in refused()
    (folder / backup.MANIFEST).unlink()
    assert refused().startswith("Không có bản sao lưu nào ở")


@pytest.mark.endure
def test_a_copy_comes_back_into_a_database_named_by_its_address(product: Product, copy: Copy, elsewhere: Path) -> None:
    """``DATABASE_URL`` on a server of somebody else's, with its own owner of tables; a copy of the copy is the copy."""
    other = embedded.cluster(elsewhere / "pg")
    server = supervisor.spawn(other.command(durable=False), output=subprocess.DEVNULL, death_signal=signal.SIGINT)
    try:
        other.wait(server)
        other.prepare()
        place = {
            "DATABASE_URL": other.url(embedded.APP),
            "DATABASE_OWNER_URL": other.url(embedded.OWNER),
            "NAMKHONG_VAR": str(elsewhere / "var"),
        }
        done = judging.command(product, "restore", str(copy.folder), **place)
        assert done.returncode == 0, done.stdout + done.stderr
        verified = judging.command(product, "audit", "verify", "--json", **place)
        assert json.loads(verified.stdout)["intact"]
        twice = judging.command(product, "backup", str(elsewhere / "second"), **place)
        assert twice.returncode == 0, twice.stdout + twice.stderr
        rows = backup.read(elsewhere / "second").rows
        assert {name: rows[name] for name in rows if name.startswith("dossiers_")} == {
            name: known for name, known in copy.manifest.rows.items() if name.startswith("dossiers_")
        }
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(120)
