"""A form file becomes typed sections, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import jsonschema_rs
from django.utils.translation import gettext as _

from namkhong.services.eforms.errors import BadForm
from namkhong.services.eforms.meaning import check_file
from namkhong.services.eforms.shape import ADDRESS_PARTS, PARTS, PAST_PARTS, PERSON_PARTS
from namkhong.services.eforms.types import Choice, Condition, Field, Kind, Section

__all__ = [
    "ADDRESS_PARTS",
    "LENGTHS",
    "PARTS",
    "PAST_PARTS",
    "PERSON_PARTS",
    "check_file",
    "conditions",
    "field_schema",
    "resolved",
    "schema_of",
    "sections",
    "validator",
]

LENGTHS: Final = {
    Kind.TEXT: 200,
    Kind.TEXTAREA: 4_000,
    Kind.ADDRESS: 300,
    Kind.PAST_ADDRESS: 300,
    Kind.PERSON: 120,
}
LARGEST: Final = 10**15 - 1
NAME_PATTERN: Final = r"^[^0-9<>{}@#$%^*=+\\/|~_\[\]]+$"


def conditions(given: Mapping[str, Any] | None) -> tuple[Condition, ...]:
    """``{"status": ["married", "divorced"], "has_child": true}`` as conditions that must all hold."""
    return tuple(
        Condition(name, tuple(values) if isinstance(values, list) else (values,))
        for name, values in (given or {}).items()
    )


def _choices(given: Any, code_lists: Mapping[str, Any]) -> tuple[Choice, ...]:
    if isinstance(given, str):
        if given not in code_lists:
            raise BadForm(_("Biểu mẫu dùng danh mục “%(name)s” nhưng không có danh mục ấy.") % {"name": given})
        given = code_lists[given]
    return tuple(Choice(str(value), str(text)) for value, text in given or ())


def _field(given: Mapping[str, Any], code_lists: Mapping[str, Any]) -> Field:
    kind = Kind(given["kind"])
    return Field(
        name=given["name"],
        kind=kind,
        label=given["label"],
        hint=given.get("hint", ""),
        required=given.get("required", True),
        max_length=given.get("max_length", LENGTHS.get(kind, 200)),
        minimum=given.get("minimum", 0 if kind in {Kind.NUMBER, Kind.MONEY} else None),
        maximum=given.get("maximum", LARGEST if kind in {Kind.NUMBER, Kind.MONEY} else None),
        decimals=given.get("decimals", 0),
        pattern=given.get("pattern", ""),
        pattern_sentence=given.get("pattern_sentence", ""),
        choices=_choices(given.get("choices"), code_lists),
        bind=given.get("bind", ""),
        fixed=given.get("fixed", False),
        default=given.get("default", ""),
        show_if=conditions(given.get("show_if")),
        autocomplete=given.get("autocomplete", ""),
        inputmode=given.get("inputmode", ""),
        text=given.get("text", ""),
        many=given.get("many", False),
        optional_parts=tuple(given.get("optional_parts", ())),
        required_if=conditions(given.get("required_if")),
        columns=tuple(_field(column, code_lists) for column in given.get("columns", ())),
        min_rows=given.get("min_rows", 0),
        max_rows=given.get("max_rows", 20),
    )


def sections(given: Iterable[Mapping[str, Any]], code_lists: Mapping[str, Any] | None = None) -> tuple[Section, ...]:
    """The sections of a layout, typed."""
    return tuple(
        Section(
            code=item["code"],
            title=item["title"],
            intro=item.get("intro", ""),
            show_if=conditions(item.get("show_if")),
            fields=tuple(_field(field, code_lists or {}) for field in item["fields"]),
        )
        for item in given
    )


def resolved(given: list[dict[str, Any]], code_lists: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The layout with every code list written out, so that the version stands alone."""
    return [
        {
            **item,
            "fields": [_resolved(field, code_lists) for field in item["fields"]],
        }
        for item in given
    ]


def _resolved(field: dict[str, Any], code_lists: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(field)
    if "choices" in field:
        made["choices"] = [[choice.value, choice.text] for choice in _choices(field["choices"], code_lists)]
    if "columns" in field:
        made["columns"] = [_resolved(column, code_lists) for column in field["columns"]]
    return made


def _text(field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": field.max_length}
    return {**schema, "pattern": field.pattern} if field.pattern else schema


def _person(field: Field) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "full_name": {"type": "string", "minLength": 1, "maxLength": field.max_length, "pattern": NAME_PATTERN},
            "date_of_birth": {"type": "string", "format": "date"},
            "personal_number": {"type": "string", "pattern": "^[0-9]{12}$"},
        },
        "required": [part for part in PERSON_PARTS if part not in field.optional_parts],
        "additionalProperties": False,
    }


def _address(field: Field) -> dict[str, Any]:
    part = {"type": "string", "minLength": 1, "maxLength": field.max_length}
    return {
        "type": "object",
        "properties": {
            "province": part,
            "province_name": part,
            "commune": part,
            "commune_code": part,
            "was": {"type": "string", "maxLength": 400},
            "detail": part,
        },
        "required": [part for part in ADDRESS_PARTS if part not in field.optional_parts],
        "additionalProperties": False,
    }


def _past_address(field: Field) -> dict[str, Any]:
    part = {"type": "string", "minLength": 1, "maxLength": field.max_length}
    return {
        "type": "object",
        "properties": {**dict.fromkeys(PAST_PARTS, part), "now": {"type": "string", "maxLength": 600}},
        "required": [part for part in PAST_PARTS if part not in field.optional_parts],
        "additionalProperties": False,
    }


def _table(field: Field) -> dict[str, Any]:
    row = {
        "type": "object",
        "properties": {column.name: field_schema(column) for column in field.columns},
        "required": [column.name for column in field.columns if column.required],
        "additionalProperties": False,
    }
    least = max(field.min_rows, 1 if field.required or field.required_if else 0)
    return {"type": "array", "items": row, "minItems": least, "maxItems": field.max_rows}


def _number(field: Field) -> dict[str, Any]:
    bounds = {"minimum": field.minimum, "maximum": field.maximum}
    return {
        "type": "number" if field.decimals else "integer",
        **{keyword: bound for keyword, bound in bounds.items() if isinstance(bound, int)},
    }


def _file(field: Field) -> dict[str, Any]:
    item = {"type": "string", "format": "uuid"}
    return {"type": "array", "items": item, "minItems": 1, "maxItems": 10 if field.many else 1}


_SCHEMAS: Final[dict[Kind, Callable[[Field], dict[str, Any]]]] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DATE: lambda _field: {"type": "string", "format": "date"},
    Kind.CHOICE: lambda field: {"enum": [choice.value for choice in field.choices]},
    Kind.YES_NO: lambda _field: {"type": "boolean"},
    Kind.PERSON: _person,
    Kind.ADDRESS: _address,
    Kind.PAST_ADDRESS: _past_address,
    Kind.TABLE: _table,
    Kind.FILE: _file,
    Kind.DECLARATION: lambda _field: {"const": True},
}


def field_schema(field: Field) -> dict[str, Any]:
    """The JSON Schema of one answer."""
    return _SCHEMAS.get(field.kind, _text)(field)


def _holds(given: tuple[Condition, ...]) -> dict[str, Any]:
    return {
        "allOf": [
            {
                "properties": {condition.field: {"enum": list(condition.values)}},
                "required": [condition.field],
            }
            for condition in given
        ]
    }


def validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """The validator of a schema.

    :raises BadForm: when a pattern or a bound of the form cannot be used.
    """
    try:
        return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    except jsonschema_rs.ValidationError as error:
        raise BadForm(
            _("Biểu mẫu có một quy tắc không dùng được. Xin kiểm tra lại mẫu và giới hạn của các trường.")
        ) from error


def schema_of(title: str, given: tuple[Section, ...]) -> dict[str, Any]:
    """The JSON Schema 2020-12 of a whole form."""
    asked = [(field, (*section.show_if, *field.show_if)) for section in given for field in section.fields]
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": {field.name: field_schema(field) for field, _when in asked},
        "required": [field.name for field, when in asked if field.required and not (when or field.required_if)],
        "additionalProperties": False,
    }
    when_asked = [
        {"if": _holds((*when, *field.required_if)), "then": {"required": [field.name]}}
        for field, when in asked
        if field.required_if or (field.required and when)
    ]
    return {**schema, "allOf": when_asked} if when_asked else schema
