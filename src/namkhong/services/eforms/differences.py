"""What is different between two versions of a form, in words, field by field."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.services.eforms.checking import part_label
from namkhong.services.eforms.design_words import BINDS, KINDS
from namkhong.services.eforms.documents import code_lists


class Mark(StrEnum):
    """What happened to a question, a page or a column."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said of a question: before and after, in words; an empty side was not said."""

    aspect: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One question: its marks (moved and changed may come together), its words, and what changed."""

    label: str
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...] = ()

    @property
    def same(self) -> bool:
        """Is nothing different?"""
        return self.marks == (Mark.SAME,)


@dataclass(frozen=True, slots=True)
class PageDifference:
    """One page with its questions, those gone included."""

    title: str
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    fields: tuple[Difference, ...]

    @property
    def same(self) -> int:
        """How many questions are as they were."""
        return sum(field.same for field in self.fields)

    @property
    def touched(self) -> bool:
        """Is anything of it different?"""
        return self.marks != (Mark.SAME,) or self.same < len(self.fields)


@dataclass(frozen=True, slots=True)
class Differences:
    """The whole form."""

    lines: tuple[Line, ...]
    pages: tuple[PageDifference, ...]

    @property
    def none(self) -> bool:
        """Is nothing different?"""
        return not self.lines and not any(page.touched for page in self.pages)

    def count(self, mark: Mark) -> int:
        """How many questions carry this mark."""
        return sum(mark in field.marks for page in self.pages for field in page.fields)


_ASPECTS: Final = (
    *("kind", "label", "hint", "required", "show_if", "required_if", "choices", "bind", "fixed", "default"),
    *("max_length", "minimum", "maximum", "decimals", "pattern", "pattern_sentence", "text", "many"),
    *("optional_parts", "min_rows", "max_rows", "inputmode", "autocomplete"),
)


def _aspect(key: str) -> str:
    return {
        "title": _("Tên"),
        "intro": _("Lời dẫn"),
        "legal_basis": _("Căn cứ"),
        "to_be_confirmed": _("Cần xác nhận"),
        "kind": _("Loại câu hỏi"),
        "label": _("Câu hỏi"),
        "hint": _("Lời nhắc"),
        "required": _("Bắt buộc"),
        "show_if": _("Chỉ hiện khi"),
        "required_if": _("Chỉ bắt buộc khi"),
        "choices": _("Các câu trả lời"),
        "bind": _("Điền sẵn từ"),
        "fixed": _("Không cho sửa phần điền sẵn"),
        "default": _("Ghi sẵn"),
        "max_length": _("Số ký tự nhiều nhất"),
        "minimum": _("Từ"),
        "maximum": _("Đến"),
        "decimals": _("Số chữ số sau dấu phẩy"),
        "pattern": _("Mẫu chữ"),
        "pattern_sentence": _("Câu báo khi sai mẫu chữ"),
        "text": _("Lời cam đoan"),
        "many": _("Nhận nhiều tệp"),
        "optional_parts": _("Phần được bỏ trống"),
        "min_rows": _("Số dòng ít nhất"),
        "max_rows": _("Số dòng nhiều nhất"),
        "inputmode": _("Bàn phím trên điện thoại"),
        "autocomplete": _("Gợi ý của trình duyệt"),
    }.get(key, key)


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Differences:
    """Everything different from one version to the next; questions are the same when their names are."""
    old_fields = {field["name"]: (item, field) for item in before["sections"] for field in item["fields"]}
    new_fields = {field["name"]: (item, field) for item in after["sections"] for field in item["fields"]}
    old_codes = [item["code"] for item in before["sections"]]
    new_codes = [item["code"] for item in after["sections"]]
    old_pages = {item["code"]: item for item in before["sections"]}
    moved_pages = _moved(old_codes, new_codes)
    labels = {name: field for name, (_item, field) in {**old_fields, **new_fields}.items()}
    pages = []
    for item in after["sections"]:
        was = old_pages.get(item["code"])
        rows = _rows(was, item, old_fields, new_fields, labels)
        lines = _page_lines(was, item, labels) if was else ()
        pages.append(PageDifference(item["title"], _marks(was, lines, moved=item["code"] in moved_pages), lines, rows))
    for item in before["sections"]:
        if item["code"] not in new_codes:
            gone = tuple(
                Difference(field["label"], (Mark.REMOVED,))
                for field in item["fields"]
                if field["name"] not in new_fields
            )
            pages.append(PageDifference(item["title"], (Mark.REMOVED,), (), gone))
    head = (_pair(key, before.get(key), after.get(key), labels) for key in ("title", "legal_basis", "to_be_confirmed"))
    return Differences(tuple(line for line in head if line is not None), tuple(pages))


def _marks(was: object, lines: Sequence[Line], *, moved: bool) -> tuple[Mark, ...]:
    if was is None:
        return (Mark.ADDED,)
    found = (*((Mark.MOVED,) if moved else ()), *((Mark.CHANGED,) if lines else ()))
    return found or (Mark.SAME,)


def _rows(
    was: Mapping[str, Any] | None,
    item: Mapping[str, Any],
    old: Mapping[str, tuple[Any, Any]],
    new: Mapping[str, tuple[Any, Any]],
    labels: Mapping[str, Any],
) -> tuple[Difference, ...]:
    """The questions of a page as they are now; those gone stand where they were."""
    here = [field["name"] for field in item["fields"]]
    stood = [field["name"] for field in was["fields"]] if was else []
    shifted = _moved(stood, here)
    rows = []
    for field in item["fields"]:
        from_page, before = old.get(field["name"], (None, None))
        if before is None:
            rows.append((field["name"], Difference(field["label"], (Mark.ADDED,))))
            continue
        lines = _field_lines(before, field, labels)
        away = from_page["code"] != item["code"]
        if away:
            lines = (Line(_("Chuyển từ phần"), from_page["title"], item["title"]), *lines)
        changed = lines[1:] if away else lines
        marks = _marks(before, changed, moved=away or field["name"] in shifted)
        rows.append((field["name"], Difference(field["label"], marks, lines)))
    for place, name in enumerate(stood):
        if name not in new:
            above = next((other for other in reversed(stood[:place]) if other in here or other not in new), None)
            at = next((number for number, (other, _row) in enumerate(rows, 1) if other == above), 0)
            rows.insert(at, (name, Difference(labels[name]["label"], (Mark.REMOVED,))))
    return tuple(row for _name, row in rows)


def _moved(before: Iterable[str], after: Sequence[str]) -> set[str]:
    """The fewest names that must have been moved: those outside the longest run that kept its order."""
    places = {name: place for place, name in enumerate(before)}
    common = [name for name in after if name in places]
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for number, name in enumerate(common):
        place = bisect_left(tails, places[name])
        back.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [places[name]]
        ends[place : place + 1] = [number]
    kept: set[str] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(common[at])
        at = back[at]
    return set(common) - kept


def _page_lines(was: Mapping[str, Any], item: Mapping[str, Any], labels: Mapping[str, Any]) -> tuple[Line, ...]:
    found = (_pair(key, was.get(key), item.get(key), labels) for key in ("title", "intro", "show_if"))
    return tuple(line for line in found if line is not None)


def _field_lines(before: Mapping[str, Any], after: Mapping[str, Any], labels: Mapping[str, Any]) -> tuple[Line, ...]:
    found = [_pair(key, before.get(key), after.get(key), labels) for key in _ASPECTS]
    return tuple([line for line in found if line is not None] + _columns(before, after, labels))


def _columns(before: Mapping[str, Any], after: Mapping[str, Any], labels: Mapping[str, Any]) -> list[Line]:
    old = {column["name"]: column for column in before.get("columns", ())}
    new = {column["name"]: column for column in after.get("columns", ())}
    lines = [Line(_("Cột bỏ"), column["label"], "") for name, column in old.items() if name not in new]
    lines += [Line(_("Cột thêm"), "", column["label"]) for name, column in new.items() if name not in old]
    for name, column in new.items():
        for line in _field_lines(old[name], column, labels) if name in old else ():
            said = _("Cột “%(label)s”: %(aspect)s") % {"label": column["label"], "aspect": line.aspect.lower()}
            lines.append(Line(said, line.before, line.after))
    for name in sorted(_moved(old, list(new))):
        lines.append(Line(_("Cột chuyển chỗ"), "", new[name]["label"]))
    return lines


def _pair(key: str, before: Any, after: Any, labels: Mapping[str, Any]) -> Line | None:
    old, new = in_words(key, before, labels), in_words(key, after, labels)
    return None if old == new else Line(_aspect(key), old, new)


def in_words(key: str, value: Any, labels: Mapping[str, Any]) -> str:
    """One setting of a question as an official says it; empty when nothing is said."""
    if key == "required":
        return _("Có") if value is None or value is True else _("Không")
    if value is None or value in ("", [], {}) or value is False:
        return ""
    if value is True:
        return _("Có")
    if key == "kind":
        return str(KINDS[value])
    if key in {"show_if", "required_if"}:
        return conditions_in_words(value, labels)
    if key == "choices":
        return _choices(value)
    if key == "bind":
        return str(BINDS[value][0]) if value in BINDS else str(value)
    if key == "optional_parts":
        return "; ".join(part_label(part) for part in value)
    if value == "today":
        return _("hôm nay")
    return "\n".join(value) if isinstance(value, list) else str(value)


def _choices(value: Any) -> str:
    listed = code_lists().get(value, []) if isinstance(value, str) else value
    return "\n".join(text for _code, text in listed)


def conditions_in_words(given: Mapping[str, Any], labels: Mapping[str, Any]) -> str:
    """``“Tình trạng” là “đã kết hôn” hoặc “đã ly hôn”``, one condition after the other."""
    said = []
    for name, wanted in given.items():
        field = labels.get(name, {"label": name, "kind": "text"})
        values = wanted if isinstance(wanted, list) else [wanted]
        words = f" {_('hoặc')} ".join(f"“{answer_in_words(field, value)}”" for value in values)
        said.append(_("“%(label)s” là %(words)s") % {"label": field["label"], "words": words})
    return f"; {_('và')} ".join(said)


def answer_in_words(field: Mapping[str, Any], value: Any) -> str:
    """One answer a condition names."""
    if value is True:
        return _("Đã cam đoan") if field["kind"] == "declaration" else _("Có")
    if value is False:
        return _("Không")
    given = field.get("choices", [])
    listed = code_lists().get(given, []) if isinstance(given, str) else given
    return str(next((text for code, text in listed if code == value), value))
