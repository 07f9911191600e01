"""At the counter: received, not received, taken over from another counter of the province."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.worktime import Clock, StartReason
from namkhong.services.dossiers.actions.issuing import issue_receipt
from namkhong.services.dossiers.actions.moving import Moving, begin, card
from namkhong.services.dossiers.errors import Missing
from namkhong.services.dossiers.events import DossierNotReceived, DossierReceived, DossierTakenOver
from namkhong.services.dossiers.models import ClockEvent
from namkhong.services.dossiers.states import ClockEffect, Move
from namkhong.services.dossiers.types import DossierCard
from namkhong.services.procedures import queries as procedures


@transaction.atomic
def receive(
    *, dossier_id: int, actor: Actor, now: datetime, revision: int | None = None, note: str = ""
) -> DossierCard:
    """Take the dossier in, complete and right: form 01 is issued and the dossier goes on to the next holder at once.

    The legal clock starts now; received elsewhere in the province it starts when the competent agency takes it over,
    and the date on the form is an estimate until then.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.RECEIVE, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    dossier.received_at = moving.now
    step = moving.step(Move.RECEIVE, note=note)
    event: ClockEvent | None = None
    if dossier.receiver_agency_id == dossier.home_counter_id:
        event = _start_clock(moving, StartReason.RECEIVED)
        _pass_on(moving)
    else:
        limit = procedures.version(dossier.procedure_version_id).limit
        dossier.due_at = moving.hours.promise(limit, moving.now).due_at
        moving.give_to(0, agency_id=dossier.home_counter_id)
    moving.save("received", clock_event=event)
    issue_receipt(dossier, step, actor=actor, now=moving.now)
    publish(DossierReceived(step_id=step.pk, at=moving.now))
    return card(dossier)


@transaction.atomic
def take_over(*, dossier_id: int, actor: Actor, now: datetime, revision: int | None = None) -> DossierCard:
    """The competent agency's counter has a dossier that was received elsewhere: the clock starts, the date is firm."""
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.TAKE_OVER, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    step = moving.step(Move.TAKE_OVER)
    event = _start_clock(moving, StartReason.RECEIVED_ELSEWHERE)
    _pass_on(moving)
    moving.save("taken_over", clock_event=event)
    issue_receipt(dossier, step, actor=actor, now=moving.now)
    publish(DossierTakenOver(step_id=step.pk, at=moving.now))
    return card(dossier)


@transaction.atomic
def not_receive(
    *, dossier_id: int, actor: Actor, now: datetime, reason: str, law: str, revision: int | None = None
) -> DossierCard:
    """Refuse to take it in, with the reason and the law; the applicant reads both.

    :raises Missing: without a reason or without the law.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.NOT_RECEIVE, revision=revision, now=now)
    if moving.done_before:
        return card(moving.dossier)
    if not text.clean(reason):
        raise Missing("reason", _("Xin ghi lý do không tiếp nhận để người nộp biết phải làm gì."))
    if not text.one_line(law):
        raise Missing("law", _("Xin ghi căn cứ pháp lý: điều, khoản, tên văn bản."))
    note = _("%(reason)s\nCăn cứ: %(law)s") % {"reason": text.clean(reason), "law": text.one_line(law)}
    step = moving.step(Move.NOT_RECEIVE, note=note)
    moving.release()
    moving.save("not_received")
    publish(DossierNotReceived(step_id=step.pk, at=moving.now))
    return card(moving.dossier)


def _start_clock(moving: Moving, reason: StartReason) -> ClockEvent:
    """The clock and the calendar it was started by stay with the dossier: a calendar changed later moves no promise."""
    dossier, hours = moving.dossier, moving.hours
    limit = procedures.version(dossier.procedure_version_id).limit
    started = Clock.start(limit, moving.now, reason)
    promised = started.standing(hours.calendar)
    dossier.clock, dossier.calendar_key, dossier.calendar_version = started.to_json(), hours.key, hours.calendar.version
    dossier.clock_started_at = moving.now
    dossier.due_at = promised.due_at
    return moving.clock_event(ClockEffect.START, limit=str(limit), due_at=promised.due_at, why=promised.explain())


def _pass_on(moving: Moving) -> None:
    """The law: hand over at once. The counter holds it no longer."""
    moving.dossier.step_started_at = moving.now
    moving.dossier.step_due_at = None
    moving.step(Move.FORWARD, public=False)
    moving.give_to(1)
