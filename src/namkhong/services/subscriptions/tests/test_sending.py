"""One attempt against a real machine: what it answers, what it does wrong, and that it is never believed too much."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from namkhong.services.subscriptions import sending
from namkhong.services.subscriptions.sending import Answer, Verdict
from namkhong.services.subscriptions.tests import receiver as machines
from namkhong.services.subscriptions.tests.receiver import Behaviour, Receiver

NAME = "nhan-tin.example.vn"


def _post(url: str, body: str = '{"type":"subscription.test"}') -> Answer:
    return sending.post(url=url, body=body, headers={"webhook-id": "msg_1"})


def _named(monkeypatch: pytest.MonkeyPatch, *addresses: list[str]) -> list[str]:
    """The name server: each time it is asked it says the next list, then the last again; returns who asked."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *more: Any, **how: Any) -> list[Any]:
        del more, how
        asked.append(host)
        said = addresses[min(len(asked), len(addresses)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in said]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_the_body_arrives_byte_for_byte(receiver: Receiver) -> None:
    body = '{"a":"Điện Biên"}'
    answer = _post(receiver.url, body)
    assert (answer.verdict, answer.status) == (Verdict.TAKEN, 204)
    came = receiver.came[0]
    assert came.body == body.encode()
    assert came.path == "/nhan"
    assert came.headers["content-type"] == "application/json"
    assert came.headers["webhook-id"] == "msg_1"
    assert "cookie" not in came.headers
    assert "authorization" not in came.headers


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (200, Verdict.TAKEN),
        (202, Verdict.TAKEN),
        (400, Verdict.REFUSED),
        (422, Verdict.REFUSED),
        (401, Verdict.UNWELL),
        (404, Verdict.UNWELL),
        (410, Verdict.GONE),
        (429, Verdict.UNWELL),
        (500, Verdict.UNWELL),
        (503, Verdict.UNWELL),
    ],
)
def test_every_answer_means_something(receiver: Receiver, code: int, verdict: Verdict) -> None:
    receiver.always = machines.status(code)
    answer = _post(receiver.url)
    assert (answer.verdict, answer.status) == (verdict, code)
    assert str(code) in answer.words


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(receiver: Receiver, code: int, settings: Any) -> None:
    with Receiver() as inner:
        settings.WEBHOOKS = receiver.settings(ports=[receiver.port, inner.port])
        receiver.always = machines.status(code, Location=inner.url)
        assert _post(receiver.url).verdict is Verdict.UNWELL
        assert not inner.came


def test_retry_after_is_heard_and_bounded(receiver: Receiver) -> None:
    for said, seconds in (("120", 120), ("999999999999", 86_400), ("bald", 0), ("-5", 0), ("١٢", 0)):
        receiver.next.append(machines.status(503, Retry_After=said) if said.isascii() else machines.status(503))
        assert _post(receiver.url).rest == seconds
    receiver.always = machines.status(
        503, Retry_After="Mon, 23 Nov 2026 01:00:00 GMT", Date="Mon, 23 Nov 2026 00:00:00 GMT"
    )
    assert 0 <= _post(receiver.url).rest <= 86_400


@pytest.mark.parametrize("behave", [machines.hang(30), machines.drip], ids=["silent", "a byte at a time"])
def test_an_attempt_is_over_in_time_whatever_the_other_does(
    receiver: Receiver, behave: Behaviour, settings: Any
) -> None:
    settings.WEBHOOKS = receiver.settings(seconds=1)
    receiver.always = behave
    began = time.monotonic()
    answer = _post(receiver.url)
    assert time.monotonic() - began < 3
    assert (answer.verdict, answer.status) == (Verdict.UNWELL, None)
    assert 900 <= answer.ms <= 3_000


def test_an_endless_answer_is_not_read_to_its_end(receiver: Receiver) -> None:
    receiver.always = machines.flood
    assert _post(receiver.url).verdict is Verdict.TAKEN
    assert receiver.flooded < 20_000_000, "what lies in the buffers of two sockets, no more"


def test_a_broken_answer_is_a_failure_in_words(receiver: Receiver) -> None:
    receiver.always = machines.cut
    answer = _post(receiver.url)
    assert (answer.verdict, answer.status) == (Verdict.UNWELL, None)
    assert "ngắt giữa chừng" in answer.words


def test_nobody_there_is_a_failure_in_words(receiver: Receiver) -> None:
    url = receiver.url
    receiver.server.server_close()
    assert _post(url).verdict is Verdict.UNWELL


def test_without_leave_this_machine_is_never_written_to(receiver: Receiver, settings: Any) -> None:
    settings.WEBHOOKS = receiver.settings(networks=[])
    answer = _post(receiver.url)
    assert (answer.verdict, answer.status) == (Verdict.UNWELL, None)
    assert "mạng nội bộ" in answer.words
    settings.WEBHOOKS = receiver.settings(http=False)
    assert _post(receiver.url).verdict is Verdict.UNWELL
    assert not receiver.came


def test_the_proxy_of_the_environment_is_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert _post(receiver.url).verdict is Verdict.TAKEN


def test_a_name_is_asked_for_once_and_the_connection_goes_there(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the second answer of the name server would lead elsewhere; nobody asks for it."""
    asked = _named(monkeypatch, ["127.0.0.1"], ["169.254.169.254"])
    answer = _post(f"http://{NAME}:{receiver.port}/nhan")
    assert answer.verdict is Verdict.TAKEN
    assert asked == [NAME]
    assert receiver.came[0].headers["host"] == f"{NAME}:{receiver.port}"
    assert _post(f"http://{NAME}:{receiver.port}/nhan").verdict is Verdict.UNWELL
    assert len(receiver.came) == 1


def test_the_next_address_of_a_name_is_tried_when_the_first_is_dead(
    receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOKS = receiver.settings(networks=["127.0.0.0/8", "::1/128"])
    _named(monkeypatch, ["::1", "127.0.0.1"])
    assert _post(f"http://{NAME}:{receiver.port}/nhan").verdict is Verdict.TAKEN


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate of this name, signed by its own key, and a file with both."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)  # noqa: TID251 - as OpenSSL will see it
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.2"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, both = folder / f"{name}.pem", folder / f"{name}.both.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    both.write_bytes(trusted.read_bytes() + private)
    return trusted, both


@pytest.mark.parametrize(
    ("holds", "trusted", "verdict"),
    [(NAME, True, Verdict.TAKEN), ("khac.example.vn", True, Verdict.UNWELL), (NAME, False, Verdict.UNWELL)],
    ids=["its own", "of another name", "of nobody we trust"],
)
def test_https_is_held_to_the_certificate_of_the_name(
    *, holds: str, trusted: bool, verdict: Verdict, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to the checked address, yet the certificate must be the name's."""
    root, both = _certificate(tmp_path, holds)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(both)
    ours = ssl.create_default_context(cafile=str(root) if trusted else None)
    monkeypatch.setattr(sending, "_context", lambda: ours)
    with Receiver(tls=theirs) as machine:
        settings.WEBHOOKS = machine.settings(http=False)
        asked = _named(monkeypatch, ["127.0.0.1"])
        answer = _post(f"https://{NAME}:{machine.port}/nhan")
        assert answer.verdict is verdict
        assert asked == [NAME]
        assert bool(machine.came) is (verdict is Verdict.TAKEN)
        if verdict is Verdict.UNWELL:
            assert "Chứng thư" in answer.words
