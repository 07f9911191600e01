"""What a process must be so that dossiers can be worked on by it: its shape, and the order of its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import jsonschema_rs
from django.utils.translation import gettext as _

from namkhong.kernel.actor import Role
from namkhong.services.procedures.errors import BadFile
from namkhong.services.procedures.types import Silence

MOST_STEPS: Final = 40
_PRINTABLE: Final = r"^[^\u0000-\u001f\u007f\ufffe\uffff]*$"  # one line that every file format can hold
_WRITTEN: Final = r"^[^\u0000-\u0009\u000b-\u001f\u007f\ufffe\uffff]*$"  # lines
_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": _PRINTABLE}
_OPINIONS: Final = {
    "type": "array",
    "maxItems": 20,
    "items": {
        "type": "object",
        "required": ["agency", "question", "limit", "silence"],
        "additionalProperties": False,
        "properties": {
            "agency": {"type": "string", "pattern": "^(office|economy|culture|[A-Z][0-9]{2}([.][0-9]{2,3})*)$"},
            "question": {"type": "string", "minLength": 1, "maxLength": 2_000, "pattern": _WRITTEN},
            "limit": {
                "type": "object",
                "required": ["value", "unit"],
                "additionalProperties": False,
                "properties": {
                    "value": {"type": "integer", "minimum": 1, "maximum": 999},
                    "unit": {"enum": ["working_hour", "working_day"]},
                },
            },
            "silence": {"enum": [silence.value for silence in Silence]},
        },
    },
}
_CONFIRM: Final = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "hours": {"type": "integer", "minimum": 1, "maximum": 999},
        "counting": {"enum": ["calendar", "working"]},
        "rounds": {"type": "integer", "minimum": 1, "maximum": 9},
        "fields": {
            "type": "array",
            "maxItems": 30,
            "items": {
                "type": "object",
                "required": ["label"],
                "additionalProperties": False,
                "properties": {
                    "label": _TEXT,
                    "answer": {"type": "string", "maxLength": 60, "pattern": "^[a-z0-9_]*$"},
                },
            },
        },
    },
}


def _kind(kind: str) -> dict[str, Any]:
    return {"properties": {"kind": {"const": kind}}}


_STEPS: Final = {
    "type": "array",
    "maxItems": MOST_STEPS,
    "items": {
        "type": "object",
        "required": ["code", "name", "public_name", "role", "unit", "hours", "kind"],
        "additionalProperties": False,
        "properties": {
            "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"},
            "name": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": _PRINTABLE},
            "public_name": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": _PRINTABLE},
            "role": {"enum": [role.value for role in Role]},
            "unit": {"enum": ["receiver", "decider", "office", "economy", "culture"]},
            "hours": {"type": "integer", "minimum": 0, "maximum": 9_999},
            "kind": {"enum": ["receive", "work", "confirm", "outside", "decide", "hand_over"]},
            "opinions": _OPINIONS,
            "confirm": _CONFIRM,
            "back": {"type": "string", "pattern": "^([a-z][a-z0-9_]{0,39})?$"},
            "system": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": _PRINTABLE},
        },
        # What belongs to one kind of step stands in no other.
        "allOf": [
            {"if": _kind("confirm"), "then": {"required": ["confirm"]}, "else": {"not": {"required": ["confirm"]}}},
            {"if": _kind("outside"), "then": {"required": ["system"]}, "else": {"not": {"required": ["system"]}}},
            {"if": {"required": ["opinions"]}, "then": _kind("work")},
        ],
    },
}
_PROCESS: Final = jsonschema_rs.Draft202012Validator(
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["key", "name", "steps"],
        "properties": {
            "key": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,59}$"},
            "name": {"type": "string", "minLength": 1, "maxLength": 300, "pattern": _PRINTABLE},
            "steps": _STEPS,
        },
    }
)


def check_shape(data: Any) -> None:
    """Every step is whole, in any number and order: what a draft is held to.

    :raises BadFile: with the first thing wrong, in words.
    """
    for error in _PROCESS.iter_errors(data):
        raise BadFile(_("Quy trình không đúng cấu trúc ở “%(place)s”.") % {"place": _place(error.instance_path)})
    codes = [step["code"] for step in data["steps"]]
    if len(set(codes)) != len(codes):
        raise BadFile(_("Quy trình có hai bước trùng mã."))


def check_process(data: Any) -> None:
    """First a reception, one decision, last a hand-over; codes differ; a step goes back only to one before it.

    :raises BadFile: with the first thing wrong.
    """
    check_shape(data)
    steps: Sequence[Mapping[str, Any]] = data["steps"]
    kinds = [step["kind"] for step in steps]
    decided = kinds.index("decide") if "decide" in kinds else len(kinds)
    if any(kind in {"confirm", "outside"} for kind in kinds[decided:]):
        raise BadFile(_("Bước người nộp xác nhận và bước làm ở hệ thống khác phải đứng trước bước quyết định."))
    if len({rule["agency"] for step in steps for rule in step.get("opinions", ())}) != sum(
        len(step.get("opinions", ())) for step in steps
    ):
        raise BadFile(_("Quy trình hỏi ý kiến một cơ quan hai lần."))
    if kinds[:1] != ["receive"] or kinds[-1:] != ["hand_over"] or kinds.count("decide") != 1:
        raise BadFile(_("Quy trình phải bắt đầu bằng tiếp nhận, có một bước quyết định và kết thúc bằng trả kết quả."))
    if kinds.count("receive") != 1 or kinds.count("hand_over") != 1:
        raise BadFile(_("Quy trình chỉ có một bước tiếp nhận ở đầu và một bước trả kết quả ở cuối."))
    for place, step in enumerate(steps):
        _check_way_back(steps, place, step)


def _check_way_back(steps: Sequence[Mapping[str, Any]], place: int, step: Mapping[str, Any]) -> None:
    back = step.get("back", "")
    if not back:
        return
    if step["kind"] in {"receive", "hand_over"}:
        raise BadFile(_("Bước “%(name)s” không trả lại bước nào được.") % {"name": step["name"]})
    if back not in [earlier["code"] for earlier in steps[1:place]]:
        raise BadFile(
            _("Bước “%(name)s” chỉ trả lại được một bước đứng trước nó và sau bước tiếp nhận.") % {"name": step["name"]}
        )


def _place(path: Sequence[str | int]) -> str:
    """Where in the process, as an official would say it."""
    words = {
        "name": _("tên"),
        "public_name": _("tên người dân đọc"),
        "role": _("người làm"),
        "unit": _("nơi làm"),
        "hours": _("số giờ"),
        "kind": _("loại bước"),
        "opinions": _("ý kiến"),
        "confirm": _("người nộp xác nhận"),
        "system": _("hệ thống khác"),
        "question": _("câu hỏi"),
        "limit": _("thời hạn"),
        "silence": _("nếu không trả lời"),
        "agency": _("cơ quan được hỏi"),
        "back": _("trả lại bước"),
        "key": _("tên tắt của quy trình"),
        "steps": _("các bước"),
    }
    parts = list(path)
    said = []
    if parts[:1] == ["steps"] and len(parts) > 1:
        said.append(_("bước %(number)s") % {"number": int(parts[1]) + 1})
        parts = parts[2:]
    said += [words[str(part)] for part in parts if str(part) in words]
    return ", ".join(said) or _("toàn bộ tệp")
