"""Opinions: asked inside the house until a day, given once, each taken up or explained, and printed as a table."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from namkhong.kernel import clock
from namkhong.office.drafting import actions, previewing, queries
from namkhong.office.drafting.errors import Missing, NoSuchDraft, NotYours
from namkhong.office.drafting.models import Opinion, OpinionAnswer, OpinionRequest
from namkhong.office.drafting.tests.factories import NOW, House
from namkhong.office.drafting.tests.pages import words
from namkhong.office.drafting.types import Answer, DraftCard

TODAY = clock.local_date(NOW)


def asked(house: House, card: DraftCard) -> list[OpinionRequest]:
    """The economy division and a colleague."""
    for _twice in range(2):
        actions.ask_opinions(
            draft_id=card.id, units=[house.economy_id], accounts=[house.account("colleague")],
            question="Xin góp ý Điều 2.", due_on=TODAY + timedelta(days=3), actor=house.actors["specialist"], now=NOW,
        )  # fmt: skip
    return list(OpinionRequest.objects.filter(draft_id=card.id).order_by("pk"))


@pytest.mark.paper
def test_everybody_asked_is_answered_and_the_table_prints_it_all(house: House, tmp_path: Path) -> None:
    card = house.begun()
    unit, person = asked(house, card)
    economist, colleague = house.actors["economist"], house.actors["colleague"]
    assert queries.by_id(card.public_id, economist).pk == card.id  # who is asked may read it
    actions.give_opinion(request_id=unit.pk, opinion="Bỏ cụm từ “tra cứu”.", actor=economist, now=NOW)
    actions.give_opinion(request_id=unit.pk, opinion="Bỏ cụm từ “tra cứu”.", actor=economist, now=NOW)
    with pytest.raises(Missing):
        actions.give_opinion(request_id=unit.pk, opinion="Ý khác", actor=house.actors["economy_head"], now=NOW)
    actions.give_opinion(request_id=person.pk, opinion="Nhất trí.", actor=colleague, now=NOW + timedelta(days=5))
    draft = house.row(card)
    first, second = queries.to_answer(draft)
    specialist = house.actors["specialist"]
    with pytest.raises(Missing):
        actions.answer_opinion(opinion_id=first.opinion.pk, answer=Answer.EXPLAINED, actor=specialist, now=NOW)
    with pytest.raises(NotYours):
        actions.answer_opinion(opinion_id=first.opinion.pk, answer=Answer.TAKEN, actor=colleague, now=NOW)
    why = "Luật dùng đúng cụm từ này."
    for _twice in range(2):
        actions.answer_opinion(
            opinion_id=first.opinion.pk, answer=Answer.EXPLAINED, explanation=why, actor=specialist, now=NOW
        )
    actions.answer_opinion(opinion_id=second.opinion.pk, answer=Answer.TAKEN, actor=specialist, now=NOW)
    with pytest.raises(Missing):
        actions.answer_opinion(
            opinion_id=second.opinion.pk, answer=Answer.EXPLAINED, explanation=why, actor=specialist, now=NOW
        )
    rows = queries.opinions(draft, TODAY)
    assert [(row.answer, row.late) for row in rows] == [("Giải trình", False), ("Tiếp thu", True)]
    said = " ".join(words(previewing.opinions(draft, NOW), tmp_path).split())
    for part in ("BẢNG TỔNG HỢP Ý KIẾN", "Bỏ cụm từ", "Luật dùng đúng", "Nhất trí", "Tiếp thu"):
        assert part in said


def test_only_who_was_asked_answers_and_nothing_is_asked_outside_the_house(house: House) -> None:
    card = house.begun()
    unit, _person = asked(house, card)
    for who in ("stranger", "clerk", "chief"):
        with pytest.raises(NoSuchDraft):
            actions.give_opinion(request_id=unit.pk, opinion="Nhất trí", actor=house.actors[who], now=NOW)
    specialist = house.actors["specialist"]
    for units, accounts in (([], [house.account("stranger")]), ([], []), ([999_999], [])):
        with pytest.raises(Missing):
            actions.ask_opinions(
                draft_id=card.id, units=units, accounts=accounts, due_on=TODAY, actor=specialist, now=NOW
            )
    with pytest.raises(Missing) as refusal:
        actions.ask_opinions(
            draft_id=card.id, units=[house.economy_id], due_on=TODAY - timedelta(days=1), actor=specialist, now=NOW
        )
    assert "due" in refusal.value.fields


def test_opinions_and_answers_are_never_changed(house: House) -> None:
    card = house.begun()
    unit, _person = asked(house, card)
    actions.give_opinion(request_id=unit.pk, opinion="Nhất trí", actor=house.actors["economist"], now=NOW)
    actions.answer_opinion(
        opinion_id=Opinion.objects.get().pk, answer=Answer.TAKEN, actor=house.actors["specialist"], now=NOW
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.update(words="khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionAnswer.objects.all().delete()
