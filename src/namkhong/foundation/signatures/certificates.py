"""Reading certificates: what stands in them, whether they may sign documents, whether a value belongs to them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from asn1crypto import pem, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import load_der_x509_certificate
from django.utils.translation import gettext as _
from pyhanko_certvalidator.registry import SimpleCertificateStore

from namkhong.foundation.signatures.errors import WrongCertificate

DIGEST: Final = "sha256"
_MOST: Final = 20  # certificates in one chain


@dataclass(frozen=True, slots=True)
class Parsed:
    """A certificate and those above it."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return fingerprint(self.certificate)

    @property
    def store(self) -> SimpleCertificateStore:
        """All of them, as the signing library wants them."""
        store = SimpleCertificateStore()
        store.register_multiple([self.certificate, *self.chain])
        return store

    @property
    def chain_der(self) -> bytes:
        """Those above, one behind the other."""
        return b"".join(one.dump() for one in self.chain)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, in hexadecimal."""
    return hashlib.sha256(certificate.dump()).hexdigest()


def parsed(der: bytes, chain_der: bytes = b"") -> Parsed:
    """What the registry keeps, read again."""
    return Parsed(x509.Certificate.load(der), tuple(_split(chain_der)))


def _split(data: bytes) -> list[x509.Certificate]:
    found: list[x509.Certificate] = []
    while data and len(found) < _MOST:
        one = x509.Certificate.load(data)
        size = len(one.dump())
        found.append(one)
        data = data[size:]
    return found


def read(data: bytes) -> Parsed:
    """A certificate as it was sent (DER, or PEM with the chain behind it).

    :raises WrongCertificate: when it is none.
    """
    try:
        if pem.detect(data):
            ders = [der for _name, _headers, der in pem.unarmor(data, multiple=True)][:_MOST]
            found = [x509.Certificate.load(der) for der in ders]
        else:
            found = _split(data)
        for one in found:
            one.subject, one.issuer, one.public_key.algorithm, one.not_valid_after, one.key_usage_value  # noqa: B018
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise WrongCertificate(
            _("Tệp này không phải chứng thư chữ ký số. Xin chọn tệp .cer, .crt hoặc .pem.")
        ) from error
    if not found:
        raise WrongCertificate(_("Tệp này không có chứng thư nào. Xin chọn tệp .cer, .crt hoặc .pem."))
    return Parsed(found[0], tuple(found[1:]))


def require_signing(certificate: x509.Certificate) -> None:
    """May this certificate sign documents?

    :raises WrongCertificate: a CA's own, or one without the use "chống chối bỏ" or "chữ ký số".
    """
    use = certificate.key_usage_value
    allowed = use is None or bool({"digital_signature", "non_repudiation"} & use.native)
    if certificate.ca or not allowed:
        raise WrongCertificate(
            _("Chứng thư này không dùng để ký văn bản. Xin chọn chứng thư ký của người hoặc cơ quan.")
        )
    if certificate.public_key.algorithm not in {"rsa", "ec"}:
        raise WrongCertificate(_("Loại khóa của chứng thư này chưa dùng được. Xin chọn chứng thư RSA hoặc ECDSA."))


def common_name(name: x509.Name) -> str:
    """The name a person reads: the common name, else the organisation's."""
    native = name.native
    found = native.get("common_name") or native.get("organization_name") or name.human_friendly
    return str(found[0] if isinstance(found, list) else found)


def period(certificate: x509.Certificate) -> tuple[datetime, datetime]:
    """From and to."""
    return certificate.not_valid_before, certificate.not_valid_after


def matches(certificate: x509.Certificate, value: bytes, signed: bytes) -> bool:
    """Is the value the signature of these bytes by the certificate's key (PKCS#1 v1.5 or ECDSA, SHA-256)?"""
    try:
        key = load_der_x509_certificate(certificate.dump()).public_key()
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, signed, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, signed, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True
