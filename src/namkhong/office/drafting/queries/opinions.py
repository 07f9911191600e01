"""Opinions on a draft: the table, and what somebody is asked."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.office.drafting.models import Draft, OpinionRequest
from namkhong.office.drafting.types import ANSWERS, Answer, OpinionRow


def opinions(draft: Draft, today: date) -> list[OpinionRow]:
    """Everybody who was asked, what she said, what was done with it; one query."""
    rows = (
        OpinionRequest.objects.filter(draft=draft)
        .select_related("opinion", "opinion__answer")
        .order_by("asked_at", "pk")
    )
    return [_row(row, today) for row in rows]


def _row(row: OpinionRequest, today: date) -> OpinionRow:
    opinion = getattr(row, "opinion", None)
    answer = getattr(opinion, "answer", None) if opinion else None
    given = clock.local_date(opinion.at) if opinion else today
    return OpinionRow(
        who=f"{row.name} ({opinion.by_name})" if opinion and row.unit_id else row.name,
        asked_at=row.asked_at,
        due_on=row.due_on,
        words=opinion.words if opinion else "",
        given_at=opinion.at if opinion else None,
        answer=str(ANSWERS[Answer(answer.answer)]) if answer else "",
        answer_words=answer.words if answer else "",
        late=given > row.due_on,
    )


def asked_of(draft: Draft, actor: Actor) -> list[OpinionRequest]:
    """What this official is asked about a draft and has not answered: by name or with her unit."""
    asked = Q(account__in=actor.accounts) | Q(unit__in=actor.agency_ids)
    return list(OpinionRequest.objects.filter(asked, draft=draft, answered=False).order_by("due_on", "pk"))


def to_answer(draft: Draft) -> list[OpinionRequest]:
    """The opinions on a draft that its drafter has not taken up or explained yet."""
    rows = OpinionRequest.objects.filter(draft=draft, opinion__isnull=False, opinion__answer__isnull=True)
    return list(rows.select_related("opinion").order_by("asked_at", "pk"))
