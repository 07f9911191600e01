"""Reading forms and answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from namkhong.kernel import clock, rows
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.kernel.remembering import remember
from namkhong.services.eforms import checking, documents, wording
from namkhong.services.eforms.errors import NoSuchAnswers, NoSuchDraft, NoSuchForm
from namkhong.services.eforms.models import AnswerSet, FormDraft, FormVersion
from namkhong.services.eforms.rows import FormRow
from namkhong.services.eforms.types import Answers, FormSpec, FormVersionId, Section, SummaryPart

__all__ = [
    "answers",
    "begun_answers",
    "check",
    "document",
    "draft",
    "draft_of",
    "errors_of",
    "forget",
    "form",
    "form_keys",
    "form_version",
    "forms",
    "forms_to_choose",
    "has_form",
    "summary",
    "versions_of",
    "visible_sections",
]

PAGE: Final = 25


def _in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


@remember()
def _versions(key: str) -> tuple[FormVersion, ...]:
    return tuple(FormVersion.objects.defer("layout", "schema").filter(key=key).order_by("-number"))


def form(key: str, on: date) -> FormSpec:
    """The version of a form that holds on a day.

    :raises NoSuchForm: when there is none.
    """
    held = (row for row in _versions(key) if row.valid_from <= on and (row.valid_to is None or on < row.valid_to))
    row = next(held, None)
    if row is None:
        raise NoSuchForm
    return checking.spec_of(row)


def has_form(key: str, on: date) -> bool:
    """Does a version of this form hold on that day?"""
    return FormVersion.objects.filter(_in_force(on), key=key).exists()


@remember()
def form_version(form_version_id: int) -> FormSpec:
    """A form version by its id.

    :raises NoSuchForm: when there is none.
    """
    row = FormVersion.objects.defer("layout", "schema").filter(pk=form_version_id).first()
    if row is None:
        raise NoSuchForm
    return checking.spec_of(row)


def forget() -> None:
    """A form is changing."""
    _versions.forget()
    form_version.forget()


def card(row: AnswerSet) -> Answers:
    """A row as others see it."""
    return Answers(
        id=row.pk,
        form_version_id=FormVersionId(row.form_version_id),
        owner_account_id=row.owner_account_id,
        data=row.data,
        locked=row.locked_at is not None,
        revisions=row.revisions,
        updated_at=row.updated_at,
    )


def answers(answers_id: UUID, *, owner_account_id: int | None = None) -> Answers:
    """What was answered so far; with ``owner_account_id``, only for that owner.

    :raises NoSuchAnswers: when not there, or somebody else's.
    """
    row = rows.one(AnswerSet, "id = %s", [answers_id])
    if row is None or owner_account_id not in {None, row.owner_account_id}:
        raise NoSuchAnswers
    return card(row)


def check(answers_id: UUID, *, on: date | None = None) -> dict[str, str]:
    """What is still wrong in the whole form on a day (default: the day of the last saving): field id → sentence."""
    return errors_of(answers(answers_id), on=on)


def errors_of(found: Answers, *, on: date | None = None) -> dict[str, str]:
    """The same for answers already at hand."""
    spec = form_version(found.form_version_id)
    day = on or (clock.local_date(found.updated_at) if found.updated_at else spec.valid_from)
    return checking.errors(spec, found.data, day)


def visible_sections(spec: FormSpec, data: Mapping[str, Any]) -> list[Section]:
    """The pages asked, given the answers so far."""
    return checking.visible_sections(spec, data)


def summary(spec: FormSpec, data: Mapping[str, Any]) -> list[SummaryPart]:
    """All answers in words, page by page; files are counted, their names are known to the caller."""
    return wording.summary(spec, data)


# ---- for those who design forms


def form_keys() -> set[str]:
    """The keys of all forms, those still in design included. Two queries."""
    return {
        *FormVersion.objects.values_list("key", flat=True).distinct(),
        *FormDraft.objects.values_list("key", flat=True),
    }


def forms(on: date, *, cursor: str = "", limit: int = PAGE) -> Page[FormRow]:
    """Every form with the version that holds, by key, a page at a time; two queries.

    A form still without a version stands among them; one that has not begun to hold shows its first day.
    """
    held = FormVersion.objects.only("key", "number", "title", "valid_from", "valid_to")
    drafts = FormDraft.objects.only("key", "title", "changed_by", "changed_at")
    if cursor:
        (last,) = decode_cursor(cursor, str)
        held, drafts = held.filter(key__gt=last), drafts.filter(key__gt=last)
    shown = Q(valid_from__lte=on) | Q(number=1)
    rows = list(held.filter(shown).order_by("key", "-number").distinct("key")[: limit + 1])
    open_drafts = {row.key: row for row in drafts.order_by("key")[: limit + 1]}
    versions = {row.key: row for row in rows}
    keys = sorted({*versions, *open_drafts})[: limit + 1]
    found = [FormRow.of(key, versions.get(key), open_drafts.get(key)) for key in keys[:limit]]
    return Page(found, encode_cursor(keys[limit - 1]) if len(keys) > limit else "")


def versions_of(key: str) -> list[FormVersion]:
    """Every version of a form without its questions, newest first."""
    return list(FormVersion.objects.defer("layout", "schema").filter(key=key).order_by("-number"))


def draft_of(key: str) -> FormDraft | None:
    """The draft of a form, if it is being designed."""
    return FormDraft.objects.filter(key=key).first()


def draft(key: str) -> FormDraft:
    """The draft of a form.

    :raises NoSuchDraft: when there is none.
    """
    row = draft_of(key)
    if row is None:
        raise NoSuchDraft
    return row


def document(key: str, number: int) -> dict[str, Any]:
    """One version as the file it was made of.

    :raises NoSuchForm: when there is no such version.
    """
    row = FormVersion.objects.filter(key=key, number=number).first()
    if row is None:
        raise NoSuchForm
    return documents.of_version(row)


def forms_to_choose(on: date) -> list[tuple[str, str]]:
    """Key and title of the forms that hold on a day, by title: what a procedure may use."""
    rows = FormVersion.objects.filter(_in_force(on)).order_by("title", "key")
    return list(rows.values_list("key", "title"))


def begun_answers(key: str) -> BoundedCount:
    """How many people have begun this form and not sent it: they go on with the version they began."""
    rows = AnswerSet.objects.filter(form_version__key=key, locked_at__isnull=True)
    return BoundedCount(rows.values("pk")[: COUNT_LIMIT + 1].count())
