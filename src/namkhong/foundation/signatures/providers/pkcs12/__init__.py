"""Keys in password-protected files, for a demo: ``<folder>/<label>.p12``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from namkhong.foundation.signatures.conf import conf
from namkhong.foundation.signatures.errors import KeyUnavailable, WrongSecret
from namkhong.foundation.signatures.providers import Key

_LABEL: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")


def sign(key: Key, data: Sequence[bytes], secret: str) -> list[bytes]:
    """Open the file with the password and sign."""
    folder = conf().pkcs12_folder
    if folder is None or not _LABEL.fullmatch(key.label):
        raise KeyUnavailable
    try:
        packed = (folder / f"{key.label}.p12").read_bytes()
    except OSError as error:
        raise KeyUnavailable from error
    try:
        private, _certificate, _others = load_key_and_certificates(packed, secret.encode())
    except ValueError as error:
        raise WrongSecret from error
    if isinstance(private, rsa.RSAPrivateKey):
        return [private.sign(one, padding.PKCS1v15(), hashes.SHA256()) for one in data]
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return [private.sign(one, ec.ECDSA(hashes.SHA256())) for one in data]
    raise KeyUnavailable
