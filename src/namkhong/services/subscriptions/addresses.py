"""Where we may write to. The name is resolved by us, every address it has is looked at, and the connection goes to one
of these very addresses: what the name says a moment later does not matter."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

import httpx
from django.utils.translation import gettext as _

from namkhong.services.subscriptions.conf import Network, WebhookConf
from namkhong.services.subscriptions.errors import AddressRefused

_LONGEST: Final = 500
_MOST: Final = 8  # addresses of one name that are tried
# Not somebody else's machine on the internet, whatever ``is_global`` says of some of them.
_CLOSED: Final[tuple[Network, ...]] = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; the metadata of one cloud
        "168.63.129.16/32",  # the metadata of another cloud, on a public address
        "169.254.0.0/16",  # link-local; the metadata of most clouds
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "::ffff:0:0/96",  # an IPv4 address in other clothes
        "64:ff9b::/96",  # the same behind NAT64
        "64:ff9b:1::/48",
        "2001::/32",  # the same behind Teredo
        "2002::/16",  # the same behind 6to4
        "3fff::/20",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address that is written as it should be; nothing was resolved yet."""

    scheme: str
    host: str
    port: int
    path: str  # with the query

    @property
    def host_header(self) -> str:
        """As the other system expects it in ``Host``."""
        named = f"[{self.host}]" if ":" in self.host else self.host
        return named if self.port == {"https": 443, "http": 80}[self.scheme] else f"{named}:{self.port}"

    def at(self, address: str) -> str:
        """The same with the name replaced by one of its addresses."""
        named = f"[{address}]" if ":" in address else address
        return f"{self.scheme}://{named}:{self.port}{self.path}"


def read(written: str, conf: WebhookConf) -> Target:
    """Take an address apart.

    :raises AddressRefused: when it is not https, names somebody to sign in as, a port that is not open, or nothing at all.
    """
    try:
        parts, url = urlsplit(written), httpx.URL(written)
        port = parts.port
    except (ValueError, httpx.InvalidURL) as error:
        raise AddressRefused(_("Địa chỉ chưa đúng. Xin ghi dạng https://tên-máy/đường-dẫn.")) from error
    if len(written) > _LONGEST or any(char.isspace() or not char.isprintable() for char in written):
        raise AddressRefused(_("Địa chỉ chưa đúng. Xin ghi dạng https://tên-máy/đường-dẫn."))
    if parts.scheme != "https" and not (parts.scheme == "http" and conf.http):
        raise AddressRefused(_("Địa chỉ phải bắt đầu bằng https://."))
    if parts.username is not None or parts.password is not None or "#" in written or "\\" in written:
        raise AddressRefused(_("Địa chỉ không được chứa tên đăng nhập, mật khẩu, dấu # hoặc dấu \\."))
    host = url.raw_host.decode("ascii")
    if not host or len(host) > 253:
        raise AddressRefused(_("Địa chỉ chưa đúng. Xin ghi dạng https://tên-máy/đường-dẫn."))
    open_port = port if port is not None else {"https": 443, "http": 80}[parts.scheme]
    if open_port not in conf.ports:
        ports = ", ".join(str(one) for one in conf.ports)
        raise AddressRefused(_("Chỉ gửi tới các cổng %(ports)s.") % {"ports": ports})
    return Target(parts.scheme, host.strip("[]"), open_port, url.raw_path.decode("ascii"))


def resolve(target: Target, conf: WebhookConf) -> list[str]:
    """The addresses behind the name, each one looked at.

    :raises AddressRefused: when there is none, or a single one of them is not open to us.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(_("Không tìm thấy máy nào có tên này.")) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise AddressRefused(_("Không tìm thấy máy nào có tên này."))
    if not all(is_open(address, conf.networks) for address in addresses):
        raise AddressRefused(_("Tên này dẫn tới mạng nội bộ hoặc địa chỉ không công khai, hệ thống không gửi tới đó."))
    return addresses[:_MOST]


def is_open(address: str, networks: Sequence[Network] = ()) -> bool:
    """May we write to this address: somebody's on the internet, or in a network the operator named?"""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and (ip.scope_id is not None or ip.ipv4_mapped is not None):
        return False
    if any(ip in network for network in networks):
        return True
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    return not any(ip in network for network in _CLOSED)
