"""Phone numbers and e-mail addresses as people type them. Pure."""

from __future__ import annotations

import re
from typing import Final

_PHONE: Final = re.compile(r"0[1-9]\d{8,9}")
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)


def phone(text: str) -> str | None:
    """``0912345678`` out of "+84 912 345 678", "0912.345.678" …; ``None`` when it is no Vietnamese number.

    >>> phone("+84 912.345-678")
    '0912345678'
    """
    digits = re.sub(r"[\s.()-]", "", text)
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    elif digits.startswith("84") and len(digits) == 11:
        digits = "0" + digits[2:]
    return digits if digits.isascii() and _PHONE.fullmatch(digits) else None


def email(text: str) -> str | None:
    """The address, its domain in lower case; ``None`` when it cannot be one."""
    trimmed = text.strip()
    if len(trimmed) > 254 or not _EMAIL.fullmatch(trimmed):
        return None
    local, _at, domain = trimmed.rpartition("@")
    return f"{local}@{domain.lower()}"
