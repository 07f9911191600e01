"""Reading forms and answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from namkhong.kernel import clock
from namkhong.kernel.remembering import remember
from namkhong.services.eforms import checking, wording
from namkhong.services.eforms.errors import NoSuchAnswers, NoSuchForm
from namkhong.services.eforms.models import AnswerSet, FormVersion
from namkhong.services.eforms.types import Answers, FormSpec, FormVersionId, Section, SummaryPart

__all__ = ["answers", "check", "errors_of", "forget", "form", "form_version", "has_form", "summary", "visible_sections"]


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
    found = AnswerSet.objects.filter(pk=answers_id)
    if owner_account_id is not None:
        found = found.filter(owner_account_id=owner_account_id)
    row = found.first()
    if row is None:
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
