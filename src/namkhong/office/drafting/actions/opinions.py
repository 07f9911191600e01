"""Opinions on a draft: asked of units and people until a day, given, and each taken up or explained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.drafting import policies
from namkhong.office.drafting.actions.doing import words
from namkhong.office.drafting.errors import Missing, NoSuchDraft, NotYours
from namkhong.office.drafting.events import OpinionAnswered, OpinionAsked, OpinionGiven
from namkhong.office.drafting.models import Draft, Opinion, OpinionAnswer, OpinionRequest
from namkhong.office.drafting.policies import Ability
from namkhong.office.drafting.types import Answer

_MOST: Final = 100


@transaction.atomic
def ask_opinions(
    *,
    draft_id: int,
    units: Sequence[int] = (),
    accounts: Sequence[int] = (),
    question: str = "",
    due_on: date | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Ask units and people of the agency what they think of the newest version; who was asked already is not asked twice.

    :raises NoSuchDraft, NotYours: not there, not hers, or no longer hers to change.
    :raises Missing: nobody chosen, no day, a day that is over.
    """
    draft = policies.require(actor, Ability.CHANGE, Draft.objects.select_for_update().filter(pk=draft_id).first())
    wrong = {}
    if not units and not accounts:
        wrong["whom"] = _("Xin chọn ít nhất một đơn vị hoặc một người.")
    if len(units) + len(accounts) > _MOST:
        wrong["whom"] = _("Mỗi lần hỏi tối đa %d nơi.") % _MOST
    if due_on is None or due_on < clock.local_date(now):
        wrong["due"] = _("Xin ghi hạn góp ý, từ hôm nay trở đi.")
    said = words(question, "question")
    if wrong or due_on is None:
        raise Missing(wrong)
    names = _names(draft, units, accounts, now)
    new = 0
    for (unit, account), name in names.items():
        if OpinionRequest.objects.filter(draft=draft, version=draft.version, unit=unit, account=account).exists():
            continue  # the draft is locked: nobody else asks meanwhile
        row = OpinionRequest.objects.create(
            draft=draft,
            version=draft.version,
            unit_id=unit,
            account_id=account,
            name=name[:200],
            question=said,
            due_on=due_on,
            asked_by_id=policies.account_of(actor),
            asked_at=now,
        )
        new += 1
        publish(OpinionAsked(opinion_request_id=row.pk, at=now))
    if new:
        detail = {"asked": new, "version": draft.version, "due": due_on.isoformat()}
        audit.record(actor, "drafting.opinions_asked", ("draft", draft.pk), now=now, detail=detail)
    return new


def _names(
    draft: Draft, units: Sequence[int], accounts: Sequence[int], now: datetime
) -> dict[tuple[int | None, int | None], str]:
    """Who is asked, each inside the agency; an unsigned text does not leave the house.

    :raises Missing: somebody else.
    """
    house = organisations.agency(draft.agency_id)
    inside = {one.account_id: one for one in organisations.officials_inside(house.path, clock.local_date(now))}
    cards = organisations.cards_of(units)
    wrong = {"whom": _("Chỉ hỏi được đơn vị và người trong cơ quan. Xin chọn trong danh sách.")}
    if set(cards) != set(units) or any(not card.path.startswith(house.path) for card in cards.values()):
        raise Missing(wrong)
    if not set(accounts) <= set(inside):
        raise Missing(wrong)
    named: dict[tuple[int | None, int | None], str] = {(pk, None): card.name for pk, card in cards.items()}
    return named | {(None, pk): f"{inside[pk].full_name}, {inside[pk].title}" for pk in accounts}


@transaction.atomic
def give_opinion(*, request_id: int, opinion: str, actor: Actor, now: datetime) -> None:
    """Say what one thinks, by name or for the unit that was asked. The same words again are the same opinion.

    :raises NoSuchDraft: not asked.
    :raises Missing: without words, or somebody of the unit has answered already.
    """
    row = OpinionRequest.objects.select_for_update().filter(pk=request_id).first()
    if row is None or not policies.asked(actor, row):
        raise NoSuchDraft
    said = words(opinion, "opinion", needed=_("Xin ghi ý kiến; đồng ý thì ghi “Nhất trí”."))
    before = Opinion.objects.filter(request=row).first()
    if before is not None:
        if before.by_id == actor.account_id and before.words == said:
            return
        raise Missing({"opinion": _("Đã có ý kiến trả lời. Xin trao đổi thêm với người soạn.")})
    made = Opinion.objects.create(
        request=row, words=said, by_id=policies.account_of(actor), by_name=text.one_line(actor.label)[:200], at=now
    )
    row.answered = True
    row.save(update_fields=["answered"])
    detail = {"opinion": made.pk}
    audit.record(actor, "drafting.opinion_given", ("draft", row.draft_id), now=now, detail=detail)
    publish(OpinionGiven(opinion_id=made.pk, at=now))


@transaction.atomic
def answer_opinion(*, opinion_id: int, answer: Answer, explanation: str = "", actor: Actor, now: datetime) -> None:
    """Take an opinion up, or explain why not (tiếp thu, giải trình). Once; the same again changes nothing.

    :raises NoSuchDraft, NotYours: not there, not hers.
    :raises Missing: an explanation without words, or another answer was given.
    """
    row = Opinion.objects.select_for_update().select_related("request__draft").filter(pk=opinion_id).first()
    draft = row.request.draft if row else None
    draft = policies.require(actor, Ability.SEE, draft)
    if row is None or draft.author_id not in actor.accounts:
        raise NotYours
    needed = _("Xin ghi lý do không tiếp thu.") if answer is Answer.EXPLAINED else ""
    said = words(explanation, "explanation", needed=needed)
    before = OpinionAnswer.objects.filter(opinion=row).first()
    if before is not None:
        if (before.answer, before.words) == (answer.value, said):
            return
        raise Missing({"answer": _("Ý kiến này đã được trả lời.")})
    OpinionAnswer.objects.create(opinion=row, answer=answer.value, words=said, by_id=policies.account_of(actor), at=now)
    detail = {"opinion": row.pk, "answer": answer.value}
    audit.record(actor, "drafting.opinion_answered", ("draft", draft.pk), now=now, detail=detail)
    publish(OpinionAnswered(opinion_id=row.pk, at=now))
