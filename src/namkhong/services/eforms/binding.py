"""What is already known fills the form: ``bind: applicant.full_name``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from namkhong.kernel import text
from namkhong.services.eforms import layout
from namkhong.services.eforms.types import Field, FormSpec, Kind, Section

_PROVINCE: Final = re.compile(r"(tỉnh|thành phố|tp\.?) ", re.IGNORECASE)
_DISTRICT: Final = re.compile(r"(huyện|quận|thị xã) ", re.IGNORECASE)
_COMMUNE: Final = re.compile(r"(xã|phường|thị trấn|đặc khu) ", re.IGNORECASE)


def _look_up(identity: Mapping[str, Any], path: str) -> Any:
    found: Any = identity
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else getattr(found, part, None)
        if found is None:
            return None
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return text.one_line(str(value)) or None if value is not None else None


def _parts(found: Any, parts: tuple[str, ...]) -> dict[str, Any]:
    values = {part: _plain(_look_up({"it": found}, f"it.{part}")) for part in parts}
    return {part: value for part, value in values.items() if value}


def written_address(line: str) -> dict[str, Any]:
    """``Bản Phăng, xã Ma Thì Hồ, huyện Mường Chà, tỉnh Điện Biên`` in its parts; what has no kind word stays detail."""
    parts = [part for part in (text.one_line(part) for part in line.split(",")) if part]
    found: dict[str, Any] = {}
    if parts and _PROVINCE.match(parts[-1]):
        name = parts.pop()
        found["province_name"] = name[:1].upper() + name[1:]
    district = [parts.pop()] if parts and _DISTRICT.match(parts[-1]) else []
    if parts and _COMMUNE.match(parts[-1]):
        name = ", ".join([parts.pop(), *district])
        found["commune"] = name[:1].upper() + name[1:]
        district = []
    if detail := ", ".join([*parts, *district]):
        found["detail"] = detail
    return found


def _value(field: Field, found: Any) -> Any:
    if field.kind is Kind.PERSON:
        return _parts(found, layout.PERSON_PARTS) or None
    if field.kind is Kind.ADDRESS:
        if isinstance(found, str):
            return written_address(found) or None
        return _parts(found, ("province", "province_name", "commune", "commune_code", "detail")) or None
    if field.kind in {Kind.TEXT, Kind.TEXTAREA, Kind.DATE, Kind.CHOICE}:
        return _plain(found)
    return found


def bound_values(given: FormSpec | Section, identity: Mapping[str, Any]) -> dict[str, Any]:
    """Field name → what is already known, for every bound question."""
    fields: Iterable[Field] = (
        given.fields
        if isinstance(given, Section)
        else (field for section in given.sections for field in section.fields)
    )
    found = {field.name: _value(field, _look_up(identity, field.bind)) for field in fields if field.bind}
    return {name: value for name, value in found.items() if value not in (None, "")}


def is_fixed(field: Field, bound: Mapping[str, Any]) -> bool:
    """Is the answer taken from the identity and not typed? Only when it is there in full."""
    if not field.fixed or field.name not in bound:
        return False
    if field.kind is Kind.PERSON:
        return all(part in bound[field.name] for part in layout.PERSON_PARTS if part not in field.optional_parts)
    return True
