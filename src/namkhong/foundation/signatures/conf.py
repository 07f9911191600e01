"""What the operator set, in one typed value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class SignaturesConf:
    """``settings.SIGNATURES``. A provider whose address is empty is switched off."""

    tsa_url: str
    pkcs11_module: str
    pkcs11_token: str
    csc_url: str
    csc_token: str
    pkcs12_folder: Path | None  # for the demo only: a key in a file is no secure device


def conf() -> SignaturesConf:
    """The settings now in force."""
    given: dict[str, Any] = getattr(settings, "SIGNATURES", {})
    folder = given.get("pkcs12_folder", "")
    return SignaturesConf(
        tsa_url=given.get("tsa_url", ""),
        pkcs11_module=given.get("pkcs11_module", ""),
        pkcs11_token=given.get("pkcs11_token", ""),
        csc_url=given.get("csc_url", ""),
        csc_token=given.get("csc_token", ""),
        pkcs12_folder=Path(folder) if folder and not settings.PRODUCTION else None,
    )
