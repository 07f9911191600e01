"""At the counter: received, not received, taken over from another counter of the province."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.kernel.worktime import Clock, StartReason
from namkhong.services.dossiers.actions.asking import wait_for
from namkhong.services.dossiers.actions.fees import require_paid
from namkhong.services.dossiers.actions.issuing import issue, issue_receipt
from namkhong.services.dossiers.actions.moving import Moving, begin, card
from namkhong.services.dossiers.errors import Missing, WrongState
from namkhong.services.dossiers.events import DossierForwarded, DossierNotReceived, DossierReceived, DossierTakenOver
from namkhong.services.dossiers.models import ClockEvent, Step
from namkhong.services.dossiers.paper import notices
from namkhong.services.dossiers.states import ClockEffect, Move, Pending
from namkhong.services.dossiers.types import Channel, DossierCard, PayBefore
from namkhong.services.procedures import queries as procedures


@transaction.atomic
def receive(
    *, dossier_id: int, actor: Actor, now: datetime, revision: int | None = None, note: str = ""
) -> DossierCard:
    """Take the dossier in, complete and right: form 01 is issued and the dossier goes on to the next holder at once.

    The legal clock starts now; received elsewhere in the province it starts when the competent agency takes it over,
    and the date on the form is an estimate until then.

    :raises Unpaid: the version wants its fee first, and it is not paid.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.RECEIVE, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    require_paid(dossier, PayBefore.RECEPTION)
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
    """Refuse to take it in, with the reason and the law; the applicant reads both (form 03).

    What came on paper to the counter is refused through the Centre's director: it waits for him.

    :raises Missing: without a reason or without the law.
    :raises NobodyToDecide: at the counter, when the Centre has no director.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.NOT_RECEIVE, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    if dossier.step_kind == Pending.REFUSAL:
        raise WrongState(dossier.step_name)
    if not text.clean(reason):
        raise Missing("reason", _("Xin ghi lý do không tiếp nhận để người nộp biết phải làm gì."))
    if not text.one_line(law):
        raise Missing("law", _("Xin ghi căn cứ pháp lý: điều, khoản, tên văn bản."))
    note = _("%(reason)s\nCăn cứ: %(law)s") % {"reason": text.clean(reason), "law": text.one_line(law)}
    if not Channel(dossier.channel).online:
        step = moving.step(Move.PROPOSE_NOT_RECEIVE, note=note, public=False)
        wait_for(moving, Pending.REFUSAL, dossier.receiver_agency_id, Role.CENTRE_DIRECTOR, dossier.step_due_at)
        moving.save("not_receive_proposed")
        publish(DossierForwarded(step_id=step.pk, at=moving.now))
        return card(dossier)
    return _refuse(moving, note, actor.label)


@transaction.atomic
def approve_not_receive(*, dossier_id: int, actor: Actor, now: datetime, revision: int | None = None) -> DossierCard:
    """The Centre's director agrees with the counter; the applicant is told, with form 03."""
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.NOT_RECEIVE, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    if dossier.step_kind != Pending.REFUSAL:
        raise WrongState(dossier.step_name)
    proposed = Step.objects.filter(dossier=dossier, move=Move.PROPOSE_NOT_RECEIVE).latest("revision")
    return _refuse(moving, proposed.note, proposed.by_name)


def _refuse(moving: Moving, note: str, signer: str) -> DossierCard:
    dossier = moving.dossier
    step = moving.step(Move.NOT_RECEIVE, note=note)
    moving.release()
    moving.save("not_received")
    issue(
        dossier,
        step,
        "03",
        lambda template: notices.refusal(dossier, note, signer),
        agency_id=dossier.receiver_agency_id,
        now=moving.now,
    )
    publish(DossierNotReceived(step_id=step.pk, at=moving.now))
    return card(dossier)


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
