"""Edits of a form in design: each gives a form that the checker accepts, or a sentence why not."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.services.eforms import documents, edits
from namkhong.services.eforms.documents import Document
from namkhong.services.eforms.edits import Edit
from namkhong.services.eforms.errors import BadForm
from namkhong.services.eforms.finding import (
    column_at,
    free,
    leaning_on,
    name_for,
    names,
    question_at,
    section_at,
    sections,
    slug,
)
from namkhong.services.eforms.shape import IN_ROWS, MOST_FIELDS, PARTS, RESERVED_PAGES
from namkhong.services.eforms.types import Kind

_COMMON: Final = frozenset({"hint", "required", "bind", "fixed", "show_if", "required_if"})
_OF_COLUMN: Final = frozenset({"hint", "required"})
SETTINGS: Final[dict[Kind, frozenset[str]]] = {
    Kind.TEXT: frozenset({"max_length", "pattern", "pattern_sentence", "default", "autocomplete", "inputmode"}),
    Kind.TEXTAREA: frozenset({"max_length", "default"}),
    Kind.NUMBER: frozenset({"minimum", "maximum", "decimals"}),
    Kind.MONEY: frozenset({"minimum", "maximum"}),
    Kind.DATE: frozenset({"minimum", "maximum"}),
    Kind.CHOICE: frozenset({"choices", "default"}),
    Kind.PERSON: frozenset({"optional_parts"}),
    Kind.ADDRESS: frozenset({"optional_parts"}),
    Kind.PAST_ADDRESS: frozenset({"optional_parts"}),
    Kind.TABLE: frozenset({"columns", "min_rows", "max_rows"}),
    Kind.FILE: frozenset({"many"}),
    Kind.DECLARATION: frozenset({"text"}),
}
MOST_COLUMNS: Final = 12


@dataclass(frozen=True, slots=True)
class Edited:
    """The form after an edit, and the place the eye should go to (an id of the page)."""

    document: Document
    focus: str = ""


def settings_of(kind: Kind, *, column: bool = False) -> frozenset[str]:
    """What can be said of a question of this kind beside its name, kind and label."""
    return SETTINGS.get(kind, frozenset()) | (_OF_COLUMN if column else _COMMON)


def apply(document: Document, edit: Edit) -> Edited:
    """The form after this edit; the one given stays as it is.

    :raises BadForm: when the form would not be sound, with the reason.
    :raises NoSuchSection: when what is edited is not there (any more).
    """
    made = copy.deepcopy(document)
    focus = _DEEDS[type(edit)](made, edit)
    documents.check(made)
    return Edited(made, focus)


def _question(label: str, kind: Kind, taken: Iterable[str]) -> dict[str, Any]:
    """A new question of a kind, sound as it stands."""
    return complete({"name": name_for(label, taken), "kind": kind.value, "label": label})


def complete(field: dict[str, Any]) -> dict[str, Any]:
    """The same question with what its kind cannot do without."""
    kind = Kind(field["kind"])
    if kind is Kind.CHOICE and not field.get("choices"):
        return {**field, "choices": [["co", _("Có")], ["khong", _("Không")]]}
    if kind is Kind.TABLE and not field.get("columns"):
        return {**field, "columns": [{"name": "noi_dung", "kind": "text", "label": _("Nội dung")}]}
    wanted = str if kind is Kind.DATE else int
    return {key: value for key, value in field.items() if key not in {"minimum", "maximum"} or type(value) is wanted}


# ---- the deeds, each changes the document at hand and says where to look


def _head(document: Document, edit: edits.EditHead) -> str:
    document["title"] = edit.title
    for key, lines in (("legal_basis", edit.legal_basis), ("to_be_confirmed", edit.to_be_confirmed)):
        if lines or key in document:
            document[key] = list(lines)
    return ""


def _add_section(document: Document, edit: edits.AddSection) -> str:
    items = sections(document)
    taken = {*(item["code"] for item in items), *RESERVED_PAGES}
    code = free(slug(edit.title, "-", 50) or "phan", taken, "-")
    place = section_at(document, edit.after) + 1 if edit.after else len(items)
    question = _question(edit.label, edit.kind, names(document))
    items.insert(place, {"code": code, "title": edit.title, "fields": [question]})
    return f"p-{code}"


def _edit_section(document: Document, edit: edits.EditSection) -> str:
    item = sections(document)[section_at(document, edit.code)]
    item["title"] = edit.title
    _set(item, "intro", edit.intro, "")
    _set(item, "show_if", {name: list(values) for name, values in edit.show_if.items()}, {})
    return f"p-{edit.code}"


def _set(item: dict[str, Any], key: str, value: Any, usual: Any) -> None:
    """What is as usual is not written, unless it was written before."""
    if value != usual or key in item:
        item[key] = value
    if value in ("", {}, []):
        item.pop(key, None)


def _shift(items: list[dict[str, Any]], place: int, by: int) -> None:
    there = place + (1 if by > 0 else -1)
    if 0 <= there < len(items):
        items[place], items[there] = items[there], items[place]


def _move_section(document: Document, edit: edits.MoveSection) -> str:
    _shift(sections(document), section_at(document, edit.code), edit.by)
    return f"p-{edit.code}"


def _join_section(document: Document, edit: edits.JoinSection) -> str:
    items, place = sections(document), section_at(document, edit.code)
    if place == 0:
        raise BadForm(_("Phần đầu tiên không có phần nào đứng trước để gộp vào."))
    if items[place].get("show_if"):
        raise BadForm(_("Phần này có điều kiện hiện riêng nên không gộp được. Xin bỏ điều kiện của phần trước."))
    if items[place - 1].get("show_if"):
        raise BadForm(_("Phần đứng trước có điều kiện hiện riêng nên không gộp được. Xin bỏ điều kiện ấy trước."))
    items[place - 1]["fields"].extend(items.pop(place)["fields"])
    return f"p-{items[place - 1]['code']}"


def _remove_section(document: Document, edit: edits.RemoveSection) -> str:
    items, place = sections(document), section_at(document, edit.code)
    if len(items) == 1:
        raise BadForm(_("Biểu mẫu phải còn ít nhất một phần."))
    gone = items.pop(place)
    _nobody_leans(document, [field["name"] for field in gone["fields"]], gone["title"])
    return f"p-{items[max(place - 1, 0)]['code']}"


def _nobody_leans(document: Document, names: Iterable[str], what: str) -> None:
    """:raises BadForm: when a condition looks at one of these questions."""
    if found := leaning_on(document, names):
        said = _("Chưa bỏ được “%(what)s” vì còn điều kiện dựa vào đó: %(found)s. Xin sửa các điều kiện ấy trước.")
        raise BadForm(said % {"what": what, "found": "; ".join(f"“{label}”" for label in found[:5])})


def _add_question(document: Document, edit: edits.AddQuestion) -> str:
    fields = sections(document)[section_at(document, edit.section)]["fields"]
    if len(names(document)) >= MOST_FIELDS:
        raise BadForm(_("Biểu mẫu đã có 500 câu hỏi. Xin bỏ bớt, hoặc tách thành hai biểu mẫu."))
    question = _question(edit.label, edit.kind, names(document))
    place = next((number for number, field in enumerate(fields, 1) if field["name"] == edit.after), len(fields))
    fields.insert(place, question)
    return f"c-{question['name']}"


def _edit_question(document: Document, edit: edits.EditQuestion) -> str:
    items, place = column_at(document, edit.name, edit.column)
    before, given = items[place], dict(edit.settings)
    kind = Kind(given.get("kind", before["kind"]))
    may = settings_of(kind, column=bool(edit.column)) | {"label"}
    made: dict[str, Any] = {"name": before["name"], "kind": kind.value, "label": before["label"]}
    for key in may:
        value = given.get(key, before.get(key))
        if value is not None and value not in ("", [], {}) and not (key not in before and _usual(key, value)):
            made[key] = value
    items[place] = complete(_fitting(made))
    return f"c-{edit.name}"


def _fitting(made: dict[str, Any]) -> dict[str, Any]:
    """Without what another kind left behind."""
    allowed = PARTS.get(Kind(made["kind"]), ())
    if "optional_parts" in made:
        made["optional_parts"] = [part for part in made["optional_parts"] if part in allowed]
    return made


def _usual(key: str, value: Any) -> bool:
    """Is it what holds anyhow when nothing is written?"""
    return value is {"required": True, "fixed": False, "many": False}.get(key) or (key == "decimals" and value == 0)


def _move_question(document: Document, edit: edits.MoveQuestion) -> str:
    items, place = column_at(document, edit.name, edit.column)
    _shift(items, place, edit.by)
    return f"c-{edit.name}"


def _send_question(document: Document, edit: edits.SendQuestion) -> str:
    fields, place = question_at(document, edit.name)
    target = sections(document)[section_at(document, edit.section)]["fields"]
    if target is fields:
        return f"c-{edit.name}"
    if len(fields) == 1:
        raise BadForm(
            _("Đây là câu hỏi duy nhất của phần này. Xin gộp cả phần vào phần trước, hoặc thêm câu hỏi khác trước.")
        )
    target.append(fields.pop(place))
    return f"c-{edit.name}"


def _copy_question(document: Document, edit: edits.CopyQuestion) -> str:
    fields, place = question_at(document, edit.name)
    made = copy.deepcopy(fields[place])
    made["label"] = _("%(label)s (bản sao)") % {"label": made["label"][:900]}
    made["name"] = name_for(made["label"], names(document))
    fields.insert(place + 1, made)
    return f"c-{made['name']}"


def _remove_question(document: Document, edit: edits.RemoveQuestion) -> str:
    items, place = column_at(document, edit.name, edit.column)
    if len(items) == 1:
        raise BadForm(
            _("Bảng phải còn ít nhất một cột.")
            if edit.column
            else _("Đây là câu hỏi duy nhất của phần này. Xin bỏ cả phần.")
        )
    if edit.column:
        items.pop(place)
        return f"c-{edit.name}"
    _nobody_leans(document, [edit.name], items[place]["label"])
    items.pop(place)
    return f"c-{items[max(place - 1, 0)]['name']}"


def _add_column(document: Document, edit: edits.AddColumn) -> str:
    fields, place = question_at(document, edit.table)
    columns: list[dict[str, Any]] = fields[place].get("columns", [])
    if edit.kind not in IN_ROWS or not columns:
        raise BadForm(_("Bảng không nhận loại câu hỏi này. Xin chọn loại khác."))
    if len(columns) >= MOST_COLUMNS:
        raise BadForm(_("Bảng có nhiều nhất 12 cột. Xin bỏ bớt, hoặc tách thành hai bảng."))
    columns.append(_question(edit.label, edit.kind, (column["name"] for column in columns)))
    return f"c-{edit.table}"


_DEEDS: Final[dict[type[Any], Callable[[Document, Any], str]]] = {
    edits.EditHead: _head,
    edits.AddSection: _add_section,
    edits.EditSection: _edit_section,
    edits.MoveSection: _move_section,
    edits.JoinSection: _join_section,
    edits.RemoveSection: _remove_section,
    edits.AddQuestion: _add_question,
    edits.EditQuestion: _edit_question,
    edits.MoveQuestion: _move_question,
    edits.SendQuestion: _send_question,
    edits.CopyQuestion: _copy_question,
    edits.RemoveQuestion: _remove_question,
    edits.AddColumn: _add_column,
}
