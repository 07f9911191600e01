"""Versions of forms: taken from a file, published from a draft; what holds is never edited, another follows it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.eforms import documents, layout, policies, queries
from namkhong.services.eforms.errors import BadForm, BadStart, NoSuchForm, VersionHolds
from namkhong.services.eforms.events import FormVersionAdded, FormVersionWithdrawn
from namkhong.services.eforms.models import FormVersion
from namkhong.web import words

__all__ = ["add_form_version", "follow", "load_facts", "withdraw_form_version"]

NOT_SOURCE = frozenset({"sections", "key", "title", "valid_from"})


def _fingerprint(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _built(data: Mapping[str, Any], code_lists: Mapping[str, Any]) -> FormVersion:
    """The row of a version, not yet numbered, dated or saved.

    :raises BadForm: when the file cannot be used.
    """
    layout.check_file(data, code_lists)
    sections = layout.resolved(data["sections"], code_lists)
    schema = layout.schema_of(data["title"], layout.sections(sections))
    layout.validator(schema)
    source = {key: value for key, value in data.items() if key not in NOT_SOURCE}
    fingerprint = _fingerprint({"title": data["title"], "sections": sections, "source": source})
    return FormVersion(
        key=data["key"], title=data["title"], layout=sections, schema=schema, source=source, fingerprint=fingerprint
    )


def last_of(key: str) -> FormVersion | None:
    """The last version of a form, held until the deed is done."""
    rows = FormVersion.objects.select_for_update().defer("layout", "schema").filter(key=key)
    return rows.order_by("-number").first()


def _keep(row: FormVersion, last: FormVersion | None, start: date, actor: Actor, now: datetime) -> FormVersion:
    """The version follows the last one from a day on; recorded and announced."""
    if last is not None:
        last.valid_to = start
        last.save(update_fields=["valid_to"])
    row.number, row.valid_from, row.created_at = (last.number + 1 if last else 1), start, now
    row.save()
    queries.forget()
    detail = {"key": row.key, "number": row.number, "from": start.isoformat()}
    audit.record(actor, "eforms.form_version_added", ("eforms.form_version", row.pk), now=now, detail=detail)
    publish(FormVersionAdded(form_version_id=row.pk, at=now))
    return row


@transaction.atomic
def add_form_version(
    data: Any, *, code_lists: Mapping[str, Any] | None = None, actor: Actor, now: datetime
) -> FormVersion | None:
    """Take a form file; ``None`` when nothing changed. A version that holds is never edited: a new one follows it.

    :raises BadForm: when the file cannot be used.
    """
    row = _built(data, code_lists or {})
    last = last_of(row.key)
    if last is not None and last.fingerprint == row.fingerprint:
        return None
    start = date.fromisoformat(data["valid_from"])
    if last is not None:
        start = max(start, clock.local_date(now), last.valid_from + timedelta(days=1))
    return _keep(row, last, start, actor, now)


def follow(document: Mapping[str, Any], *, from_day: date, actor: Actor, now: datetime) -> FormVersion:
    """A designed form becomes the version after the last one, from a day on.

    :raises BadForm: when it cannot be used, or nothing is different.
    :raises BadStart: when it cannot begin on that day.
    """
    row = _built({**document, "valid_from": from_day.isoformat()}, documents.code_lists())
    row.designed = True
    last = last_of(row.key)
    if last is not None and last.fingerprint == row.fingerprint:
        raise BadForm(_("Bản thảo giống hệt phiên bản mới nhất nên không có gì để ban hành."))
    if last is not None and from_day <= last.valid_from:
        said = _("Phiên bản %(number)s bắt đầu từ %(day)s. Xin chọn một ngày sau đó, hoặc thu hồi phiên bản ấy trước.")
        raise BadStart(said % {"number": last.number, "day": words.day(last.valid_from)})
    return _keep(row, last, from_day, actor, now)


@transaction.atomic
def withdraw_form_version(*, key: str, number: int, actor: Actor, now: datetime) -> None:
    """A version that has not begun to hold is taken back; the one before it goes on holding.

    :raises NoSuchForm: when there is no such version.
    :raises VersionHolds: when it holds already, or is not the last, or is the only one.
    """
    policies.require(actor, "withdraw", now)
    rows = list(FormVersion.objects.select_for_update().defer("layout", "schema").filter(key=key).order_by("-number"))
    row = next((row for row in rows if row.number == number), None)
    if row is None:
        raise NoSuchForm
    if row is not rows[0] or row.valid_from <= clock.local_date(now):
        raise VersionHolds
    detail = {"key": key, "number": number, "from": row.valid_from.isoformat()}
    row.delete()
    if len(rows) > 1:
        rows[1].valid_to = None
        rows[1].save(update_fields=["valid_to"])
    queries.forget()
    audit.record(actor, "eforms.form_version_withdrawn", ("eforms.form", key), now=now, detail=detail)
    publish(FormVersionWithdrawn(key=key, number=number, at=now))


@transaction.atomic
def load_facts(now: datetime, actor: Actor | None = None) -> int:
    """Load the forms the product ships; returns how many versions are new. Loading again changes nothing.

    A form the province has designed itself is left to it.
    """
    who = actor or Actor.system("Hệ thống")
    folder = Path(settings.FACTS) / "forms"
    files = sorted(path for path in folder.glob("*.json") if not path.name.startswith("_"))
    own = set(FormVersion.objects.filter(designed=True).values_list("key", flat=True))
    given = [json.loads(path.read_text("utf-8")) for path in files]
    added = [
        add_form_version(data, code_lists=documents.code_lists(), actor=who, now=now)
        for data in given
        if data["key"] not in own
    ]
    return sum(1 for row in added if row is not None)
