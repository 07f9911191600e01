"""Where we write to: somebody's machine on the internet, or a network the operator named; nothing inside."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namkhong.services.subscriptions import addresses
from namkhong.services.subscriptions.conf import WebhookConf, conf
from namkhong.services.subscriptions.errors import AddressRefused

STRICT = WebhookConf(http=False, ports=(443, 8443), networks=(), ladder=(5,), seconds=1)

CLOSED = (
    *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),  # noqa: S104
    *("169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192"),
    *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "203.0.113.9"),
    *(
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
    ),
    *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"),
    *("2002:7f00:1::1", "2001:0:53aa:64c:0:0:80ff:fffe", "100::1", "not an address", ""),
)
OPEN = ("1.1.1.1", "8.8.8.8", "113.160.0.1", "2606:4700:4700::1111", "2a00:1450:4009::200e")


@pytest.mark.parametrize("address", CLOSED)
def test_nothing_inside_is_written_to(address: str) -> None:
    assert not addresses.is_open(address)


@pytest.mark.parametrize("address", OPEN)
def test_the_internet_is(address: str) -> None:
    assert addresses.is_open(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_other_clothes_is_never_open(ip: IPv4Address) -> None:
    number = int(ip)
    for dressed in (
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address(number),
        IPv6Address((0x64FF9B << 96) | number),
        IPv6Address((0x2002 << 112) | (number << 80) | 1),
    ):
        assert not addresses.is_open(str(dressed)), dressed


@given(st.ip_addresses())
def test_what_is_open_is_global_and_for_one(ip: IPv4Address | IPv6Address) -> None:
    if addresses.is_open(str(ip)):
        assert ip.is_global
        assert not any((ip.is_multicast, ip.is_private, ip.is_loopback, ip.is_link_local, ip.is_reserved))


def test_a_network_the_operator_named_is_open_and_no_other() -> None:
    named = (ip_network("10.56.0.0/16"),)
    assert addresses.is_open("10.56.3.4", named)
    assert not addresses.is_open("10.57.3.4", named)
    assert not addresses.is_open("::ffff:10.56.3.4", named)


REFUSED = (
    *("http://nhan.example.vn/", "ftp://nhan.example.vn/", "//nhan.example.vn/", "nhan.example.vn", "https://", ""),
    *("https:///x", "https://nhan.example.vn:22/", "https://nhan.example.vn:80/", "https://nhan.example.vn:0/"),
    *("https://nhan.example.vn:99999/", "https://a:b@nhan.example.vn/", "https://nhan.example.vn@10.0.0.1/"),
    *("https://nhan.example.vn/#x", "https://nhan.example.vn\\@10.0.0.1/", "https://nhan.example.vn/a b"),
    *(
        "https://nhan.example.vn/\r\nX: y",
        "https://nhan.example.vn/" + "x" * 600,
        "https://[::1/",
        "file:///etc/passwd",
    ),
    *("https://nhan.example.vn\x00.evil.vn/", "javascript:alert(1)", "https://" + "a" * 300 + ".vn/"),
)


@pytest.mark.parametrize("written", REFUSED)
def test_only_a_plain_https_address_is_taken(written: str) -> None:
    with pytest.raises(AddressRefused):
        addresses.read(written, STRICT)


@given(st.text(max_size=60))
def test_whatever_is_written_is_taken_apart_or_refused(written: str) -> None:
    for candidate in (written, f"https://{written}", f"https://nhan.example.vn{written}"):
        try:
            target = addresses.read(candidate, STRICT)
        except AddressRefused:
            continue
        assert target.scheme == "https"
        assert target.port in STRICT.ports
        assert target.path.startswith("/")


def test_an_address_is_taken_apart() -> None:
    target = addresses.read("https://Nhan.Example.vn:8443/a?b=c", STRICT)
    assert (target.host, target.port, target.path) == ("nhan.example.vn", 8443, "/a?b=c")
    assert target.host_header == "nhan.example.vn:8443"
    assert target.at("2606:4700::1") == "https://[2606:4700::1]:8443/a?b=c"
    assert addresses.read("https://nhận.example.vn/", STRICT).host == "xn--nhn-6hz.example.vn"


def _resolving(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    def getaddrinfo(host: str, port: int, **how: Any) -> list[Any]:
        del host, how
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def test_one_inner_address_among_others_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    target = addresses.read("https://nhan.example.vn/", STRICT)
    _resolving(monkeypatch, "1.1.1.1", "8.8.8.8", "1.1.1.1")
    assert addresses.resolve(target, STRICT) == ["1.1.1.1", "8.8.8.8"]
    _resolving(monkeypatch, "1.1.1.1", "169.254.169.254")
    with pytest.raises(AddressRefused, match="mạng nội bộ"):
        addresses.resolve(target, STRICT)
    _resolving(monkeypatch)
    with pytest.raises(AddressRefused, match="Không tìm thấy máy"):
        addresses.resolve(target, STRICT)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "017700000001", "localhost", "[::1]"])
def test_this_machine_has_many_names_and_none_of_them_works(host: str) -> None:
    with pytest.raises(AddressRefused):
        addresses.resolve(addresses.read(f"https://{host}/", STRICT), STRICT)


def test_by_itself_only_https_to_the_internet(settings: Any) -> None:
    assert (conf().http, conf().networks, conf().ports) == (False, (), (443, 8443))
    assert conf().ladder[0] == 5
    assert conf().ladder[-1] == 86_400
    settings.WEBHOOKS = {"networks": ["10.56.0.0/16"], "ladder": ["1", "2"], "ports": ["444"]}
    assert (conf().ladder, conf().ports, len(conf().networks)) == ((1, 2), (444,), 1)
