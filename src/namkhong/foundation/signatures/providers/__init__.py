"""Where keys live: one folder per way, each with a ``sign``. To add one, copy a folder and name it in ``NAMES``.

A provider gets the bytes to sign, all of one authorisation at once, and gives back one signature value for each. It never
keeps the PIN, and it never sees a document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Protocol

from django.utils.translation import gettext_lazy as _

from namkhong.foundation.signatures.certificates import Parsed
from namkhong.foundation.signatures.errors import KeyUnavailable

NAMES: Final = {
    "pkcs11": _("Thiết bị lưu khóa của cơ quan (HSM)"),
    "csc": _("Ký số từ xa"),
    "elsewhere": _("Thiết bị ký trên máy của người ký (USB)"),
    "pkcs12": _("Tệp khóa, chỉ để dùng thử"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """Which key: its name at the provider, and the certificate that belongs to it."""

    label: str
    parsed: Parsed

    @property
    def is_ec(self) -> bool:
        """ECDSA rather than RSA."""
        return bool(self.parsed.certificate.public_key.algorithm == "ec")


class Provider(Protocol):
    """What each folder offers as ``sign``."""

    def __call__(self, key: Key, data: Sequence[bytes], secret: str) -> list[bytes]:
        """One signature value (RSA PKCS#1 v1.5 or ECDSA in DER, SHA-256) for each of ``data``, by one authorisation.

        :raises WrongSecret, KeyUnavailable, SignedElsewhere: nothing was signed.
        """


def provider(name: str) -> Provider:
    """The way of this name.

    :raises KeyUnavailable: when there is none.
    """
    if name not in NAMES:
        raise KeyUnavailable
    found: Provider = import_module(f"{__name__}.{name}").sign
    return found
