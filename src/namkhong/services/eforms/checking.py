"""What is right: visible questions, the JSON Schema, and its errors as Vietnamese sentences beside the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

import jsonschema_rs
from django.utils.translation import gettext as _

from namkhong.services.eforms import layout
from namkhong.services.eforms.models import FormVersion
from namkhong.services.eforms.types import Condition, Field, FormSpec, FormVersionId, Kind, Section
from namkhong.web import words


@lru_cache(maxsize=512)
def _built(version_id: int) -> tuple[tuple[Section, ...], dict[str, Any], jsonschema_rs.Draft202012Validator]:
    """Sections and validator of a version: built once, a version never changes."""
    row = FormVersion.objects.only("layout", "schema").get(pk=version_id)
    return layout.sections(row.layout), row.schema, layout.validator(row.schema)


def spec_of(row: FormVersion) -> FormSpec:
    """A row as others see it."""
    sections, schema, _validator = _built(row.pk)
    return FormSpec(
        id=FormVersionId(row.pk),
        key=row.key,
        version=row.number,
        title=row.title,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        sections=sections,
        schema=schema,
        legal_basis=tuple(row.source.get("legal_basis", ())),
        to_be_confirmed=tuple(row.source.get("to_be_confirmed", ())),
    )


def _hold(conditions: tuple[Condition, ...], data: Mapping[str, Any]) -> bool:
    return all(data.get(condition.field) in condition.values for condition in conditions)


def pruned(spec: FormSpec, data: Mapping[str, Any]) -> dict[str, Any]:
    """Only the answers to questions that are asked, in the order of the form."""
    kept: dict[str, Any] = {}
    for section in spec.sections:
        if not _hold(section.show_if, kept):
            continue
        for field in section.fields:
            if field.name in data and _hold(field.show_if, kept):
                kept[field.name] = data[field.name]
    return kept


def visible_sections(spec: FormSpec, data: Mapping[str, Any]) -> list[Section]:
    """The pages asked, given the answers so far."""
    kept = pruned(spec, data)
    return [section for section in spec.sections if _hold(section.show_if, kept)]


def visible_fields(section: Section, data: Mapping[str, Any]) -> list[Field]:
    """The questions of a page that are asked, given the answers so far."""
    return [field for field in section.fields if _hold(field.show_if, data)]


def errors(
    spec: FormSpec, data: Mapping[str, Any], today: date, validator: jsonschema_rs.Draft202012Validator | None = None
) -> dict[str, str]:
    """Everything wrong: field id → sentence, in the order of the form. A form still in design brings its validator."""
    asked = pruned(spec, data)
    validator = validator or _built(spec.id)[2]
    found: dict[str, str] = {}
    for error in validator.iter_errors(asked):
        path = [str(part) for part in error.instance_path]
        if error.kind.name == "required":
            path.append(error.kind.as_dict()["property"])
        field = spec.field(path[0]) if path else None
        if field is not None and field.kind is Kind.TABLE and len(path) > 1:
            _row_error(field, path, asked.get(field.name), error, found)
        elif field is not None:
            field_id = _error_id(field, path)
            found.setdefault(field_id, _sentence(field, path, error.kind.name, asked.get(field.name), error))
    for section in spec.sections:
        for field in section.fields:
            if field.name in asked:
                for field_id, sentence in _day_errors(field, asked[field.name], today).items():
                    found.setdefault(field_id, sentence)
    return _in_order(spec, found)


def _row_error(field: Field, path: list[str], rows: Any, error: Any, found: dict[str, str]) -> None:
    """One cell of a table: the sentence of its column, and which row it stands in."""
    number, name = int(path[1]) if path[1].isdigit() else 0, path[2] if len(path) > 2 else ""
    column = field.column(name)
    if column is None:
        found.setdefault(f"{field.id}-{number}-{field.columns[0].name}", _empty(field, field.label))
        return
    row = rows[number] if isinstance(rows, list) and number < len(rows) and isinstance(rows[number], Mapping) else {}
    labelled = replace(column, label=_row_label(field, number, column))
    sentence = _sentence(labelled, path[2:], error.kind.name, row.get(name), error)
    found.setdefault(f"{field.id}-{number}-{name}", sentence)


def _row_label(field: Field, number: int, column: Field) -> str:
    return _("%(table)s, dòng %(row)d: %(column)s") % {
        "table": field.label,
        "row": number + 1,
        "column": column.label[:1].lower() + column.label[1:],
    }


def _in_order(spec: FormSpec, found: dict[str, str]) -> dict[str, str]:
    order = {field.id: place for place, field in enumerate(f for section in spec.sections for f in section.fields)}
    parts = {part: place for place, part in enumerate((*layout.PERSON_PARTS, *layout.PAST_PARTS))}

    def key(field_id: str) -> tuple[int, int]:
        head, _dash, part = field_id.partition("-")
        row = part.partition("-")[0]
        return order.get(head, len(order)), int(row) if row.isdigit() else parts.get(part, 0)

    return {field_id: found[field_id] for field_id in sorted(found, key=key)}


def of_section(section: Section, found: Mapping[str, str]) -> dict[str, str]:
    """The errors that belong to one page."""
    ids = {field.id for field in section.fields}
    return {field_id: sentence for field_id, sentence in found.items() if field_id.partition("-")[0] in ids}


def _error_id(field: Field, path: list[str]) -> str:
    if (parts := layout.PARTS.get(field.kind)) is not None:
        part = path[1] if len(path) > 1 and path[1] in parts else parts[0]
        return f"{field.id}-{part}"
    return field.id


def part_label(part: str) -> str:
    """What a part of a person or an address is called."""
    return {
        "full_name": _("Họ, chữ đệm, tên"),
        "date_of_birth": _("Ngày sinh"),
        "personal_number": _("Số định danh cá nhân"),
        "province": _("Tỉnh, thành phố"),
        "district": _("Huyện, quận, thị xã"),
        "commune": _("Xã, phường"),
        "detail": _("Số nhà, đường, thôn, bản, tổ dân phố"),
    }.get(part, part)


def _label(field: Field, path: list[str]) -> str:
    if field.kind in layout.PARTS and len(path) > 1:
        return f"{field.label}: {part_label(path[1])}"
    return field.label


def _empty(field: Field, label: str) -> str:
    if field.kind is Kind.DECLARATION:
        return _("Xin đọc lời cam đoan và đánh dấu vào ô đồng ý.")
    if field.kind is Kind.FILE:
        return _("Xin đính kèm tệp cho “%(label)s”.") % {"label": label}
    if field.kind is Kind.TABLE:
        count = max(field.min_rows, 1)
        return _("Xin điền “%(label)s”, ít nhất %(count)d dòng.") % {"label": label, "count": count}
    if field.kind in {Kind.CHOICE, Kind.YES_NO}:
        return _("Xin chọn câu trả lời cho “%(label)s”.") % {"label": label}
    return _("Xin điền “%(label)s”.") % {"label": label}


def _too_long(field: Field, path: list[str], value: Any, limit: int) -> str:
    for part in path[1:]:
        value = value.get(part) if isinstance(value, Mapping) else value
    count = len(value) if isinstance(value, str) else 0
    return _("“%(label)s” dài quá: viết được nhiều nhất %(limit)s ký tự, đang có %(count)s ký tự.") % {
        "label": _label(field, path),
        "limit": words.number(limit),
        "count": words.number(count),
    }


def _not_a_day(field: Field, path: list[str]) -> str:
    return _("“%(label)s” chưa đúng. Xin điền đủ ngày, tháng, năm có trong lịch, ví dụ 27 – 3 – 1990.") % {
        "label": _label(field, path)
    }


def _wrong(field: Field, path: list[str]) -> str:
    """The value is of the wrong kind altogether."""
    label = _label(field, path)
    part = path[1] if len(path) > 1 else ""
    if field.kind is Kind.DATE or part == "date_of_birth":
        return _not_a_day(field, path)
    if field.kind is Kind.MONEY:
        return _("“%(label)s” phải là số tiền tròn đồng, ví dụ 1.200.000.") % {"label": label}
    if field.kind is Kind.NUMBER:
        example = "12,5" if field.decimals else "12"
        return _("“%(label)s” phải là số, ví dụ %(example)s.") % {"label": label, "example": example}
    if field.kind in {Kind.CHOICE, Kind.YES_NO}:
        return _("Xin chọn một trong những câu trả lời đã cho ở “%(label)s”.") % {"label": label}
    if field.kind is Kind.FILE:
        return _("Tệp của “%(label)s” chưa gửi được. Xin đính kèm lại.") % {"label": label}
    return _empty(field, label)


def _bad_pattern(field: Field, path: list[str]) -> str:
    part = path[1] if len(path) > 1 else ""
    if part == "personal_number":
        return _("Số định danh cá nhân gồm đúng 12 chữ số, ghi trên thẻ căn cước.")
    if part == "full_name":
        return _("Họ tên chỉ gồm chữ cái, không có chữ số hay ký hiệu.")
    if field.pattern_sentence:
        return field.pattern_sentence
    return _("“%(label)s” chưa đúng. Xin kiểm tra lại.") % {"label": _label(field, path)}


def _bound(field: Field, keyword: str) -> str:
    bound = field.minimum if keyword == "minimum" else field.maximum
    shown = words.number(bound) if isinstance(bound, int) else str(bound)
    if keyword == "minimum":
        return _("“%(label)s” phải từ %(bound)s trở lên.") % {"label": field.label, "bound": shown}
    return _("“%(label)s” phải từ %(bound)s trở xuống.") % {"label": field.label, "bound": shown}


def _many(field: Field) -> str:
    if field.kind is Kind.TABLE:
        return _("“%(label)s” nhận nhiều nhất %(limit)s dòng.") % {"label": field.label, "limit": field.max_rows}
    limit = 10 if field.many else 1
    return _("“%(label)s” nhận nhiều nhất %(limit)s tệp.") % {"label": field.label, "limit": limit}


_Sentence = Callable[[Field, list[str], Any, Any], str]
_SENTENCES: Final[dict[str, _Sentence]] = {
    "required": lambda field, path, _value, _error: _empty(field, _label(field, path)),
    "minLength": lambda field, path, _value, _error: _empty(field, _label(field, path)),
    "minItems": lambda field, path, _value, _error: _empty(field, _label(field, path)),
    "maxItems": lambda field, _path, _value, _error: _many(field),
    "maxLength": lambda field, path, value, error: _too_long(field, path, value, error.kind.as_dict()["limit"]),
    "pattern": lambda field, path, _value, _error: _bad_pattern(field, path),
    "minimum": lambda field, _path, _value, _error: _bound(field, "minimum"),
    "maximum": lambda field, _path, _value, _error: _bound(field, "maximum"),
}


def _sentence(field: Field, path: list[str], keyword: str, value: Any, error: Any) -> str:
    write = _SENTENCES.get(keyword)
    return write(field, path, value, error) if write else _wrong(field, path)


def _limit(bound: int | str | None, today: date) -> date | None:
    if not isinstance(bound, str):
        return None
    return today if bound == "today" else date.fromisoformat(bound)


def _day_errors(field: Field, value: Any, today: date) -> dict[str, str]:
    """Days outside their bounds; schemas have no word for today."""
    if field.kind is Kind.PERSON and isinstance(value, Mapping):
        return _day_between(field, ["", "date_of_birth"], value.get("date_of_birth"), date(1900, 1, 1), today)
    if field.kind is Kind.DATE:
        return _day_between(
            field, [""], value, _limit(field.minimum, today) or date(1900, 1, 1), _limit(field.maximum, today)
        )
    if field.kind is Kind.TABLE and isinstance(value, list):
        found: dict[str, str] = {}
        for number, row in enumerate(value):
            if isinstance(row, Mapping):
                for column, cell in zip(field.columns, field.cells(number), strict=True):
                    labelled = replace(cell, label=_row_label(field, number, column))
                    found |= _day_errors(labelled, row.get(column.name), today)
        return found
    return {}


def _day_between(
    field: Field, path: list[str], value: Any, earliest: date | None, latest: date | None
) -> dict[str, str]:
    try:
        given = date.fromisoformat(value)
    except (TypeError, ValueError):
        return {}
    label, field_id = _label(field, path), _error_id(field, path)
    if latest is not None and given > latest:
        return {
            field_id: _("“%(label)s” không được sau %(day)s.") % {"label": label, "day": words.day(latest)},
        }
    if earliest is not None and given < earliest:
        return {
            field_id: _("“%(label)s” không được trước %(day)s.") % {"label": label, "day": words.day(earliest)},
        }
    return {}
