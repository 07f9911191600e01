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
            "kind": {"enum": ["receive", "work", "decide", "hand_over"]},
        },
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
