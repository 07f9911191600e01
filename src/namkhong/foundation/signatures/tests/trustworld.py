"""A small world of trust for tests: two roots, signers good and bad, OCSP, CRLs, a time stamp server, all by Certomancer.

The keys are made anew for each run and never leave its folder.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import yaml
from asn1crypto import x509
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, KeyLabel, PKIArchitecture
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

NOW: Final = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
GOVERNMENT: Final = "congvu"
PUBLIC: Final = "congcong"
PASSWORD: Final = "mat-khau-thu"

_CAS: Final = ("root", "interm", "ocsp", "tsa")
_SIGNERS: Final = {
    "chairman": "Lò Văn Chủ Tịch",
    "clerk": "Quàng Thị Văn Thư",
    "agency": "Ủy ban nhân dân xã Mường Phăng",
    "expired": "Chứng Thư Hết Hạn",
    "early": "Chứng Thư Chưa Có Hiệu Lực",
    "revoked": "Chứng Thư Bị Thu Hồi",
}
_PERIODS: Final = {"expired": ("2020-01-01", "2024-01-01"), "early": ("2030-01-01", "2035-01-01")}


def _valid(start: str, end: str) -> dict[str, str]:
    return {"valid-from": f"{start}T00:00:00+0000", "valid-to": f"{end}T00:00:00+0000"}


def _keys(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for label in (*_CAS, *_SIGNERS):
        key = ec.generate_private_key(ec.SECP256R1()) if label in _CAS else rsa.generate_private_key(65537, 2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{label}.pem").write_bytes(pem)


def _architecture(title: str) -> dict[str, Any]:
    issued = {"crl_distribution_points": "crl", "authority_information_access": "ocsp"}
    del issued
    extensions = [
        {"id": "key_usage", "critical": True,
         "smart-value": {"schema": "key-usage", "params": ["digital_signature", "non_repudiation"]}},
        {"id": "crl_distribution_points",
         "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": ["interm"]}}},
        {"id": "authority_information_access",
         "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["interm"]}}},
    ]  # fmt: skip
    certs: dict[str, Any] = {
        "root": {"subject": "root", "subject-key": "root", "issuer": "root", "authority-key": "root",
                 "validity": _valid("2010-01-01", "2050-01-01"), "profiles": [{"id": "simple-ca", "params": {"crl-repo": "root"}}]},
        "interm": {"issuer": "root", "validity": _valid("2010-01-01", "2045-01-01"),
                   "profiles": [{"id": "simple-ca", "params": {"crl-repo": "interm", "ocsp-service": "interm", "max-path-len": 0}}],
                   "extensions": [{"id": "crl_distribution_points", "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": ["root"]}}}]},
        "ocsp": {"issuer": "interm", "validity": _valid("2010-01-01", "2045-01-01"),
                 "extensions": [
                     {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": ["digital_signature"]}},
                     {"id": "extended_key_usage", "critical": True, "value": ["ocsp_signing"]}, {"id": "ocsp_no_check"}]},
        "tsa": {"issuer": "root", "validity": _valid("2010-01-01", "2045-01-01"),
                "extensions": [
                    {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": ["digital_signature"]}},
                    {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
                    {"id": "crl_distribution_points", "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": ["root"]}}}]},
    }  # fmt: skip
    for label in _SIGNERS:
        certs[label] = {
            "issuer": "interm",
            "validity": _valid(*_PERIODS.get(label, ("2020-01-01", "2040-01-01"))),
            "extensions": extensions,
        }
    certs["revoked"]["revocation"] = {"revoked-since": "2025-06-01T00:00:00+0000", "reason": "key_compromise"}
    names = {label: {"common-name": f"{title} {label}"} for label in _CAS}
    return {
        "keyset": "keys",
        "entity-defaults": {"country-name": "VN", "organization-name": title},
        "entities": {**names, **{label: {"common-name": name} for label, name in _SIGNERS.items()}},
        "certs": certs,
        "services": {
            "ocsp": {"interm": {"for-issuer": "interm", "responder-cert": "ocsp", "signing-key": "ocsp"}},
            "crl-repo": {
                "root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P90D"},
                "interm": {"for-issuer": "interm", "signing-key": "interm", "simulated-update-schedule": "P30D"},
            },
            "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
        },
    }


@dataclass(frozen=True)
class Trust:
    """The world while it is served."""

    config: CertomancerConfig
    config_path: Path
    url: str
    switch: threading.Event  # set = the servers answer

    def arch(self, name: str = GOVERNMENT) -> PKIArchitecture:
        """One of the two hierarchies."""
        return self.config.get_pki_arch(ArchLabel(name))

    def certificate(self, label: str, arch: str = GOVERNMENT) -> x509.Certificate:
        """A certificate by its label."""
        return self.arch(arch).get_cert(CertLabel(label))

    def chain(self, arch: str = GOVERNMENT) -> list[x509.Certificate]:
        """What stands between a signer and the root."""
        return [self.certificate("interm", arch)]

    def private_key(self, label: str, arch: str = GOVERNMENT) -> bytes:
        """PKCS#8 of a key, DER."""
        info = self.arch(arch).key_set.get_private_key(KeyLabel(label))
        der: bytes = info.dump()
        return der

    def pkcs12(self, label: str, arch: str = GOVERNMENT) -> bytes:
        """Key, certificate and chain in one file."""
        packed: bytes = self.arch(arch).package_pkcs12(CertLabel(label), password=PASSWORD.encode())
        return packed

    def tsa(self, arch: str = GOVERNMENT) -> str:
        """Where the time stamp server answers."""
        return f"{self.url}/{arch}/tsa/tsa"

    def crl_url(self, label: str, arch: str = GOVERNMENT) -> str:
        """Where a list of revoked certificates lies."""
        return f"{self.url}/{arch}/crls/{label}/latest.crl"

    @contextmanager
    def down(self) -> Iterator[None]:
        """Every server refuses, until the block ends."""
        self.switch.clear()
        try:
            yield
        finally:
            self.switch.set()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is given
        del format, args


@contextmanager
def served(folder: Path) -> Iterator[Trust]:
    """Make the keys, write the configuration, serve it on a free port of this machine."""
    _keys(folder / "keys")
    switch = threading.Event()
    switch.set()
    holder: list[Any] = []

    def application(environ: Any, start_response: Any) -> Any:
        if not switch.is_set() or not holder:
            start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b""]
        return holder[0](environ, start_response)

    with make_server("127.0.0.1", 0, application, server_class=WSGIServer, handler_class=_Quiet) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        keys = {label: {"path": f"{label}.pem"} for label in (*_CAS, *_SIGNERS)}
        said = {
            "external-url-prefix": url,
            "keysets": {"keys": {"path-prefix": "keys", "keys": keys}},
            "pki-architectures": {
                GOVERNMENT: _architecture("Chữ ký số chuyên dùng công vụ (thử)"),
                PUBLIC: _architecture("Chữ ký số công cộng (thử)"),
            },
        }
        path = folder / "certomancer.yml"
        path.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
        config = CertomancerConfig.from_file(str(path), str(folder))
        holder.append(Animator(AnimatorArchStore(config.pki_archs), at_time=NOW, with_web_ui=False))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield Trust(config, path, url, switch)
        finally:
            server.shutdown()
            thread.join()
