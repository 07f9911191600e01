"""Codes that come from the law or other systems: kept as opaque text, parsed where a part is needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

_PROCEDURE: Final = re.compile(r"\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?", re.ASCII)
_PERSONAL: Final = re.compile(r"\d{12}", re.ASCII)
_TAX: Final = re.compile(r"\d{10}(-\d{3})?", re.ASCII)
_TAX_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@dataclass(frozen=True, slots=True)
class DossierCode:
    """``<agency code>-YYMMDD-<serial>`` (TT 03/2025/TT-VPCP art. 13); agency codes may have any number of parts."""

    agency: str
    day: date
    serial: str

    def __str__(self) -> str:
        return f"{self.agency}-{self.day:%y%m%d}-{self.serial}"


def parse_dossier_code(text: str) -> DossierCode | None:
    """Split at the last two hyphens; ``None`` when it cannot be a dossier code."""
    parts = text.strip().upper().rsplit("-", 2) if text.isascii() else []
    if len(parts) != 3 or not re.fullmatch(r"[A-Z0-9]+(\.[A-Z0-9]+)*", parts[0]):
        return None
    if not re.fullmatch(r"[0-9]{6}", parts[1]) or not re.fullmatch(r"[0-9]{4,12}", parts[2]):
        return None
    try:
        day = datetime.strptime(parts[1], "%y%m%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        return None
    return DossierCode(agency=parts[0], day=day, serial=parts[2])


def could_be_a_code(text: str) -> bool:
    """May it be asked of the database? Sixty signs at most, none that PostgreSQL does not take."""
    return len(text) <= 60 and "\x00" not in text


def is_procedure_code(text: str) -> bool:
    """``1.004873``, or the old provincial copy ``2.000379.000.00.00.H18``."""
    return _PROCEDURE.fullmatch(text) is not None


def is_personal_number(text: str) -> bool:
    """Twelve digits (số định danh cá nhân); it has no check digit."""
    return _PERSONAL.fullmatch(text) is not None


def is_tax_code(text: str) -> bool:
    """Ten digits with the check digit of a Vietnamese tax code, a branch suffix ``-001`` allowed."""
    if not _TAX.fullmatch(text):
        return False
    digits = [int(char) for char in text[:10]]
    check = 10 - sum(d * w for d, w in zip(digits[:9], _TAX_WEIGHTS, strict=True)) % 11
    return check == digits[9]
