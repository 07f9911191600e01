"""What cannot work is refused in one clear sentence, before anything has been made."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from namkhong.config import database, database_url, installing, instance, newcomer
from namkhong.config.installing import ROOT

REFUSED_URLS = {
    "mysql://a@b/c": "phải có dạng postgresql://",
    "postgresql://a@b:port/c": "không đọc được",
    "postgresql://a@b": "phải có dạng postgresql://",
    "postgresql://a@127.0.0.1:1/c": "từ chối kết nối",
    "just words": "phải có dạng postgresql://",
}


def _bootstrap(tmp_path: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command in a copy of the checkout that holds nothing but what it reads first."""
    for name in (
        "bootstrap.py",
        *installing.LOCKS.values(),
        "requirements-bootstrap.lock",
        "package.json",
        "package-lock.json",
    ):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(
        ROOT / "src" / "namkhong" / "config",
        tmp_path / "src" / "namkhong" / "config",
        ignore=shutil.ignore_patterns("tests"),
    )
    shutil.copy(ROOT / "src" / "namkhong" / "__init__.py", tmp_path / "src" / "namkhong" / "__init__.py")
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "NAMKHONG_VAR", "PORT"}}
    before = sorted(path.name for path in tmp_path.iterdir())
    done = subprocess.run(
        [sys.executable, "-B", str(tmp_path / "bootstrap.py"), *words],
        env=clean | environment,
        capture_output=True,
        text=True,
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == before, "something was made"
    assert "Traceback" not in done.stderr
    return done


def _free_pair() -> int:
    for port in range(20_000 + os.getpid() % 20_000, 60_000):
        if not any(instance.port_problem("127.0.0.1", one, "") for one in range(port, port + 3)):
            return port
    raise AssertionError("no free ports")


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield int(held.getsockname()[1])


def test_an_old_python_is_told_what_is_needed() -> None:
    namespace: dict[str, object] = {"__name__": "bootstrap", "__file__": str(ROOT / "bootstrap.py")}
    exec(compile((ROOT / "bootstrap.py").read_text(encoding="utf-8"), "bootstrap.py", "exec"), namespace)  # noqa: S102
    refusal = namespace["refusal"]
    assert callable(refusal)
    assert "Năm Không cần Python 3.11 trở lên; máy đang dùng Python 3.10." in refusal((3, 10, 12))
    assert refusal((3, 11, 0)) == refusal((3, 14, 1)) == ""


def test_an_old_python_can_read_the_first_file() -> None:
    compile((ROOT / "bootstrap.py").read_text(encoding="utf-8"), "bootstrap.py", "exec", dont_inherit=True)
    import ast

    ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path, taken: int) -> None:
    done = _bootstrap(tmp_path, "run", PORT=str(taken))
    assert done.returncode != 0
    assert f"Cổng {taken} (cho trang) đang có chương trình khác dùng." in done.stderr
    beside = _bootstrap_again(tmp_path, PORT=str(taken - 1))
    assert f"Cổng {taken} (cho VNeID thử nghiệm) đang có chương trình khác dùng." in beside.stderr


def _bootstrap_again(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    shutil.rmtree(tmp_path / "src")
    return _bootstrap(tmp_path, "run", **environment)


@pytest.mark.parametrize(("url", "said"), REFUSED_URLS.items())
def test_a_wrong_database_url_is_said_before_anything_is_made(tmp_path: Path, url: str, said: str) -> None:
    done = _bootstrap(tmp_path, "run", PORT=str(_free_pair()), DATABASE_URL=url)
    assert done.returncode != 0
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_that_is_no_number_is_said(tmp_path: Path) -> None:
    assert "PORT phải là một số" in _bootstrap(tmp_path, "run", PORT="abc").stderr


def test_a_full_disk_is_said_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "environment_is_ready", lambda kind: False)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=900_000_000))
    with pytest.raises(installing.Refused, match="chỉ còn 900 MB trống, cần ít nhất 1500 MB"):
        newcomer.refuse_early(installing.Here(port="8000", var=tmp_path, database=""), serving=False)


def test_a_python_without_venv_is_told_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(installing.Refused, match=r"apt-get install -y python3\.\d+-venv"):
        newcomer.refuse_early(installing.Here(port="8000", var=tmp_path, database=""), serving=False)


@pytest.mark.parametrize(
    ("complaint", "said"),
    [
        ('FATAL:  password authentication failed for user "a"', "từ chối tài khoản hoặc mật khẩu"),
        ('FATAL:  database "khong_co" does not exist', "chưa có"),
        ('FATAL:  role "khong_co" does not exist', "Tài khoản nêu trong DATABASE_URL không có"),
        ("connection failed: No such file or directory", "Không có PostgreSQL nào trả lời"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1"', "không cho máy này kết nối"),
    ],
)
def test_what_postgresql_refuses_becomes_one_vietnamese_sentence(complaint: str, said: str) -> None:
    assert said in database.refusal(complaint)


def test_a_socket_address_is_left_to_libpq() -> None:
    assert database_url.problem("postgresql://a@/b?host=%2Ftmp%2Fnowhere") == ""


def test_one_data_folder_is_served_once(tmp_path: Path) -> None:
    assert instance.holder(tmp_path) == ""
    first = instance.claim(tmp_path, "http://127.0.0.1:8000")
    assert first is not None
    assert instance.claim(tmp_path, "http://127.0.0.1:8001") is None
    assert f"đang chạy rồi ở http://127.0.0.1:8000 (tiến trình {os.getpid()})" in instance.holder(tmp_path)
    first.close()
    assert instance.holder(tmp_path) == ""


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("error: Failed to fetch: `x`", "không tới được kho gói"),
        ("OSError: [Errno 28] No space left on device", "Ổ đĩa đã đầy"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "không khớp mã băm"),
        ("something\nelse", "something | else"),
    ],
)
def test_a_tool_that_fails_is_told_in_one_sentence(output: str, said: str) -> None:
    assert said in installing.reason(output, "Không cài được.")
