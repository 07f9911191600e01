"""Saving answers, locking and copying them, loading forms."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock
from namkhong.kernel.actor import AccountId, Actor, ActorKind
from namkhong.kernel.events import publish
from namkhong.services.eforms import addresses, binding, checking, layout, queries, reading
from namkhong.services.eforms.errors import (
    AnswersLocked,
    AnswersNotComplete,
    NoSuchAnswers,
    NoSuchSection,
    StaleAnswers,
    TooMuchText,
)
from namkhong.services.eforms.events import AnswersWereLocked, FormVersionAdded
from namkhong.services.eforms.models import AnswerSet, FormVersion
from namkhong.services.eforms.types import FormSpec, Kind, Section, StepResult

__all__ = ["add_form_version", "copy_answers", "load_facts", "lock_answers", "save_step"]

LONGEST_KEPT: Final = 20_000  # of one answer, so that what is too long can still be shortened
LARGEST_KEPT: Final = 262_144  # of a whole form, in bytes


@transaction.atomic(savepoint=False)  # part of a deed on a dossier, undone with it
def save_step(
    *,
    answers_id: UUID | None,
    form_id: int,
    section: str,
    posted: QueryDict,
    owner_account_id: int,
    now: datetime,
    identity: Mapping[str, Any] | None = None,
    actor: Actor | None = None,
) -> StepResult:
    """Keep everything typed on one page, right or wrong.

    :raises NoSuchAnswers: not there, or somebody else's.
    :raises StaleAnswers: the page was saved elsewhere since (nothing is saved; what was typed is in the error).
    :raises AnswersLocked: already filed.
    :raises TooMuchText: more than a form may hold (nothing is saved; the caller still has what was posted).
    """
    row = _draft(answers_id, form_id, owner_account_id, now)
    spec = queries.form_version(row.form_version_id)
    page = spec.section(section)
    if page is None:
        raise NoSuchSection
    data, notes = _typed(page, row.data, posted, identity, clock.local_date(now))
    revision = row.revisions.get(section, 0)
    if _stale(posted, revision):
        raise StaleAnswers(data, revision)
    _must_fit(spec, data)
    row.data, row.revisions, row.updated_at = data, {**row.revisions, section: revision + 1}, now
    row.save()
    who = actor or Actor(kind=ActorKind.CITIZEN, account_id=AccountId(owner_account_id))
    audit.record(who, "eforms.page_saved", ("eforms.answers", str(row.pk)), now=now, detail={"section": section})
    found = checking.errors(spec, data, clock.local_date(now))
    return StepResult(
        answers_id=row.pk,
        errors=checking.of_section(page, found),
        complete=not found,
        next_section=_next(spec, page, data),
        data=data,
        notes=notes,
        revision=revision + 1,
    )


def _draft(answers_id: UUID | None, form_id: int, owner_account_id: int, now: datetime) -> AnswerSet:
    if answers_id is None:
        return AnswerSet(form_version_id=form_id, owner_account_id=owner_account_id, created_at=now, updated_at=now)
    row = AnswerSet.objects.select_for_update().filter(pk=answers_id, owner_account_id=owner_account_id).first()
    if row is None or row.form_version_id != form_id:
        raise NoSuchAnswers
    if row.locked_at is not None:
        raise AnswersLocked
    return row


def _stale(posted: QueryDict, revision: int) -> bool:
    shown = str(posted.get("_revision", ""))
    return shown.isascii() and shown.isdigit() and len(shown) < 10 and int(shown) != revision


def _typed(
    page: Section, before: Mapping[str, Any], posted: QueryDict, identity: Mapping[str, Any] | None, today: date
) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers with this page's put in, and what the reader should know about them."""
    bound = binding.bound_values(page, identity) if identity else {}
    data, notes = dict(before), {}
    for field in page.fields:
        value = bound[field.name] if binding.is_fixed(field, bound) else reading.read(field, posted)
        if value is reading.ABSENT:
            continue
        if field.kind in {Kind.ADDRESS, Kind.PAST_ADDRESS}:
            settle = addresses.settle if field.kind is Kind.ADDRESS else addresses.settle_past
            value, note = settle(value, today)
            if note:
                notes[field.id] = note
        if value is None:
            data.pop(field.name, None)
        else:
            data[field.name] = value
    return data, notes


def _longest(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return max((_longest(part) for part in value.values()), default=0)
    return max((_longest(part) for part in value), default=0) if isinstance(value, list) else 0


def _must_fit(spec: FormSpec, data: Mapping[str, Any]) -> None:
    too_long = {
        field.id: _("“%(label)s” dài quá nên chưa lưu được. Xin viết ngắn lại.") % {"label": field.label}
        for name, value in data.items()
        if _longest(value) > LONGEST_KEPT and (field := spec.field(name)) is not None
    }
    if too_long or len(json.dumps(data, ensure_ascii=False).encode()) > LARGEST_KEPT:
        raise TooMuchText(too_long)


def _next(spec: FormSpec, page: Section, data: Mapping[str, Any]) -> str:
    codes = [section.code for section in checking.visible_sections(spec, data)]
    order = [section.code for section in spec.sections]
    return next((code for code in codes if order.index(code) > order.index(page.code)), "")


@transaction.atomic(savepoint=False)  # part of a deed on a dossier, undone with it
def lock_answers(*, answers_id: UUID, actor: Actor, now: datetime) -> None:
    """Answers become part of something filed and never change again; locking twice is locking once.

    :raises AnswersNotComplete: when something is missing or wrong; ``fields`` says what.
    """
    row = AnswerSet.objects.select_for_update().filter(pk=answers_id).first()
    if row is None:
        raise NoSuchAnswers
    if row.locked_at is not None:
        return
    spec = queries.form_version(row.form_version_id)
    if found := checking.errors(spec, row.data, clock.local_date(now)):
        raise AnswersNotComplete(found)
    row.data, row.locked_at, row.updated_at = checking.pruned(spec, row.data), now, now
    row.save()
    audit.record(actor, "eforms.answers_locked", ("eforms.answers", str(row.pk)), now=now)
    publish(AnswersWereLocked(answers_id=str(row.pk), at=now))


@transaction.atomic(savepoint=False)  # part of a deed on a dossier, undone with it
def copy_answers(*, answers_id: UUID, owner_account_id: int, actor: Actor, now: datetime) -> UUID:
    """A fresh draft with the same answers, for a supplement; it may be changed and locked again."""
    before = AnswerSet.objects.filter(pk=answers_id).first()
    if before is None:
        raise NoSuchAnswers
    row = AnswerSet.objects.create(
        form_version_id=before.form_version_id,
        owner_account_id=owner_account_id,
        data=before.data,
        created_at=now,
        updated_at=now,
    )
    detail = {"copied_from": str(before.pk)}
    audit.record(actor, "eforms.answers_copied", ("eforms.answers", str(row.pk)), now=now, detail=detail)
    return row.pk


def _fingerprint(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def add_form_version(
    data: Any, *, code_lists: Mapping[str, Any] | None = None, actor: Actor, now: datetime
) -> FormVersion | None:
    """Take a form file; ``None`` when nothing changed. A version that holds is never edited: a new one follows it.

    :raises BadForm: when the file cannot be used.
    """
    layout.check_file(data)
    sections = layout.resolved(data["sections"], code_lists or {})
    schema = layout.schema_of(data["title"], layout.sections(sections))
    layout.validator(schema)
    source = {key: value for key, value in data.items() if key not in {"sections", "key", "title", "valid_from"}}
    fingerprint = _fingerprint({"title": data["title"], "sections": sections, "source": source})
    last = FormVersion.objects.select_for_update().filter(key=data["key"]).order_by("-number").first()
    if last is not None and last.fingerprint == fingerprint:
        return None
    start = date.fromisoformat(data["valid_from"])
    if last is not None:
        start = max(start, clock.local_date(now), last.valid_from + timedelta(days=1))
        last.valid_to = start
        last.save(update_fields=["valid_to"])
    row = FormVersion.objects.create(
        key=data["key"],
        number=1 if last is None else last.number + 1,
        title=data["title"],
        valid_from=start,
        layout=sections,
        schema=schema,
        source=source,
        fingerprint=fingerprint,
        created_at=now,
    )
    queries.forget()
    detail = {"key": row.key, "number": row.number}
    audit.record(actor, "eforms.form_version_added", ("eforms.form_version", row.pk), now=now, detail=detail)
    publish(FormVersionAdded(form_version_id=row.pk, at=now))
    return row


@transaction.atomic
def load_facts(now: datetime, actor: Actor | None = None) -> int:
    """Load the forms the product ships; returns how many versions are new. Loading again changes nothing."""
    who = actor or Actor.system("Hệ thống")
    folder = Path(settings.FACTS) / "forms"
    code_lists = json.loads((folder / "_code_lists.json").read_text("utf-8"))["lists"]
    files = sorted(path for path in folder.glob("*.json") if not path.name.startswith("_"))
    added = [
        add_form_version(json.loads(path.read_text("utf-8")), code_lists=code_lists, actor=who, now=now)
        for path in files
    ]
    return sum(1 for row in added if row is not None)
