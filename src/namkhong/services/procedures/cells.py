"""One cell of a row: the value of the kind it must be, or the sentence for the report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from namkhong.kernel.text import one_line
from namkhong.services.procedures.errors import BadRow


def text(row: Mapping[str, Any], key: str, limit: int = 1_000) -> str:
    """One line of text; empty when absent.

    :raises BadRow: for anything else.
    """
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRow(_("Ô “%(key)s” phải là chữ.") % {"key": key})
    cleaned = one_line(value)
    if len(cleaned) > limit:
        raise BadRow(_("Ô “%(key)s” dài quá %(limit)s ký tự.") % {"key": key, "limit": limit})
    return cleaned


def whole(row: Mapping[str, Any], key: str, most: int = 10**12) -> int | None:
    """A number from zero up; ``None`` when absent.

    :raises BadRow: for anything else.
    """
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadRow(_("Ô “%(key)s” phải là một số không âm.") % {"key": key})
    return value


def listed(row: Mapping[str, Any], key: str, kind: type) -> list[Any]:
    """A list of values of one kind; empty when absent.

    :raises BadRow: for anything else.
    """
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
        raise BadRow(_("Ô “%(key)s” phải là một danh sách.") % {"key": key})
    return value


def true(row: Mapping[str, Any], key: str, *, default: bool) -> bool:
    """Yes or no.

    :raises BadRow: for anything else.
    """
    value = row.get(key, default)
    if not isinstance(value, bool):
        raise BadRow(_("Ô “%(key)s” phải là có hoặc không.") % {"key": key})
    return value


def day(row: Mapping[str, Any], key: str) -> date | None:
    """A day; ``None`` when absent.

    :raises BadRow: for anything else.
    """
    written = text(row, key)
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise BadRow(_("Ngày ở ô “%(key)s” phải ghi như 2026-11-23.") % {"key": key}) from error


def for_reading(note: str) -> str:
    """Working marks of the source in words."""
    return re.sub(r"\bmemory\b", _("theo trí nhớ"), re.sub(r"\brepo\b", _("kho mã"), note))
