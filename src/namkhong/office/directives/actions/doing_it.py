"""Who does it: takes it on, says how far it is, reports it as done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.kernel.actor import Actor, Post
from namkhong.office.directives import doing, people
from namkhong.office.directives.errors import Missing
from namkhong.office.directives.models import Directive
from namkhong.office.directives.states import Move, State
from namkhong.office.directives.types import DirectiveCard
from namkhong.office.intake import actions as intake
from namkhong.office.intake import queries as arrivals


@transaction.atomic
def accept(*, directive_id: int, actor: Actor, now: datetime, revision: int | None = None) -> DirectiveCard:
    """She takes it on, in her own name; the assignment of its note is taken on with it, and the sender is told (05)."""
    done = doing.begin(directive_id, Move.ACCEPT, revision, actor, now)
    row = done.row
    if done.done_before:
        return doing.card(row)
    _take(row, actor, done.now)
    row.state = State.ACCEPTED
    done.step(Move.ACCEPT, "lead_account", "worker", standing=_standing(actor, row))
    return doing.card(row)


def _take(row: Directive, actor: Actor, now: datetime) -> None:
    """The assignment this stands for, or the one below it that is hers, is accepted; a unit's task gets her name."""
    if row.assignment_id is not None:
        for one in reversed(arrivals.lead_chain(row.assignment_id)):
            holds = one.account_id in actor.accounts or one.account_id is None
            if holds and one.accepted_at is None and one.end == "open":
                intake.accept(assignment_id=one.id, actor=actor, now=now)
                break
        top = arrivals.assignment(row.assignment_id)
        row.lead_account_id = top.account_id
    elif row.lead_account_id is None:
        row.lead_account_id = people.taken_by(actor, row.lead_unit_id)


@transaction.atomic
def progress(
    *,
    directive_id: int,
    words: str,
    actor: Actor,
    now: datetime,
    percent: int | None = None,
    revision: int | None = None,
) -> DirectiveCard:
    """How far it is, in words and, where it can be said, in hundredths.

    :raises Missing: without words, or for a share that is none.
    """
    done = doing.begin(directive_id, Move.PROGRESS, revision, actor, now)
    row = done.row
    if done.done_before:
        return doing.card(row)
    said = doing.words_of(words, "progress", needed=_("Xin ghi đã làm đến đâu."))
    if percent is not None and not 0 <= percent <= 100:
        raise Missing({"percent": _("Xin ghi một số từ 0 đến 100.")})
    if row.now_in in {State.GIVEN, State.ACCEPTED}:
        if row.now_in is State.GIVEN:
            _take(row, actor, done.now)
        row.state = State.WORKING
    done.step(Move.PROGRESS, "lead_account", words=said, percent=percent, standing=_standing(actor, row))
    return doing.card(row)


@transaction.atomic
def report(
    *,
    directive_id: int,
    words: str,
    actor: Actor,
    now: datetime,
    answer_id: int | None = None,
    revision: int | None = None,
) -> DirectiveCard:
    """It is done, she says. Where who gave it wants to say so himself it waits for him; else it is done, and so is its assignment.

    :raises Missing: without words.
    :raises NotYours: somebody below her has the lead now: it is his to report.
    """
    done = doing.begin(directive_id, Move.REPORT, revision, actor, now)
    row = done.row
    if done.done_before:
        return doing.card(row)
    said = doing.words_of(words, "report", needed=_("Xin ghi kết quả."))
    row.reported_at = done.now
    if row.confirmed:
        row.state = State.REPORTED
    else:
        if row.assignment_id is not None:
            last = arrivals.lead_chain(row.assignment_id)[-1]
            intake.finish(assignment_id=last.id, result=said, answer_id=answer_id, actor=actor, now=done.now)
        row.state, row.ended_at = State.DONE, done.now
    done.step(Move.REPORT, "reported_at", "ended_at", words=said, standing=_standing(actor, row))
    return doing.card(row)


def _standing(actor: Actor, row: Directive) -> Post | None:
    return doing.standing(actor, row.lead_account_id, row.worker_id)
