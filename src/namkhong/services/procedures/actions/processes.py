"""Processes: the steps of the work, as data with dates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.procedures import policies, queries
from namkhong.services.procedures.events import ProcessVersionAdded
from namkhong.services.procedures.models import Process, ProcessVersion
from namkhong.services.procedures.process_rules import check_process


def fingerprint_of(data: Mapping[str, Any]) -> str:
    """The same for the same name and steps."""
    content = {"name": data["name"], "steps": data["steps"]}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def was_taken(data: Mapping[str, Any]) -> bool:
    """Did some version say exactly this, whatever followed it?"""
    kept = ProcessVersion.objects.filter(process__key=data["key"], fingerprint=fingerprint_of(data))
    return kept.exists()


@transaction.atomic
def add_process_version(
    data: Any, *, valid_from: date, source: Mapping[str, Any] | None = None, actor: Actor, now: datetime
) -> int | None:
    """Take a process; ``None`` when nothing changed. A version that holds is never edited: a new one follows it.

    :raises BadFile: when the process cannot be used.
    """
    policies.require(actor, "add_process_version", now)
    check_process(data)
    fingerprint = fingerprint_of(data)
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
