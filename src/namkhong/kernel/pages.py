"""Lists are read page by page by key, never by offset, and never counted past a thousand."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

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


def encode_cursor(*values: str | int | datetime | UUID) -> str:
    """An opaque cursor out of the last row's sort key; moments know their zone."""
    kept = [value if isinstance(value, str | int) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(kept, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(text: str, *kinds: type) -> list[Any]:
    """The sort key again, each value of the kind the list expects: ``str``, ``int``, ``datetime`` or ``UUID``.

    :raises Invalid: when the cursor was not made by :func:`encode_cursor` with values of these kinds.
    """
    if len(text) > _LONGEST:
        raise Invalid(_WRONG)
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list):
            raise Invalid(_WRONG)
        return [_READ[kind](value) for kind, value in zip(kinds, values, strict=True)]
    except (ValueError, RecursionError) as error:
        raise Invalid(_WRONG) from error


def _text(value: object) -> str:
    if not isinstance(value, str) or "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError("no text that the database can be asked for")
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError("no id")
    return value


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment


_READ: Final[dict[type, Callable[[object], Any]]] = {
    str: _text,
    int: _number,
    datetime: _moment,
    UUID: lambda value: UUID(_text(value)),
}
