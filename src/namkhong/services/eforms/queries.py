"""Reading forms and answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from namkhong.services.eforms.types import Answers, FormSpec, Section, SummaryPart


def form(key: str, on: date) -> FormSpec:
    """The version of a form that holds on a day.

    :raises NoSuchForm: when there is none.
    """
    raise NotImplementedError


def form_version(form_version_id: int) -> FormSpec:
    """A form version by its id."""
    raise NotImplementedError


def answers(answers_id: UUID, *, owner_account_id: int | None = None) -> Answers:
    """What was answered so far; with ``owner_account_id``, only for that owner.

    :raises NoSuchAnswers: when not there, or somebody else's.
    """
    raise NotImplementedError


def check(answers_id: UUID) -> dict[str, str]:
    """What is still wrong in the whole form: field id → sentence; empty when complete."""
    raise NotImplementedError


def visible_sections(spec: FormSpec, data: Mapping[str, Any]) -> list[Section]:
    """The pages asked, given the answers so far."""
    raise NotImplementedError


def summary(spec: FormSpec, data: Mapping[str, Any]) -> list[SummaryPart]:
    """All answers in words, page by page."""
    raise NotImplementedError
