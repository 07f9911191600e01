"""What a form file may hold, and where it is wrong: in the words of the form, with the way to the place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jsonschema_rs
from django.utils.translation import gettext as _

from namkhong.services.eforms.types import Kind

Path = tuple[str | int, ...]

IN_ROWS: Final = (Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.CHOICE, Kind.YES_NO)
ASKED_ABOUT: Final = (Kind.CHOICE, Kind.YES_NO, Kind.DECLARATION)  # what a condition may look at
PERSON_PARTS: Final = ("full_name", "date_of_birth", "personal_number")
ADDRESS_PARTS: Final = ("province", "commune", "detail")
PAST_PARTS: Final = ("province", "district", "commune", "detail")
PARTS: Final = {Kind.PERSON: PERSON_PARTS, Kind.ADDRESS: ADDRESS_PARTS, Kind.PAST_ADDRESS: PAST_PARTS}
RESERVED: Final = frozenset({"_revision", "csrfmiddlewaretoken", "nghi"})  # names a page of a form uses itself
# Addresses of other pages beside the pages of a form: papers, check, throw away. A dossier with such a page is stuck.
RESERVED_PAGES: Final = frozenset({"giay-to", "kiem-tra", "bo"})
MOST_FIELDS: Final = 500

_NAME: Final = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,59}$"}
_LINE: Final = {"type": "string", "maxLength": 2_000}
_SAID: Final = {"type": "string", "minLength": 1, "maxLength": 1_000}
_CONDITION: Final = {
    "type": "object",
    "additionalProperties": {
        "type": ["array", "string", "boolean"],
        "minItems": 1,
        "items": {"type": ["string", "boolean"]},
    },
}
_BOUND: Final = {"type": ["integer", "string"]}
_CHOICES: Final = {
    "type": ["array", "string"],
    "minItems": 1,
    "maxItems": 1_000,
    "items": {
        "type": "array",
        "minItems": 2,
        "maxItems": 2,
        "items": {"type": "string", "minLength": 1, "maxLength": 300, "pattern": "^[^\n\r]*$"},
    },
}
_QUESTION: Final[dict[str, Any]] = {
    "name": _NAME,
    "label": _SAID,
    "hint": _LINE,
    "required": {"type": "boolean"},
    "max_length": {"type": "integer", "minimum": 1, "maximum": 10_000},
    "minimum": _BOUND,
    "maximum": _BOUND,
    "decimals": {"type": "integer", "minimum": 0, "maximum": 6},
    "pattern": {"type": "string", "maxLength": 500},
    "pattern_sentence": _LINE,
    "choices": _CHOICES,
    "default": {"type": "string", "minLength": 1, "maxLength": 200},
    "autocomplete": {"type": "string", "maxLength": 60},
    "inputmode": {"type": "string", "maxLength": 20},
}
_COLUMN: Final = {
    "type": "object",
    "required": ["name", "kind", "label"],
    "properties": {
        **_QUESTION,
        "kind": {"enum": [kind.value for kind in IN_ROWS]},
        "show_if": False,
        "required_if": False,
        "columns": False,
    },
}
_FIELD: Final = {
    "type": "object",
    "required": ["name", "kind", "label"],
    "additionalProperties": False,
    "properties": {
        **_QUESTION,
        "kind": {"enum": [kind.value for kind in Kind]},
        "bind": {"type": "string", "maxLength": 100, "pattern": "^([a-z_]+([.][a-z_]+)*)?$"},
        "fixed": {"type": "boolean"},
        "text": _LINE,
        "many": {"type": "boolean"},
        "optional_parts": {"type": "array", "maxItems": 4, "items": {"type": "string"}},
        "show_if": _CONDITION,
        "required_if": _CONDITION,
        "columns": {"type": "array", "minItems": 1, "maxItems": 12, "items": _COLUMN},
        "min_rows": {"type": "integer", "minimum": 0, "maximum": 100},
        "max_rows": {"type": "integer", "minimum": 1, "maximum": 100},
    },
}
SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["key", "title", "valid_from", "sections"],
    "properties": {
        "key": {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,59}$"},
        "title": {"type": "string", "minLength": 1, "maxLength": 300},
        "valid_from": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"},
        "legal_basis": {"type": "array", "maxItems": 200, "items": _LINE},
        "to_be_confirmed": {"type": "array", "maxItems": 200, "items": _LINE},
        "sections": {
            "type": "array",
            "minItems": 1,
            "maxItems": 100,
            "items": {
                "type": "object",
                "required": ["code", "title", "fields"],
                "additionalProperties": False,
                "properties": {
                    "code": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,59}$"},
                    "title": {"type": "string", "minLength": 1, "maxLength": 300},
                    "intro": _LINE,
                    "show_if": _CONDITION,
                    "fields": {"type": "array", "minItems": 1, "maxItems": MOST_FIELDS, "items": _FIELD},
                },
            },
        },
    },
}
_SHAPE: Final = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where in the file, and the sentence."""

    path: Path
    sentence: str


def faults_of_shape(data: Any) -> Iterator[Fault]:
    """Where the file is not built as a form is."""
    for error in _SHAPE.iter_errors(data):
        path = tuple(error.instance_path)
        yield Fault(path, _shape_sentence(data, path, error))


def _shape_sentence(data: Any, path: Path, error: Any) -> str:
    place = "/".join(str(part) for part in path) or "/"
    said = _("Tệp biểu mẫu không đúng cấu trúc ở “%(place)s”.") % {"place": place}
    named = where(data, path)
    return " ".join(line for line in (said, f"({named})" if named else "", _needed(error)) if line)


def _needed(error: Any) -> str:
    """What the place wants, for the commonest faults."""
    kind, detail = error.kind.name, error.kind.as_dict()
    if kind == "required":
        return _("Thiếu mục “%(name)s”.") % {"name": detail["property"]}
    if kind == "additionalProperties":
        names = ", ".join(f"“{name}”" for name in detail["unexpected"])
        return _("Không có mục nào tên là %(names)s; xin xem lại chính tả.") % {"names": names}
    if kind == "enum":
        options = detail["options"]
        return _("Chỉ nhận một trong: %(options)s.") % {"options": ", ".join(str(option) for option in options)}
    if kind == "type":
        names = ", ".join(_type_words().get(name, name) for name in detail["types"])
        return _("Chỗ này phải là %(types)s.") % {"types": names}
    if kind in {"maxLength", "minLength", "maxItems", "minItems"}:
        return _("Nội dung ở đây ngắn quá hoặc dài quá.")
    return _("Giá trị ở đây không dùng được.")


def _type_words() -> dict[str, str]:
    return {
        "string": _("chữ trong ngoặc kép"),
        "boolean": _("true hoặc false"),
        "integer": _("số nguyên"),
        "array": _("danh sách trong ngoặc vuông"),
        "object": _("nhóm mục trong ngoặc nhọn"),
    }


def where(data: Any, path: Path) -> str:
    """The place in the words of the form: ``phần “Người yêu cầu”, câu hỏi “Số điện thoại”, mục “required”``."""
    words = {"sections": _("phần"), "fields": _("câu hỏi"), "columns": _("cột")}
    said: list[str] = []
    here = data
    for number, part in enumerate(path):
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return ", ".join(said)
        above = path[number - 1] if number else ""
        if isinstance(part, int) and isinstance(above, str) and above in words:
            named = here.get("label") or here.get("title") if isinstance(here, Mapping) else None
            said.append(f"{words[above]} “{named}”" if isinstance(named, str) else f"{words[above]} {part + 1}")
        elif isinstance(part, str) and part not in words:
            said.append(_("mục “%(name)s”") % {"name": part})
    return ", ".join(said)
