"""Is ``DATABASE_URL`` usable? Standard library only: ``bootstrap.py`` asks before anything has been installed."""

from __future__ import annotations

import socket
from urllib.parse import parse_qsl, unquote, urlsplit

SHAPE = "DATABASE_URL phải có dạng postgresql://tài_khoản:mật_khẩu@máy_chủ:5432/tên_cơ_sở_dữ_liệu."


def problem(url: str, *, seconds: float = 5) -> str:
    """One sentence about what is wrong with the address or with reaching it; empty when nothing is."""
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError:
        return "DATABASE_URL có máy chủ hoặc cổng không đọc được. " + SHAPE
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        return SHAPE
    host = dict(parse_qsl(parts.query)).get("host") or unquote(parts.hostname or "")
    if not host or host.startswith("/"):
        return ""  # a Unix socket: libpq knows where to look
    return _no_answer(host, port, seconds)


def _no_answer(host: str, port: int, seconds: float) -> str:
    try:
        socket.create_connection((host, port), timeout=seconds).close()
    except socket.gaierror:
        return f"Không tìm thấy máy chủ “{host}” nêu trong DATABASE_URL. Xin kiểm tra lại tên máy chủ."
    except (socket.timeout, TimeoutError):  # noqa: UP041 - the same from Python 3.10 on
        return f"Máy chủ {host}:{port} nêu trong DATABASE_URL không trả lời sau {seconds:g} giây."
    except OSError:
        return f"Máy chủ {host}:{port} nêu trong DATABASE_URL từ chối kết nối. PostgreSQL ở đó đã chạy chưa?"
    return ""
