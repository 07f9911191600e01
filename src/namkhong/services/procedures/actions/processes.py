"""Processes: the steps of the work, as data with dates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import jsonschema_rs
from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.services.procedures import policies, queries
from namkhong.services.procedures.errors import BadFile
from namkhong.services.procedures.events import ProcessVersionAdded
from namkhong.services.procedures.models import Process, ProcessVersion
from namkhong.services.procedures.types import Silence

_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 200}
_OPINIONS: Final = {
    "type": "array",
    "maxItems": 20,
    "items": {
        "type": "object",
        "required": ["agency", "question", "limit", "silence"],
        "additionalProperties": False,
        "properties": {
            "agency": {"type": "string", "pattern": "^(office|economy|culture|[A-Z][0-9]{2}([.][0-9]{2,3})*)$"},
            "question": {"type": "string", "minLength": 1, "maxLength": 2_000},
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
                "properties": {"label": _TEXT, "answer": {"type": "string", "maxLength": 60}},
            },
        },
    },
}


def _kind(kind: str) -> dict[str, Any]:
    return {"properties": {"kind": {"const": kind}}}


_STEPS: Final = {
    "type": "array",
    "minItems": 2,
    "items": {
        "type": "object",
        "required": ["code", "name", "public_name", "role", "unit", "hours", "kind"],
        "additionalProperties": False,
        "properties": {
            "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"},
            "name": {"type": "string", "minLength": 1, "maxLength": 200},
            "public_name": {"type": "string", "minLength": 1, "maxLength": 200},
            "role": {"enum": [role.value for role in Role]},
            "unit": {"enum": ["receiver", "decider", "office", "economy", "culture"]},
            "hours": {"type": "integer", "minimum": 0, "maximum": 9_999},
            "kind": {"enum": ["receive", "work", "confirm", "outside", "decide", "hand_over"]},
            "opinions": _OPINIONS,
            "confirm": _CONFIRM,
            "system": {"type": "string", "minLength": 1, "maxLength": 200},
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
            "name": {"type": "string", "minLength": 1, "maxLength": 300},
            "steps": _STEPS,
        },
    }
)


def check_process(data: Any) -> None:
    """First a reception, one decision, last a hand-over; codes differ.

    :raises BadFile: with the first thing wrong.
    """
    for error in _PROCESS.iter_errors(data):
        place = "/".join(str(part) for part in error.instance_path) or "/"
        raise BadFile(_("Quy trình không đúng cấu trúc ở “%(place)s”.") % {"place": place})
    kinds = [step["kind"] for step in data["steps"]]
    codes = [step["code"] for step in data["steps"]]
    if len(set(codes)) != len(codes):
        raise BadFile(_("Quy trình có hai bước trùng mã."))
    decided = kinds.index("decide") if "decide" in kinds else len(kinds)
    if any(kind in {"confirm", "outside"} for kind in kinds[decided:]):
        raise BadFile(_("Bước người nộp xác nhận và bước làm ở hệ thống khác phải đứng trước bước quyết định."))
    if len({rule["agency"] for step in data["steps"] for rule in step.get("opinions", ())}) != sum(
        len(step.get("opinions", ())) for step in data["steps"]
    ):
        raise BadFile(_("Quy trình hỏi ý kiến một cơ quan hai lần."))
    if kinds[0] != "receive" or kinds[-1] != "hand_over" or kinds.count("decide") != 1:
        raise BadFile(_("Quy trình phải bắt đầu bằng tiếp nhận, có một bước quyết định và kết thúc bằng trả kết quả."))


@transaction.atomic
def add_process_version(
    data: Any, *, valid_from: date, source: Mapping[str, Any] | None = None, actor: Actor, now: datetime
) -> int | None:
    """Take a process; ``None`` when nothing changed. A version that holds is never edited: a new one follows it.

    :raises BadFile: when the process cannot be used.
    """
    policies.require(actor, "add_process_version", now)
    check_process(data)
    content = {"name": data["name"], "steps": data["steps"]}
    fingerprint = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    process, _new = Process.objects.get_or_create(key=data["key"], defaults={"created_at": now})
    last = ProcessVersion.objects.select_for_update().filter(process=process).order_by("-number").first()
    if last is not None and last.fingerprint == fingerprint:
        return None
    start = valid_from
    if last is not None:
        start = max(valid_from, clock.local_date(now), last.valid_from + timedelta(days=1))
        last.valid_to = start
        last.save(update_fields=["valid_to"])
    row = ProcessVersion.objects.create(
        process=process,
        number=last.number + 1 if last else 1,
        name=data["name"],
        valid_from=start,
        steps=data["steps"],
        source=dict(source or {}),
        fingerprint=fingerprint,
        created_at=now,
    )
    queries.forget()
    detail = {"key": process.key, "number": row.number}
    audit.record(actor, "procedures.process_version_added", ("procedures.process", row.pk), now=now, detail=detail)
    publish(ProcessVersionAdded(process_version_id=row.pk, at=now))
    return row.pk
