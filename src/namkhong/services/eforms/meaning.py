"""What a form file means: names that differ, conditions that look back, choices and bounds that an answer can meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from namkhong.services.eforms.errors import BadForm
from namkhong.services.eforms.shape import PARTS, RESERVED, RESERVED_PAGES, Fault, Path, faults_of_shape
from namkhong.services.eforms.types import Kind


def check_file(data: Any, code_lists: Mapping[str, Any] | None = None) -> None:
    """Is this a form file at all?

    :raises BadForm: with the first thing wrong.
    """
    for fault in faults(data, code_lists):
        raise BadForm(fault.sentence)


def faults(data: Any, code_lists: Mapping[str, Any] | None = None) -> Iterator[Fault]:
    """Everything wrong, the shape first; what depends on the shape is looked at only when the shape is right."""
    wrong = False
    for fault in faults_of_shape(data):
        wrong = True
        yield fault
    if not wrong:
        yield from _meaning(data, code_lists or {})


def _meaning(data: Mapping[str, Any], code_lists: Mapping[str, Any]) -> Iterator[Fault]:
    """Names that differ, conditions that look back, bounds in order, choices there are."""
    codes: set[str] = set()
    known: dict[str, Mapping[str, Any]] = {}
    later = {field["name"]: field["label"] for item in data["sections"] for field in item["fields"]}
    for number, item in enumerate(data["sections"]):
        at: Path = ("sections", number)
        if item["code"] in codes:
            yield Fault((*at, "code"), _("Tệp biểu mẫu có hai phần trùng mã."))
        if item["code"] in RESERVED_PAGES:
            said = _("Mã “%(code)s” là địa chỉ của trang khác trong hồ sơ. Xin đặt mã khác cho phần “%(title)s”.")
            yield Fault((*at, "code"), said % {"code": item["code"], "title": item["title"]})
        codes.add(item["code"])
        title = _("Phần “%(title)s”") % {"title": item["title"]}
        yield from _conditions(item.get("show_if", {}), title, (*at, "show_if"), known, later, code_lists)
        for index, field in enumerate(item["fields"]):
            here = (*at, "fields", index)
            if field["name"] in known or field["name"] in RESERVED:
                said = _("Tệp biểu mẫu có hai trường trùng tên “%(name)s”.") % {"name": field["name"]}
                yield Fault((*here, "name"), said)
            label = _("Câu hỏi “%(label)s”") % {"label": field["label"]}
            for key in ("show_if", "required_if"):
                yield from _conditions(field.get(key, {}), label, (*here, key), known, later, code_lists)
            yield from _question(field, here, code_lists)
            yield from _table(field, here, code_lists)
            known.setdefault(field["name"], field)


def _conditions(
    given: Mapping[str, Any],
    whose: str,
    at: Path,
    known: Mapping[str, Mapping[str, Any]],
    later: Mapping[str, str],
    code_lists: Mapping[str, Any],
) -> Iterator[Fault]:
    for name, wanted in given.items():
        other = known.get(name)
        if other is None:
            said = _("%(whose)s có điều kiện dựa vào “%(name)s”, chưa được hỏi trước đó. Xin xếp lại thứ tự.")
            yield Fault((*at, name), said % {"whose": whose, "name": later.get(name, name)})
            continue
        values = answers_to(other, code_lists)
        for value in wanted if isinstance(wanted, list) else [wanted]:
            if values is not None and not any(value is offered or value == offered for offered in values):
                said = _("%(whose)s có điều kiện với một câu trả lời mà “%(label)s” không có.")
                yield Fault((*at, name), said % {"whose": whose, "label": other["label"]})


def answers_to(field: Mapping[str, Any], code_lists: Mapping[str, Any]) -> list[str | bool] | None:
    """The answers a condition may name; ``None`` when they cannot be listed."""
    if field["kind"] == Kind.YES_NO:
        return [True, False]
    if field["kind"] == Kind.DECLARATION:
        return [True]
    if field["kind"] != Kind.CHOICE:
        return None
    given = field.get("choices", [])
    if isinstance(given, str):
        given = code_lists.get(given)
    return None if given is None else [choice[0] for choice in given]


def _question(field: Mapping[str, Any], at: Path, code_lists: Mapping[str, Any]) -> Iterator[Fault]:
    label, kind = field["label"], field["kind"]
    choices = field.get("choices")
    if isinstance(choices, str) and choices not in code_lists:
        if code_lists:
            said = _("Biểu mẫu dùng danh mục “%(name)s” nhưng không có danh mục ấy.") % {"name": choices}
            yield Fault((*at, "choices"), said)
    elif kind == Kind.CHOICE and not choices:
        yield Fault(at, _("Câu hỏi “%(label)s” chưa có câu trả lời nào để chọn.") % {"label": label})
    if isinstance(choices, list) and len({value for value, _text in choices}) != len(choices):
        said = _("Câu hỏi “%(label)s” có hai câu trả lời trùng mã.") % {"label": label}
        yield Fault((*at, "choices"), said)
    yield from _bounds(field, at)
    allowed = PARTS.get(Kind(kind), ())
    for part in field.get("optional_parts", ()):
        if part not in allowed:
            said = _("Câu hỏi “%(label)s” không có phần “%(part)s” để bỏ trống.") % {"label": label, "part": part}
            yield Fault((*at, "optional_parts"), said)


def _bounds(field: Mapping[str, Any], at: Path) -> Iterator[Fault]:
    """A number is bounded by numbers, a day by days, the smaller first."""
    least, most = field.get("minimum"), field.get("maximum")
    for key, bound in (("minimum", least), ("maximum", most)):
        if bound is not None and not (_is_day(bound) if field["kind"] == Kind.DATE else type(bound) is int):
            said = _("Giới hạn của câu hỏi “%(label)s” không dùng được.") % {"label": field["label"]}
            yield Fault((*at, key), said)
            return
    if least is not None and most is not None and "today" not in (least, most) and least > most:
        said = _("Câu hỏi “%(label)s” có giới hạn dưới lớn hơn giới hạn trên.") % {"label": field["label"]}
        yield Fault((*at, "maximum"), said)


def _is_day(bound: object) -> bool:
    if not isinstance(bound, str):
        return False
    try:
        return bound == "today" or date.fromisoformat(bound).isoformat() == bound
    except ValueError:
        return False


def _table(field: Mapping[str, Any], at: Path, code_lists: Mapping[str, Any]) -> Iterator[Fault]:
    columns = [column["name"] for column in field.get("columns", ())]
    if (field["kind"] == Kind.TABLE) is not bool(columns) or len(set(columns)) != len(columns):
        yield Fault(at, _("Bảng “%(name)s” phải có các cột, mỗi cột một tên.") % {"name": field["label"]})
    if field.get("min_rows", 0) > field.get("max_rows", 20):
        said = _("Bảng “%(name)s” có số dòng ít nhất lớn hơn số dòng nhiều nhất.") % {"name": field["label"]}
        yield Fault((*at, "min_rows"), said)
    for number, column in enumerate(field.get("columns", ())):
        yield from _question(column, (*at, "columns", number), code_lists)
