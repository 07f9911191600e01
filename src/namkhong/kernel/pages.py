"""Lists are read page by page by key, never by offset, and never counted past a thousand."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from namkhong.kernel.problems import Invalid

T = TypeVar("T")
COUNT_LIMIT: Final = 1_000
_LONGEST: Final = 8_000
_WRONG: Final = "Đường dẫn tới trang tiếp theo không đúng. Xin mở lại danh sách từ đầu."


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; ``next`` is the cursor of the page after it, empty on the last."""

    items: Sequence[T]
    next: str = ""


@dataclass(frozen=True, slots=True)
class BoundedCount:
    """A count that stops: shown as ``1.000+`` when there are more."""

    value: int

    def __str__(self) -> str:
        return "1.000+" if self.value > COUNT_LIMIT else f"{self.value:,}".replace(",", ".")


def encode_cursor(*values: str | int | None) -> str:
    """An opaque cursor out of the last row's sort key."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(text: str, length: int) -> list[Any]:
    """The sort key again.

    :raises Invalid: when the cursor was not made by :func:`encode_cursor` with this many values.
    """
    if len(text) > _LONGEST:
        raise Invalid(_WRONG)
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError) as error:
        raise Invalid(_WRONG) from error
    if not isinstance(values, list) or len(values) != length or not all(map(_can_be_asked, values)):
        raise Invalid(_WRONG)
    return values


def _can_be_asked(value: object) -> bool:
    """Could a sort key hold this, so that the database can be asked for what comes after it?"""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    return value is None or (type(value) is int and -(2**63) <= value < 2**63)
