"""``make run``, ``make test``, ``make check`` from nothing: what can be refused is refused before anything is made.

Standard library only: it runs before anything has been installed.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from namkhong.config import database_url, installing, instance
from namkhong.config.installing import PYTHON, ROOT, Here, Refused

_NEEDED: Final = {"libraries": 1_500_000_000, "data": 300_000_000}


def refuse_early(here: Here, *, serving: bool) -> None:
    """Python's own parts, ports, database address, room on the disk.

    :raises Refused: with the first thing that is wrong.
    """
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Refused(f"Python {version} này thiếu mô-đun venv. Xin cài: sudo apt-get install -y python{version}-venv")
    if serving:
        _refuse_address(here)
    needed = 0 if installing.environment_is_ready("run") and installing.node_is_ready() else _NEEDED["libraries"]
    _refuse_full(ROOT, needed)
    if serving and not here.database and not (here.var / "pg").exists():
        _refuse_full(here.var, _NEEDED["data"] + (needed if _same_disk(here.var, ROOT) else 0))


def _refuse_address(here: Here) -> None:
    if not here.port.isascii() or not here.port.isdigit():
        raise Refused(f"PORT phải là một số, không phải “{here.port}”.")
    if holder := instance.holder(here.var):
        raise Refused(holder)
    for port, what in ((int(here.port), "trang"), (int(here.port) + 1, "VNeID thử nghiệm")):
        if problem := instance.port_problem("127.0.0.1", port, what):
            raise Refused(problem)
    if here.database and (problem := database_url.problem(here.database)):
        raise Refused(problem)


def _nearest(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def _same_disk(one: Path, other: Path) -> bool:
    return _nearest(one).stat().st_dev == _nearest(other).stat().st_dev


def _refuse_full(folder: Path, needed: int) -> None:
    nearest = _nearest(folder)
    if not os.access(nearest, os.W_OK):
        raise Refused(f"Không ghi được vào {nearest}. Xin chạy bằng tài khoản có quyền ghi ở đó.")
    free = shutil.disk_usage(nearest).free
    if free < needed:
        raise Refused(
            f"Ổ đĩa chứa {nearest} chỉ còn {free // 1_000_000} MB trống, cần ít nhất {needed // 1_000_000} MB. "
            "Xin giải phóng rồi chạy lại."
        )


def set_up(here: Here, kind: str) -> None:
    """Everything up to, but without, starting something. Readable by all: as root the database runs as nobody."""
    strict = os.umask(0o022)
    try:
        installing.environment(kind)
        if kind == "run" and here.database:
            _refuse_database()
        installing.node_modules()
        installing.front_end()
        installing.catalogues()
    finally:
        os.umask(strict)


def _refuse_database() -> None:
    """Now that there is a driver: does the address let us in?"""
    asked = subprocess.run([str(PYTHON), "-m", "namkhong.config.database"], capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        raise Refused(asked.stderr.strip())


def _run_command(words: Sequence[str]) -> int:
    here = Here.read()
    refuse_early(here, serving=True)
    set_up(here, "run")
    _become([PYTHON, "-m", "namkhong", "serve", "--demo", *words])
    return 0


def _set_up_command(words: Sequence[str]) -> int:
    here = Here.read()
    refuse_early(here, serving=False)
    set_up(here, "test" if "test" in words else "run")
    installing.static_files(here)
    return 0


def _test_command(words: Sequence[str]) -> int:
    refuse_early(Here.read(), serving=False)
    set_up(Here.read(), "test")
    _become([PYTHON, "-m", "namkhong.config.testing", *words])
    return 0


def _endure_command(words: Sequence[str]) -> int:
    refuse_early(Here.read(), serving=False)
    set_up(Here.read(), "test")
    _become([PYTHON, "-m", "pytest", "-m", "endure", "-s", "-n", "0", *words])
    return 0


def _bench_command(words: Sequence[str]) -> int:
    refuse_early(Here.read(), serving=False)
    set_up(Here.read(), "test")
    _become([PYTHON, "-m", "bench", *words])
    return 0


def _check_command(words: Sequence[str]) -> int:
    refuse_early(Here.read(), serving=False)
    set_up(Here.read(), "test")
    _become([PYTHON, "-m", "namkhong.config.checking", *words])
    return 0


def _become(command: Sequence[object]) -> None:
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(str(command[0]), [str(word) for word in command])  # noqa: S606 - no shell wanted


_COMMANDS: Final[dict[str, Callable[[Sequence[str]], int]]] = {
    "run": _run_command,
    "test": _test_command,
    "endure": _endure_command,
    "bench": _bench_command,
    "check": _check_command,
    "set-up": _set_up_command,
}


def main(words: Sequence[str]) -> int:
    """``bootstrap.py run | test | endure | check | set-up``."""
    if not words or words[0] not in _COMMANDS:
        print(f"Cách dùng: python3 bootstrap.py {' | '.join(_COMMANDS)}", file=sys.stderr)
        return 2
    with (ROOT / "bootstrap.py").open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Một lệnh khác đang cài đặt trong thư mục này. Xin đợi nó xong rồi chạy lại.", file=sys.stderr)
            return 1
        try:
            return _COMMANDS[words[0]](words[1:])
        except Refused as refused:
            print(refused, file=sys.stderr)
        except KeyboardInterrupt:
            print("\nĐã dừng giữa chừng; lần sau sẽ làm lại bước đang dở.", file=sys.stderr)
            return 130
        except OSError as error:
            full = (
                "Ổ đĩa đã đầy: xin giải phóng rồi chạy lại."
                if error.errno == 28
                else f"{error.strerror}: {error.filename}"
            )
            print(f"Không cài đặt được. {full}", file=sys.stderr)
    return 1
