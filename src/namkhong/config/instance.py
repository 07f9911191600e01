"""One data folder is served by one parent. Standard library only: ``bootstrap.py`` asks too."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
from pathlib import Path
from typing import IO


def _path(var: Path) -> Path:
    return var / "serve.lock"


def holder(var: Path) -> str:
    """The sentence to say when somebody already serves this folder; empty when nobody does."""
    try:
        with _path(var).open("r", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return _sentence(lock.read())
    except OSError:
        pass
    return ""


def process(var: Path) -> int | None:
    """The parent that serves this folder; ``None`` when that cannot be told. Ask :func:`holder` first."""
    try:
        return int(json.loads(_path(var).read_text(encoding="utf-8"))["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def claim(var: Path, address: str) -> IO[str] | None:
    """The right to serve this folder while the file stays open; ``None`` when another parent has it."""
    var.mkdir(parents=True, exist_ok=True)
    lock = _path(var).open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    lock.truncate(0)
    lock.write(json.dumps({"pid": os.getpid(), "address": address}))
    lock.flush()
    return lock


def _sentence(content: str) -> str:
    try:
        known = json.loads(content)
        return (
            f"Năm Không đang chạy rồi ở {known['address']} (tiến trình {known['pid']}). Xin dừng nó trước khi chạy lại."
        )
    except (ValueError, KeyError, TypeError):
        return "Năm Không đang chạy rồi với thư mục dữ liệu này. Xin dừng nó trước khi chạy lại."


def port_problem(host: str, port: int, what: str) -> str:
    """One sentence when the port cannot be opened; empty when it can."""
    if not 0 < port < 65_536:
        return f"PORT phải từ 1 đến 65534, không phải {port}."
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Cổng {port} (cho {what}) đang có chương trình khác dùng. Xin chọn cổng khác, ví dụ: make run PORT={port + 80}"
            if error.errno == errno.EACCES:
                return (
                    f"Tài khoản này không được mở cổng {port}. Xin chọn cổng từ 1024 trở lên, ví dụ: make run PORT=8080"
                )
            return f"Không mở được cổng {port} ở {host}: {error.strerror}."
    return ""
