"""What was posted becomes values; what is no value stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict

from namkhong.kernel import clock, text
from namkhong.services.eforms.layout import ADDRESS_PARTS, PAST_PARTS
from namkhong.services.eforms.types import Field, Kind

ABSENT: Final = object()
_WHOLE: Final = re.compile(r"-?[0-9]{1,3}([. ][0-9]{3})+|-?[0-9]{1,15}")
_DECIMAL: Final = re.compile(r"-?([0-9]{1,3}(\.[0-9]{3})*|[0-9]{1,15}),[0-9]{1,6}|-?[0-9]{1,15}\.[0-9]{1,6}")
_CURRENCY: Final = re.compile(r"(đồng|vnđ|vnd|đ|₫)\.?$", re.IGNORECASE)
_DATE_PARTS: Final = ("day", "month", "year")


def _one(posted: QueryDict, name: str) -> str:
    value = posted.get(name, "")
    return str(value).encode("utf-8", "ignore").decode() if value else ""


def _line(posted: QueryDict, name: str) -> str | None:
    return text.one_line(_one(posted, name)) or None


def _text(field: Field, posted: QueryDict) -> Any:
    return _line(posted, field.id)


def _textarea(field: Field, posted: QueryDict) -> Any:
    return text.clean(_one(posted, field.id)) or None


def whole(typed: str) -> int | None:
    """``1.200.000`` or ``1200000``; ``None`` when it is no whole number of at most fifteen digits."""
    if not _WHOLE.fullmatch(typed) or len(digits := typed.replace(".", "").replace(" ", "")) > 16:
        return None
    return int(digits)


def _number(field: Field, posted: QueryDict) -> Any:
    typed = _line(posted, field.id)
    if typed is None:
        return None
    if (value := whole(typed)) is not None:
        return value
    if field.decimals and _DECIMAL.fullmatch(typed):
        plain = typed.replace(".", "").replace(",", ".") if "," in typed else typed
        return round(float(plain), field.decimals)
    return typed


def _money(field: Field, posted: QueryDict) -> Any:
    typed = _line(posted, field.id)
    if typed is None:
        return None
    value = whole(_CURRENCY.sub("", typed).strip().replace(",", "."))
    return typed if value is None else value


def day(typed: dict[str, str]) -> str | None:
    """Day, month and year boxes as an ISO day, when there is such a day."""
    found = clock.typed_day(typed)
    return None if found is None else found.isoformat()


def _boxes(posted: QueryDict, name: str) -> Any:
    if name in posted:  # one box, as an API client or an older browser field would send it
        typed = _line(posted, name)
        try:
            return date.fromisoformat(typed).isoformat() if typed else None
        except ValueError:
            return {"day": typed, "month": "", "year": ""}
    boxes = {part: _line(posted, f"{name}-{part}") or "" for part in _DATE_PARTS}
    if not any(boxes.values()):
        return None
    return day(boxes) or boxes


def _date(field: Field, posted: QueryDict) -> Any:
    return _boxes(posted, field.id)


def _yes_no(field: Field, posted: QueryDict) -> Any:
    typed = _line(posted, field.id)
    return {"yes": True, "no": False}.get(typed or "", typed)


def _person(field: Field, posted: QueryDict) -> Any:
    number = _line(posted, f"{field.id}-personal_number")
    parts = {
        "full_name": _line(posted, f"{field.id}-full_name"),
        "date_of_birth": _boxes(posted, f"{field.id}-date_of_birth"),
        "personal_number": re.sub(r"[ .\-]", "", number) or number if number else None,
    }
    return {part: value for part, value in parts.items() if value} or None


def _address(field: Field, posted: QueryDict) -> Any:
    parts = {part: _line(posted, f"{field.id}-{part}") for part in ADDRESS_PARTS}
    return {part: value for part, value in parts.items() if value} or None


def _past_address(field: Field, posted: QueryDict) -> Any:
    parts = {part: _line(posted, f"{field.id}-{part}") for part in PAST_PARTS}
    return {part: value for part, value in parts.items() if value} or None


def _rows(field: Field, posted: QueryDict) -> list[int]:
    """The numbers of the rows that were posted, a hundred at most, without the one just taken out."""
    numbered = re.compile(rf"{re.escape(field.id)}-([0-9]{{1,3}})-")
    found = {int(match[1]) for name in posted if (match := numbered.match(name)) is not None}
    gone = posted.get("_bo-hang", "")
    return list(islice((row for row in sorted(found) if gone != f"{field.id}-{row}"), 100))


def _table(field: Field, posted: QueryDict) -> Any:
    rows: list[dict[str, Any]] = []
    for number in _rows(field, posted):
        cells = zip(field.columns, field.cells(number), strict=True)
        given = ((column.name, read(cell, posted)) for column, cell in cells)
        if row := {name: value for name, value in given if value is not None and value is not ABSENT}:
            rows.append(row)
    return rows or None


def _file(field: Field, posted: QueryDict) -> Any:
    found = [text.one_line(str(value)) for value in posted.getlist(field.id)]
    return [_uuid(value) for value in found if value][:20] or None


def _uuid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        return value


def _declaration(field: Field, posted: QueryDict) -> Any:
    return True if _line(posted, field.id) in {"yes", "on", "true", "1"} else None


_READERS: Final[dict[Kind, Callable[[Field, QueryDict], Any]]] = {
    Kind.TEXT: _text,
    Kind.TEXTAREA: _textarea,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.CHOICE: _text,
    Kind.YES_NO: _yes_no,
    Kind.PERSON: _person,
    Kind.ADDRESS: _address,
    Kind.PAST_ADDRESS: _past_address,
    Kind.TABLE: _table,
    Kind.FILE: _file,
    Kind.DECLARATION: _declaration,
}


def read(field: Field, posted: QueryDict) -> Any:
    """The answer to one question: a value, what was typed instead, ``None`` when left empty, ``ABSENT`` when not asked."""
    asked = field.id in posted or any(name.startswith(f"{field.id}-") for name in posted)
    if not asked and field.kind is not Kind.DECLARATION:
        return ABSENT
    return _READERS[field.kind](field, posted)
