"""Answers in words, as they are read back before sending and by officials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from namkhong.kernel.money import Vnd
from namkhong.services.eforms import checking
from namkhong.services.eforms.types import Field, FormSpec, Kind, SummaryPart, SummaryRow
from namkhong.web import words


def _day(value: Any) -> str:
    if isinstance(value, Mapping):
        return "/".join(str(value.get(part) or "…") for part in ("day", "month", "year"))
    try:
        return words.day(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)


def _choice(field: Field, value: Any) -> str:
    return next((choice.text for choice in field.choices if choice.value == value), str(value))


def _person(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    lines = [str(value.get("full_name", ""))]
    if value.get("date_of_birth"):
        lines.append(_("sinh ngày %(day)s") % {"day": _day(value["date_of_birth"])})
    if value.get("personal_number"):
        lines.append(_("số định danh %(number)s") % {"number": value["personal_number"]})
    return ", ".join(line for line in lines if line)


def address(value: Any) -> str:
    """An address on one line; the old name of the place in brackets."""
    if not isinstance(value, Mapping):
        return str(value)
    named = [value.get("commune"), value.get("province_name") or value.get("province")]
    parts = [value.get("detail"), *(name[:1].lower() + name[1:] for name in map(str, filter(None, named)))]
    line = ", ".join(str(part) for part in parts if part)
    return _("%(address)s (trước là %(was)s)") % {"address": line, "was": value["was"]} if value.get("was") else line


def past_address(value: Any) -> str:
    """An address as it was, with what the place is called today when that is known."""
    if not isinstance(value, Mapping):
        return str(value)
    named = [str(value[part]) for part in ("detail", "commune", "district", "province") if value.get(part)]
    return " – ".join([", ".join(named), str(value["now"])] if value.get("now") else [", ".join(named)])


def _table(field: Field, value: Any) -> str:
    """Row by row: ``1) Lò Thị Lan, 08/03/1999, con; 2) …``."""
    if not isinstance(value, list):
        return str(value)
    rows = [
        ", ".join(in_words(column, row[column.name]) for column in field.columns if row.get(column.name) is not None)
        for row in value
        if isinstance(row, Mapping)
    ]
    return "; ".join(f"{number}) {row}" for number, row in enumerate(rows, 1))


def _files(count: int) -> str:
    return ngettext("%(count)s tệp", "%(count)s tệp", count) % {"count": count}


_WORDS: Final[dict[Kind, Callable[[Field, Any], str]]] = {
    Kind.DATE: lambda _field, value: _day(value),
    Kind.CHOICE: _choice,
    Kind.YES_NO: lambda _field, value: {True: _("Có"), False: _("Không")}.get(value, str(value)),
    Kind.MONEY: lambda _field, value: words.vnd(Vnd(value)) if isinstance(value, int) else str(value),
    Kind.NUMBER: lambda _field, value: words.number(value) if isinstance(value, int | float) else str(value),
    Kind.PERSON: lambda _field, value: _person(value),
    Kind.ADDRESS: lambda _field, value: address(value),
    Kind.PAST_ADDRESS: lambda _field, value: past_address(value),
    Kind.TABLE: _table,
    Kind.FILE: lambda _field, value: _files(len(value) if isinstance(value, list) else 1),
    Kind.DECLARATION: lambda _field, value: _("Đã cam đoan") if value is True else "",
}


def in_words(field: Field, value: Any) -> str:
    """One answer in words; an empty one is said."""
    if value is None or value == "":
        return _("Không khai")
    write = _WORDS.get(field.kind)
    return write(field, value) if write else str(value)


def summary(spec: FormSpec, data: Mapping[str, Any]) -> list[SummaryPart]:
    """Every question asked and its answer, page by page."""
    kept = checking.pruned(spec, data)
    return [
        SummaryPart(
            section.code,
            section.title,
            tuple(
                SummaryRow(section.code, field.name, field.label, in_words(field, kept.get(field.name)))
                for field in checking.visible_fields(section, kept)
            ),
        )
        for section in checking.visible_sections(spec, data)
    ]
