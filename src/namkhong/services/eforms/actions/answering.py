"""Saving answers, locking and copying them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock, rows
from namkhong.kernel.actor import AccountId, Actor, ActorKind
from namkhong.kernel.events import publish
from namkhong.services.eforms import addresses, binding, checking, queries, reading
from namkhong.services.eforms.errors import (
    AnswersLocked,
    AnswersNotComplete,
    NoSuchAnswers,
    NoSuchSection,
    StaleAnswers,
    TooMuchText,
    UnknownAnswers,
)
from namkhong.services.eforms.events import AnswersWereLocked
from namkhong.services.eforms.models import AnswerSet
from namkhong.services.eforms.types import Answers, FormSpec, Kind, Section, StepResult

__all__ = ["copy_answers", "drop_answers", "give_answers", "lock_answers", "save_step"]

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
    if answers_id is None:
        rows.insert(row)
    else:
        rows.update(row, ["data", "revisions", "updated_at"])
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


@transaction.atomic(savepoint=False)  # part of a deed on a dossier, undone with it
def give_answers(
    *,
    form_id: int,
    given: Mapping[str, Any],
    owner_account_id: int,
    now: datetime,
    identity: Mapping[str, Any],
    actor: Actor,
) -> Answers:
    """A whole form at once, as another system sends it: values by the names of the questions (the form's JSON Schema).

    What is fixed by the identity is taken from there, whatever was sent; what it knows and was not sent, too. Right or
    wrong is asked when it is filed.

    :raises UnknownAnswers: naming what the form does not ask.
    :raises TooMuchText: more than a form may hold.
    """
    spec = queries.form_version(form_id)
    if unknown := [name for name in given if spec.field(name) is None]:
        raise UnknownAnswers(unknown)
    data: dict[str, Any] = {}
    for page in spec.sections:
        bound = binding.bound_values(page, identity)
        for field in page.fields:
            known = bound.get(field.name)
            value = known if binding.is_fixed(field, bound) else given.get(field.name, known)
            if field.kind in {Kind.ADDRESS, Kind.PAST_ADDRESS}:
                settle = addresses.settle if field.kind is Kind.ADDRESS else addresses.settle_past
                value, _note = settle(value, clock.local_date(now))
            if value is not None:
                data[field.name] = value
    _must_fit(spec, data)
    row = AnswerSet(
        form_version_id=form_id, owner_account_id=owner_account_id, data=data, created_at=now, updated_at=now
    )
    rows.insert(row)
    audit.record(actor, "eforms.answers_given", ("eforms.answers", str(row.pk)), now=now)
    return queries.card(row)


def _draft(answers_id: UUID | None, form_id: int, owner_account_id: int, now: datetime) -> AnswerSet:
    if answers_id is None:
        return AnswerSet(form_version_id=form_id, owner_account_id=owner_account_id, created_at=now, updated_at=now)
    row = rows.one(AnswerSet, "id = %s and owner_account_id = %s", [answers_id, owner_account_id], lock=True)
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


_LOCK: Final = """
update eforms_answerset set data = %s, locked_at = %s, updated_at = %s
 where id = %s and locked_at is null and revisions = %s
"""


@transaction.atomic(savepoint=False)  # part of a deed on a dossier, undone with it
def lock_answers(*, answers_id: UUID, now: datetime, known: Answers | None = None) -> None:
    """Answers become part of something filed and never change again; locking twice is locking once.

    ``known`` = the answers as the caller has just read them: only if no page was saved since, are these locked. The deed
    they become part of is recorded by its own room.

    :raises AnswersNotComplete: when something is missing or wrong; ``fields`` says what.
    """
    found = known or queries.answers(answers_id)
    if found.locked:
        return
    spec = queries.form_version(found.form_version_id)
    if wrong := checking.errors(spec, found.data, clock.local_date(now)):
        raise AnswersNotComplete(wrong)
    with connection.cursor() as cursor:
        kept: list[Any] = [Jsonb(checking.pruned(spec, found.data)), now, now]
        kept += [answers_id, Jsonb(dict(found.revisions))]
        cursor.execute(_LOCK, kept)
        locked = cursor.rowcount == 1
    if not locked:
        lock_answers(answers_id=answers_id, now=now)  # a page was saved meanwhile
        return
    publish(AnswersWereLocked(answers_id=str(answers_id), at=now))


@transaction.atomic(savepoint=False)  # part of a deed on a dossier, undone with it
def copy_answers(*, answers_id: UUID, owner_account_id: int, now: datetime) -> UUID:
    """A fresh draft with the same answers, for a supplement; it may be changed and locked again.

    The deed it is made for is recorded by its own room.
    """
    before = rows.one(AnswerSet, "id = %s", [answers_id])
    if before is None:
        raise NoSuchAnswers
    row = AnswerSet(
        form_version_id=before.form_version_id,
        owner_account_id=owner_account_id,
        data=before.data,
        created_at=now,
        updated_at=now,
    )
    rows.insert(row)
    return row.pk


@transaction.atomic(savepoint=False)  # part of a deed on a dossier, undone with it
def drop_answers(answers_ids: Iterable[UUID]) -> int:
    """Answers of drafts that are thrown away; what was filed is locked and stays. Returns how many went.

    The deed it is done for is recorded by its own room.
    """
    return AnswerSet.objects.filter(pk__in=list(answers_ids), locked_at=None).delete()[0]
