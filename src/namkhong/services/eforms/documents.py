"""A form as a file: made new, written out in one order, read back, with the line on which something is wrong."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from json.decoder import scanstring  # type: ignore[attr-defined] # the reader of strings of the standard library
from math import isfinite
from pathlib import Path as FilePath
from typing import Any, Final, TypeAlias

from django.conf import settings
from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.services.eforms import layout, meaning
from namkhong.services.eforms.errors import BadForm
from namkhong.services.eforms.models import FormVersion
from namkhong.services.eforms.shape import Fault, Path
from namkhong.services.eforms.types import FormSpec, FormVersionId, Kind

Document: TypeAlias = dict[str, Any]
LARGEST: Final = 1_000_000  # characters of a file
_ORDER: Final = (
    *("key", "name", "code", "title", "kind", "label", "valid_from", "confidence", "legal_basis", "to_be_confirmed"),
    *("intro", "hint", "required", "choices", "max_length", "minimum", "maximum", "decimals", "default", "text"),
    *("bind", "fixed", "pattern", "pattern_sentence", "inputmode", "autocomplete", "many", "optional_parts"),
    *("min_rows", "max_rows", "show_if", "required_if", "columns", "fields", "sections"),
)
_PLACE: Final = {key: place for place, key in enumerate(_ORDER)}
_BLANK: Final = re.compile(r"[ \t\n\r]*")
_SCALAR: Final = re.compile(r"[^\s,\]}]+")


@lru_cache(maxsize=1)
def code_lists() -> dict[str, Any]:
    """The lists that several forms share: ethnic groups, kinship, ways to get the result."""
    path = FilePath(settings.FACTS) / "forms" / "_code_lists.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))["lists"]
    return found


def new(key: str, title: str, on: date) -> Document:
    """A form of one page: who applies, taken from the identity, and the declaration. Legal order of every own form."""
    return {
        "key": key,
        "title": title,
        "valid_from": on.isoformat(),
        "sections": [
            {
                "code": "nguoi-yeu-cau",
                "title": _("Người yêu cầu"),
                "fields": [
                    {
                        "name": "requester",
                        "kind": "person",
                        "label": _("Họ tên, ngày sinh, số định danh"),
                        "bind": "applicant",
                        "fixed": True,
                    }
                ],
            },
            {
                "code": "cam-doan",
                "title": _("Nhận kết quả và cam đoan"),
                "fields": [
                    {
                        "name": "receive_by",
                        "kind": "choice",
                        "label": _("Ông/Bà muốn nhận kết quả bằng cách nào?"),
                        "choices": "receive_by",
                    },
                    {
                        "name": "declaration",
                        "kind": "declaration",
                        "label": _("Cam đoan"),
                        "text": _("Tôi cam đoan những thông tin trên là đúng và chịu trách nhiệm trước pháp luật."),
                    },
                ],
            },
        ],
    }


def of_version(row: FormVersion) -> Document:
    """The file a version was made of; shared lists by their names again."""
    return {
        "key": row.key,
        "title": row.title,
        "valid_from": row.valid_from.isoformat(),
        **row.source,
        "sections": _folded(row.layout),
    }


def _folded(given: Any) -> Any:
    """Choices that are a shared list are named by it."""
    if isinstance(given, list):
        return [_folded(item) for item in given]
    if not isinstance(given, dict):
        return given
    made = {key: _folded(value) for key, value in given.items()}
    shared = next((name for name, listed in code_lists().items() if listed == made.get("choices")), "")
    return {**made, "choices": shared} if shared else made


def spec_of(document: Mapping[str, Any]) -> FormSpec:
    """The form as citizens would be asked it."""
    sections = layout.sections(document["sections"], code_lists())
    return FormSpec(
        id=FormVersionId(0),
        key=document["key"],
        version=0,
        title=document["title"],
        valid_from=date.fromisoformat(document["valid_from"]),
        valid_to=None,
        sections=sections,
        schema=layout.schema_of(document["title"], sections),
        legal_basis=tuple(document.get("legal_basis", ())),
        to_be_confirmed=tuple(document.get("to_be_confirmed", ())),
    )


def faults(document: Any) -> list[Fault]:
    """Everything wrong with a file: its shape, what it means, and rules no answer could be checked with."""
    found = list(meaning.faults(document, code_lists()))
    return found or [fault for fault in map(_rule, _fields(document)) if fault is not None]


def _fields(document: Mapping[str, Any]) -> Iterable[tuple[Path, Mapping[str, Any]]]:
    for number, item in enumerate(document["sections"]):
        for index, field in enumerate(item["fields"]):
            yield ("sections", number, "fields", index), field


def _rule(given: tuple[Path, Mapping[str, Any]]) -> Fault | None:
    """Can answers be checked with this? Only what is written by hand, a pattern, can be wrong."""
    at, field = given
    columns = field.get("columns", ())
    if not any(item.get("pattern") for item in (field, *columns)):
        return None
    made = layout.sections(
        [{"code": "x", "title": "x", "fields": [{**field, "show_if": {}, "required_if": {}}]}], code_lists()
    )
    try:
        layout.validator(layout.field_schema(made[0].fields[0]))
    except BadForm:
        said = _("Mẫu chữ của câu hỏi “%(label)s” không dùng được. Xin sửa hoặc bỏ trống.") % {"label": field["label"]}
        return Fault(at if field["kind"] == Kind.TABLE else (*at, "pattern"), said)
    return None


def check(document: Any) -> None:
    """:raises BadForm: with the first thing wrong."""
    for fault in faults(document)[:1]:
        raise BadForm(fault.sentence)


# ---- in and out


def _in_order(given: Any, *, free: bool = False) -> Any:
    """The same data, the keys in the order people read them; the keys of a condition stay in their own."""
    if isinstance(given, list):
        return [_in_order(item) for item in given]
    if not isinstance(given, dict):
        return given
    keys = sorted(given) if free else sorted(given, key=lambda key: (_PLACE.get(key, 9), key))
    return {key: _in_order(given[key], free=key in {"show_if", "required_if"}) for key in keys}


def written(document: Mapping[str, Any]) -> str:
    """The file, the same document always the same text."""
    return json.dumps(_in_order(dict(document)), ensure_ascii=False, indent=1) + "\n"


def read(given: str) -> Document:
    """A file as a document; everything wrong is said with its line.

    :raises BadForm: when it cannot be used; ``fields["json"]`` lists what is wrong.
    """
    if len(given) > LARGEST:
        raise _bad([_("Tệp lớn quá một triệu ký tự. Xin chia thành nhiều biểu mẫu.")])
    try:
        whole = given.removeprefix("\ufeff")
        document = _clean(json.loads(whole, object_pairs_hook=_once, parse_constant=_no_number))
    except json.JSONDecodeError as error:
        said = _(
            "Dòng %(line)d, cột %(column)d: không đọc được từ chỗ này. Xin xem lại dấu phẩy, dấu ngoặc kép và dấu ngoặc."
        )
        raise _bad([said % {"line": error.lineno, "column": error.colno}]) from error
    except BadForm as error:
        raise _bad([str(error)]) from error
    except (RecursionError, ValueError) as error:
        raise _bad([_("Tệp này không đọc được. Xin chọn tệp biểu mẫu dạng JSON.")]) from error
    wrong = faults(document)
    if wrong:
        lines = lines_of(whole)
        raise _bad([_with_line(fault, lines) for fault in wrong[:20]])
    kept: Document = document
    return kept


def _bad(sentences: list[str]) -> BadForm:
    return BadForm(_("Tệp biểu mẫu chưa dùng được."), fields={"json": sentences})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadForm(_("Tệp ghi mục “%(name)s” hai lần trong cùng một nhóm. Xin bỏ bớt một.") % {"name": twice})
    return made


def _no_number(name: str) -> Any:
    raise BadForm(_("Tệp có giá trị “%(name)s”, không phải là số.") % {"name": name})


def _clean(given: Any) -> Any:
    if isinstance(given, str):
        return text.clean(given)
    if isinstance(given, float) and not isfinite(given):
        _no_number(str(given))
    if isinstance(given, dict):
        return {text.clean(key): _clean(value) for key, value in given.items()}
    return [_clean(item) for item in given] if isinstance(given, list) else given


def _with_line(fault: Fault, lines: Mapping[Path, int]) -> str:
    path = fault.path
    while path and path not in lines:
        path = path[:-1]
    return _("Dòng %(line)d: %(sentence)s") % {"line": lines.get(path, 1), "sentence": fault.sentence}


def lines_of(given: str) -> dict[Path, int]:
    """On which line of a JSON text each of its places begins; the text has been read once and is JSON."""
    reader = _Lines(given)
    reader.value(0, ())
    return reader.found


class _Lines:
    """Walks a JSON text that is known to be right, and notes the line of every place."""

    def __init__(self, given: str) -> None:
        self.given, self.found = given, {}
        self.starts = [0, *(match.end() for match in re.finditer("\n", given))]

    found: dict[Path, int]

    def line(self, position: int) -> int:
        return bisect_right(self.starts, position)

    def skip(self, position: int) -> int:
        match = _BLANK.match(self.given, position)
        return match.end() if match else position

    def items(self, position: int, close: str, one: Callable[[int, int], int]) -> int:
        position, number = self.skip(position + 1), 0
        while self.given[position] != close:
            position = self.skip(one(position, number))
            number += 1
            if self.given[position] == ",":
                position = self.skip(position + 1)
        return position + 1

    def pair(self, position: int, path: Path) -> int:
        key, end = scanstring(self.given, position + 1)
        self.found[(*path, key)] = self.line(position)
        return self.value(self.skip(end) + 1, (*path, key))

    def value(self, position: int, path: Path) -> int:
        position = self.skip(position)
        self.found.setdefault(path, self.line(position))
        begins = self.given[position]
        if begins == "{":
            return self.items(position, "}", lambda at, _number: self.pair(at, path))
        if begins == "[":
            return self.items(position, "]", lambda at, number: self.value(at, (*path, number)))
        if begins == '"':
            end: int = scanstring(self.given, position + 1)[1]
            return end
        match = _SCALAR.match(self.given, position)
        return match.end() if match else position + 1
