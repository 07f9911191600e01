"""The designer's pages as edits: what was typed about a question, a page, a form, in words when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.services.eforms import designing, finding
from namkhong.services.eforms.documents import Document, code_lists
from namkhong.services.eforms.layout import LARGEST, NAME_PATTERN
from namkhong.services.eforms.meaning import answers_to
from namkhong.services.eforms.reading import whole
from namkhong.services.eforms.shape import PARTS
from namkhong.services.eforms.types import Kind
from namkhong.web import words

CONDITIONS: Final = ("show_if", "required_if")
_DAY: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_CODE: Final = re.compile(r"[^|]{1,60}")
LONGEST: Final = 60_000  # characters of a list of answers

# What an answer of one line may look like: pattern, keyboard and browser hint go together.
FORMATS: Final[dict[str, dict[str, str]]] = {
    "id": {"pattern": "^[0-9]{12}$", "inputmode": "numeric"},
    "phone": {"pattern": r"^(\+84|0)[0-9 .]{8,13}$", "inputmode": "tel"},
    "email": {"pattern": r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "inputmode": "email"},
    "name": {"pattern": NAME_PATTERN},
}


def format_sentences() -> dict[str, str]:
    """What is said when an answer does not look so."""
    return {
        "id": _("Số định danh cá nhân gồm đúng 12 chữ số."),
        "phone": _("Số điện thoại bắt đầu bằng số 0 hoặc +84, ví dụ 0912 345 678."),
        "email": _("Địa chỉ thư điện tử có dạng ten@vidu.vn."),
        "name": _("Họ tên chỉ gồm chữ cái, không có chữ số hay ký hiệu."),
    }


@dataclass(slots=True)
class Typed:
    """What was typed on a page: ready for an edit when ``errors`` is empty, ready to be shown again in any case."""

    values: dict[str, Any]
    settings: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def line(posted: QueryDict, name: str, longest: int = 1_000) -> str:
    """One line that was typed, cleaned."""
    return text.one_line(str(posted.get(name, ""))[: longest * 2])[:longest]


def lines(posted: QueryDict, name: str, most: int = 200) -> tuple[str, ...]:
    """The lines of a text box, without the empty ones."""
    given = text.clean(str(posted.get(name, ""))[:LONGEST]).split("\n")
    return tuple(one[:2_000] for row in given if (one := text.one_line(row)))[:most]


def number(posted: QueryDict, name: str = "revision") -> int:
    """A revision number as the page sent it; -1 when it is none, so that nothing is taken for fresh."""
    given = str(posted.get(name, ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def kind(posted: QueryDict, name: str, among: Iterable[Kind]) -> Kind | None:
    """The kind of question chosen, when it is one of these."""
    return next((one for one in among if one.value == posted.get(name, "")), None)


# ---- conditions


def earlier(document: Document, name: str = "", section: str = "") -> list[dict[str, Any]]:
    """The questions a condition may look at: asked before this question (or page), with answers that can be listed."""
    found: list[dict[str, Any]] = []
    for item in document["sections"]:
        if section and item["code"] == section:
            break
        for one in item["fields"]:
            if name and one["name"] == name:
                return found
            if answers_to(one, code_lists()) is not None:
                found.append(one)
    return found


def conditions(posted: QueryDict, key: str, before: Mapping[str, Any], asked: list[dict[str, Any]]) -> dict[str, Any]:
    """The conditions ticked; a question with nothing ticked is no condition. What the page cannot show stays."""
    may = {one["name"]: one for one in asked}
    shown = set(posted.getlist(f"{key}-of"))
    made: dict[str, Any] = {name: wanted for name, wanted in before.items() if name not in may and name not in shown}
    for name in dict.fromkeys(posted.getlist(f"{key}-of")):
        if name not in may:
            continue
        ticked = posted.getlist(f"{key}-{name}")
        values = [value for value in answers_to(may[name], code_lists()) or () if as_posted(value) in ticked]
        if values:
            kept = before.get(name)
            made[name] = kept if (kept if isinstance(kept, list) else [kept]) == values else values
    return made


def as_posted(value: object) -> str:
    """An answer as a box of the page carries it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def asked_conditions(posted: QueryDict, key: str) -> list[str]:
    """The questions whose answers the page should offer: those there, and the one just chosen."""
    more = posted.get(f"{key}-more", "")
    return [*dict.fromkeys([*posted.getlist(f"{key}-of"), *([more] if more else [])])]


# ---- a question


def values_of(field: Mapping[str, Any]) -> dict[str, Any]:
    """A question as its page shows it."""
    choices = field.get("choices", [])
    limit = _day_words if field["kind"] == Kind.DATE else _number_words
    return {
        "label": field["label"],
        "kind": field["kind"],
        "hint": field.get("hint", ""),
        "required": field.get("required", True),
        "max_length": str(field.get("max_length", "")),
        "default": field.get("default", ""),
        "format": format_of(field),
        "minimum": limit(field.get("minimum")),
        "maximum": limit(field.get("maximum")),
        "decimals": str(field.get("decimals", "")),
        "list": choices if isinstance(choices, str) else "",
        "choices": "\n".join(f"{code} | {said}" for code, said in choices) if isinstance(choices, list) else "",
        "bind": field.get("bind", ""),
        "fixed": field.get("fixed", False),
        "text": field.get("text", ""),
        "many": field.get("many", False),
        "optional_parts": list(field.get("optional_parts", ())),
        "min_rows": str(field.get("min_rows", "")),
        "max_rows": str(field.get("max_rows", "")),
    }


def format_of(field: Mapping[str, Any]) -> str:
    """Which of the ready-made formats an answer has; ``own`` is one that was written in a file."""
    pattern = field.get("pattern", "")
    return next((name for name, made in FORMATS.items() if made["pattern"] == pattern), "own") if pattern else ""


def _number_words(bound: object) -> str:
    return "" if bound is None else str(bound)


def _day_words(bound: object) -> str:
    if bound == "today":
        return _("hôm nay")
    try:
        return words.day(date.fromisoformat(str(bound))) if bound else ""
    except ValueError:
        return str(bound)


def read_question(posted: QueryDict, before: Mapping[str, Any], document: Document, *, column: bool = False) -> Typed:
    """What was typed about a question, as settings; sentences for what cannot be used."""
    boxes = {"required", "fixed", "many"}
    long = {"choices", "text"}
    values: dict[str, Any] = {
        key: bool(posted.get(key))
        if key in boxes
        else str(posted.get(key, ""))[:LONGEST]
        if key in long
        else line(posted, key)
        for key in values_of(before)
        if key != "optional_parts"
    }
    values["optional_parts"] = posted.getlist("optional_parts")[:4]
    typed = Typed(values)
    asked_kind = kind(posted, "kind", Kind) or Kind(before["kind"])
    same = asked_kind is Kind(before["kind"])
    values["kind"] = asked_kind.value
    typed.settings = {"kind": asked_kind.value, "label": values["label"], "hint": values["hint"]}
    if not values["label"]:
        typed.errors["label"] = _("Xin ghi câu hỏi.")
    may = designing.settings_of(asked_kind, column=column)
    if "required" in may:
        typed.settings["required"] = values["required"]
    if same:  # what another kind is asked is asked on the next page
        for key, read in _READERS.items():
            if key in may:
                read(typed, key, before)
    if "bind" in may:
        typed.settings |= {"bind": values["bind"], "fixed": values["fixed"] and bool(values["bind"])}
        asked = earlier(document, name=str(before["name"]))
        for key in CONDITIONS:
            typed.settings[key] = conditions(posted, key, before.get(key, {}), asked)
    return typed


def _whole(typed: Typed, key: str, before: Mapping[str, Any], least: int, most: int) -> None:
    given = typed.values[key]
    value = whole(given) if given else None
    if given and (value is None or not least <= value <= most):
        said = _("Xin ghi một số từ %(least)s đến %(most)s, hoặc để trống.")
        typed.errors[key] = said % {"least": words.number(least), "most": words.number(most)}
    typed.settings[key] = value


def _bound(typed: Typed, key: str, before: Mapping[str, Any]) -> None:
    if Kind(before["kind"]) is not Kind.DATE:
        _whole(typed, key, before, -LARGEST, LARGEST)
        return
    given = typed.values[key]
    if not given or text.fold(given) == "hom nay":
        typed.settings[key] = "today" if given else None
        return
    match = _DAY.fullmatch(given)
    try:
        typed.settings[key] = date(int(match[3]), int(match[2]), int(match[1])).isoformat() if match else None
    except ValueError:
        match = None
    if match is None:
        typed.errors[key] = _("Xin để trống, ghi hôm nay, hoặc ghi ngày như 01/7/2025.")


def _choices(typed: Typed, _key: str, before: Mapping[str, Any]) -> None:
    """A shared list, or the lines typed: ``mã | câu trả lời``; a line without a code is given one and keeps it."""
    if typed.values["list"] in code_lists():
        typed.settings["choices"] = typed.values["list"]
        return
    made: list[list[str]] = []
    given = before.get("choices", [])
    known = {said: code for code, said in given} if isinstance(given, list) else {}
    for row in typed.values["choices"].split("\n"):
        written = text.one_line(row)
        code, bar, said = (part.strip() for part in written.partition("|"))
        if not written:
            continue
        if not (bar and said and _CODE.fullmatch(code)):
            said = written.strip("| ")[:300]
            code = known.get(said) or finding.name_for(said, [code for code, _said in made])
        made.append([code[:60], said[:300]])
    if len({code for code, _said in made}) != len(made):
        typed.errors["choices"] = _("Hai câu trả lời trùng mã đứng trước dấu |. Xin sửa một mã.")
    if not made:
        typed.errors["choices"] = _("Xin ghi các câu trả lời, mỗi dòng một câu, hoặc chọn một danh mục có sẵn.")
    typed.settings["choices"] = made


def _format(typed: Typed, _key: str, before: Mapping[str, Any]) -> None:
    """Another ready-made format brings its sentence and its keyboard; the same one leaves everything as it is."""
    wanted = typed.values["format"]
    if wanted in {format_of(before), "own"}:
        return
    made = FORMATS.get(wanted, {})
    typed.settings |= dict.fromkeys(("pattern", "inputmode", "autocomplete"), "") | made
    typed.settings["pattern_sentence"] = format_sentences().get(wanted, "")


def _parts(typed: Typed, key: str, before: Mapping[str, Any]) -> None:
    allowed = PARTS[Kind(before["kind"])]
    ticked = [part for part in typed.values[key] if part in allowed]
    kept = before.get(key, [])
    typed.settings[key] = kept if set(kept) == set(ticked) else ticked


def _words(typed: Typed, key: str, _before: Mapping[str, Any]) -> None:
    typed.settings[key] = text.clean(typed.values[key])[:2_000]


def _line(typed: Typed, key: str, before: Mapping[str, Any]) -> None:
    if Kind(before["kind"]) is not Kind.CHOICE:
        typed.settings[key] = typed.values[key][:200]


def _tick(typed: Typed, key: str, _before: Mapping[str, Any]) -> None:
    typed.settings[key] = typed.values[key]


_READERS: Final[dict[str, Callable[[Typed, str, Mapping[str, Any]], None]]] = {
    "max_length": lambda typed, key, before: _whole(typed, key, before, 1, 10_000),
    "decimals": lambda typed, key, before: _whole(typed, key, before, 0, 6),
    "min_rows": lambda typed, key, before: _whole(typed, key, before, 0, 100),
    "max_rows": lambda typed, key, before: _whole(typed, key, before, 1, 100),
    "minimum": _bound,
    "maximum": _bound,
    "choices": _choices,
    "pattern": _format,
    "optional_parts": _parts,
    "text": _words,
    "default": _line,
    "many": _tick,
}
