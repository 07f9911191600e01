"""Saving answers, locking them, loading forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from namkhong.kernel.actor import Actor
from namkhong.services.eforms.types import StepResult


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

    :raises StaleAnswers: the page was saved elsewhere since (nothing is saved; what was typed is in the error).
    :raises AnswersLocked: already filed.
    :raises TooMuchText: more than a form may hold.
    """
    raise NotImplementedError


def lock_answers(*, answers_id: UUID, actor: Actor, now: datetime) -> None:
    """Answers become part of something filed.

    :raises AnswersNotComplete: when something is missing or wrong.
    """
    raise NotImplementedError


def copy_answers(*, answers_id: UUID, owner_account_id: int, actor: Actor, now: datetime) -> UUID:
    """A fresh, unlocked copy, for a supplement or a similar dossier."""
    raise NotImplementedError


def load_facts(now: datetime) -> int:
    """Load the forms the product ships; returns how many versions are new."""
    raise NotImplementedError
