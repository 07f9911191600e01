"""Each place where keys live signs the same bytes to a value that belongs to the certificate."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from asn1crypto import keys, pem

from namkhong.foundation.signatures import certificates, providers
from namkhong.foundation.signatures.errors import KeyUnavailable, SignedElsewhere, WrongSecret
from namkhong.foundation.signatures.providers import Key
from namkhong.foundation.signatures.tests import factories
from namkhong.foundation.signatures.tests.trustworld import GOVERNMENT, PASSWORD, Trust

DATA: Final = [b"van ban %d" % number for number in range(5)]
PIN: Final = "482913"
_CLIENT: Final = httpx.Client
_MODULES: Final = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


def good(trust: Trust, label: str, values: list[bytes]) -> bool:
    """Does every value belong to its bytes and the certificate?"""
    certificate = trust.certificate(label)
    return len(values) == len(DATA) and all(
        certificates.matches(certificate, value, data) for value, data in zip(values, DATA, strict=True)
    )


def key(trust: Trust, label: str, name: str = "") -> Key:
    return Key(name or label, factories.parsed(trust, label))


def test_a_key_in_a_file_signs_with_its_password_only(trust: Trust, tmp_path: Path, settings: Any) -> None:
    (tmp_path / "chairman.p12").write_bytes(trust.pkcs12("chairman"))
    settings.SIGNATURES = {"pkcs12_folder": str(tmp_path)}
    sign = providers.provider("pkcs12")
    assert good(trust, "chairman", sign(key(trust, "chairman"), DATA, PASSWORD))
    with pytest.raises(WrongSecret):
        sign(key(trust, "chairman"), DATA, "sai")
    for label in ("khong-co", "../chairman", ""):
        with pytest.raises(KeyUnavailable):
            sign(key(trust, "chairman", label or "/"), DATA, PASSWORD)
    settings.PRODUCTION = True
    with pytest.raises(KeyUnavailable):
        sign(key(trust, "chairman"), DATA, PASSWORD)


@pytest.fixture
def hsm(trust: Trust, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """A SoftHSM with the chairman's key; the label of its token. A run has one process, and the module reads its
    configuration once: a token of its own for each test in one folder."""
    module = next(path for path in _MODULES if Path(path).exists())
    folder = trust.config_path.parent / "hsm"
    (folder / "tokens").mkdir(parents=True, exist_ok=True)
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n", encoding="utf-8")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    label = "thu"
    if not any((folder / "tokens").iterdir()):
        info = keys.PrivateKeyInfo.load(trust.private_key("chairman"))
        path = tmp_path / "key.pem"
        path.write_bytes(pem.armor("PRIVATE KEY", info.dump()))
        for words in (
            ["--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", PIN],
            ["--import", str(path), "--token", label, "--label", "chairman", "--id", "01", "--pin", PIN],
        ):
            subprocess.run(["softhsm2-util", *words], check=True, capture_output=True)
    settings.SIGNATURES = {"pkcs11_module": module, "pkcs11_token": label}
    return label


@pytest.mark.hsm
def test_an_hsm_signs_many_with_one_pin(trust: Trust, hsm: str) -> None:
    assert good(trust, "chairman", providers.provider("pkcs11")(key(trust, "chairman"), DATA, PIN))


@pytest.mark.hsm
def test_an_hsm_refuses_a_wrong_pin_an_unknown_key_and_a_token_that_was_pulled(
    trust: Trust, hsm: str, settings: Any
) -> None:
    sign = providers.provider("pkcs11")
    with pytest.raises(WrongSecret):
        sign(key(trust, "chairman"), DATA, "000000")
    with pytest.raises(KeyUnavailable):
        sign(key(trust, "chairman", "khong-co"), DATA, PIN)
    settings.SIGNATURES = {**settings.SIGNATURES, "pkcs11_token": "da-rut"}
    with pytest.raises(KeyUnavailable):
        sign(key(trust, "chairman"), DATA, PIN)


@pytest.fixture(scope="module")
def remote(trust: Trust) -> Iterator[str]:
    """The public test server of the CSC API, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = "import sys; from csc_dummy.runner import run_from_file; run_from_file(sys.argv[1], int(sys.argv[2]))"
    words = [sys.executable, "-c", code, str(trust.config_path), str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        url = f"http://localhost:{port}"
        try:
            for _ in range(600):
                try:
                    httpx.get(f"{url}/info", timeout=5)
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield url
        finally:
            process.terminate()


def test_a_remote_service_signs_many_by_one_authorisation(trust: Trust, remote: str, settings: Any) -> None:
    settings.SIGNATURES = {"csc_url": remote}
    sign = providers.provider("csc")
    assert good(trust, "chairman", sign(key(trust, "chairman", f"{GOVERNMENT}/chairman"), DATA, ""))
    with pytest.raises(KeyUnavailable):
        sign(key(trust, "chairman", "khong-co/ai"), DATA, "")


def _answering(monkeypatch: pytest.MonkeyPatch, *answers: httpx.Response) -> list[httpx.Request]:
    asked: list[httpx.Request] = []
    waiting = list(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return waiting.pop(0)

    monkeypatch.setattr(
        "namkhong.foundation.signatures.providers.csc.httpx.Client",
        lambda **given: _CLIENT(**given, transport=httpx.MockTransport(handle)),
    )
    return asked


def test_a_remote_service_that_refuses_the_pin_or_answers_nonsense_signs_nothing(
    trust: Trust, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIGNATURES = {"csc_url": "http://ky.example", "csc_token": "the-bai"}
    sign = providers.provider("csc")
    asked = _answering(monkeypatch, httpx.Response(400, json={"error": "invalid_pin"}))
    with pytest.raises(WrongSecret):
        sign(key(trust, "chairman"), DATA, PIN)
    assert asked[0].headers["Authorization"] == "Bearer the-bai"
    for answer in (httpx.Response(500), httpx.Response(200, text="<html>"), httpx.Response(200, json=[1])):
        _answering(monkeypatch, answer)
        with pytest.raises(KeyUnavailable):
            sign(key(trust, "chairman"), DATA, PIN)
    for values in ({"signatures": ["YQ=="]}, {"signatures": "x"}, {}):
        _answering(monkeypatch, httpx.Response(200, json={"SAD": "x"}), httpx.Response(200, json=values))
        with pytest.raises(KeyUnavailable):
            sign(key(trust, "chairman"), DATA, PIN)


def test_a_token_elsewhere_never_signs_here_and_an_unknown_way_is_refused(trust: Trust, settings: Any) -> None:
    settings.SIGNATURES = {}
    with pytest.raises(SignedElsewhere):
        providers.provider("elsewhere")(key(trust, "chairman"), DATA, "")
    for name in ("khong-co", "pkcs11", "csc", "pkcs12"):
        with pytest.raises(KeyUnavailable):
            providers.provider(name)(key(trust, "chairman"), DATA, "")
