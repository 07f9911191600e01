"""What ``DATABASE_URL`` says, and is it usable? Standard library only: ``bootstrap.py`` asks before anything is installed.

Several servers may be named, ``postgresql://account@one:5432,two:5432/name?target_session_attrs=read-write``, as libpq
reads it: each new connection goes to the first that answers and takes writes, so a replica that was promoted is found.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote

SHAPE: Final = "DATABASE_URL phải có dạng postgresql://tài_khoản:mật_khẩu@máy_chủ:5432/tên_cơ_sở_dữ_liệu."
_PORT: Final = 5432
_UNREADABLE: Final = "DATABASE_URL có máy chủ hoặc cổng không đọc được. " + SHAPE
_WRITES: Final = ("read-write", "primary")
_SEVERAL: Final = (
    "DATABASE_URL nêu nhiều máy chủ thì phải kết thúc bằng ?target_session_attrs=read-write, "
    "để phần mềm chỉ làm việc với máy đang nhận ghi."
)
_PLACE: Final = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.%]+)\]|(?P<name>[^:\[\]]*))(?::(?P<port>[0-9]*))?")


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says, each part decoded."""

    servers: tuple[tuple[str, int | None], ...]  # host (or the folder of a socket; empty: libpq's own) and port
    user: str
    password: str
    name: str
    options: dict[str, str]  # libpq's other parameters

    @property
    def hosts(self) -> str:
        """As libpq takes them, one comma between two."""
        return ",".join(host for host, _port in self.servers)

    @property
    def ports(self) -> str:
        """Likewise; empty when none is given."""
        if not any(port for _host, port in self.servers):
            return ""
        return ",".join(str(port or _PORT) for _host, port in self.servers)


def read(url: str) -> Address:
    """The parts of an address.

    :raises ValueError: with one sentence for the operator, when it cannot be read.
    """
    scheme, _mark, rest = url.partition("://")
    whole, _mark, query = rest.partition("?")
    authority, _slash, name = whole.partition("/")
    if scheme not in {"postgres", "postgresql"} or not name.strip("/"):
        raise ValueError(SHAPE)
    options = dict(parse_qsl(query))
    account, _at, places = authority.rpartition("@")
    user, _colon, password = account.partition(":")
    hosts, ports = options.pop("host", ""), options.pop("port", "")
    servers = _named(hosts, ports) if hosts or ports else tuple(_place(place) for place in places.split(","))
    if len(servers) > 1 and options.get("target_session_attrs") not in _WRITES:
        raise ValueError(_SEVERAL)
    return Address(servers, unquote(user), unquote(password), unquote(name), options)


def _place(text: str) -> tuple[str, int | None]:
    match = _PLACE.fullmatch(text)
    if match is None:
        raise ValueError(_UNREADABLE)
    return unquote(match["six"] or match["name"] or ""), _number(match["port"] or "")


def _named(hosts: str, ports: str) -> tuple[tuple[str, int | None], ...]:
    """``?host=one,two&port=5432,5433``; one port may serve all."""
    names, numbers = hosts.split(","), [_number(port) for port in ports.split(",")]
    if len(numbers) == 1:
        numbers *= len(names)
    if len(numbers) != len(names):
        raise ValueError(_UNREADABLE)
    return tuple(zip(names, numbers, strict=True))


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65_536:
        raise ValueError(_UNREADABLE)
    return int(text)


def problem(url: str, *, seconds: float = 5) -> str:
    """One sentence about what is wrong with the address or with reaching it; empty when nothing is."""
    try:
        address = read(url)
    except ValueError as error:
        return str(error)
    said = []
    for host, port in address.servers:
        if not host or host.startswith("/"):
            return ""  # a Unix socket: libpq knows where to look
        found = _no_answer(host, port or _PORT, seconds)
        if not found:
            return ""
        said.append(found)
    return " ".join(said)


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
