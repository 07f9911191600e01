"""The end without a result: withdrawn, stopped at the applicant's request, stopped because nothing came in time."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from namkhong.foundation.notifications import actions as notifications
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.kernel.problems import Invalid, Problem
from namkhong.kernel.worktime import Clock
from namkhong.services.dossiers import clocks
from namkhong.services.dossiers.actions.asking import drop
from namkhong.services.dossiers.actions.issuing import issue
from namkhong.services.dossiers.actions.moving import Moving, begin, card
from namkhong.services.dossiers.actions.papers import take
from namkhong.services.dossiers.errors import Missing
from namkhong.services.dossiers.events import DossierWithdrawn, StoppedAtRequest, StoppedUnmet
from namkhong.services.dossiers.models import (
    OPEN_REQUEST,
    ClockEvent,
    EndRequest,
    RequestState,
    Step,
    SupplementRequest,
)
from namkhong.services.dossiers.paper import notices
from namkhong.services.dossiers.queries.supplements import open_request
from namkhong.services.dossiers.states import ClockEffect, Move
from namkhong.services.dossiers.types import Channel, DossierCard, NewFile
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import SupplementPolicy
from namkhong.web.words import moment

_AT_ONCE: Final = 500  # what one run of the daily job closes; the next run goes on


@transaction.atomic
def withdraw(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    reason: str = "",
    paper: NewFile | UUID | None = None,
    revision: int | None = None,
) -> DossierCard:
    """The applicant takes it back before it is received; at the counter with her signed paper.

    :raises Missing: at the counter without the paper.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.WITHDRAW, revision=revision, now=now)
    if moving.done_before:
        return card(moving.dossier)
    step, _ended = _end(moving, Move.WITHDRAW, "withdrawn", reason=reason, paper=paper)
    publish(DossierWithdrawn(step_id=step.pk, at=moving.now))
    return card(moving.dossier)


@transaction.atomic
def stop_at_request(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    reason: str,
    paper: NewFile | UUID | None = None,
    revision: int | None = None,
) -> DossierCard:
    """Stop while there is no decision: asked online, or at the counter with a signed paper (form 05; NĐ 118 art. 21).

    :raises Missing: without a reason, at the counter without the paper.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.STOP_AT_REQUEST, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    if not text.clean(reason):
        raise Missing("reason", _("Xin ghi lý do đề nghị dừng giải quyết."))
    before = dossier.state
    step, ended = _end(moving, Move.STOP_AT_REQUEST, "stopped_at_request", reason=reason, paper=paper)
    back = [] if Channel(dossier.channel).online else _handed_in(dossier.procedure_version_id)
    issue(
        dossier,
        step,
        "05",
        lambda template: notices.stop(dossier, ended, before, back, step),
        agency_id=dossier.receiver_agency_id,
        now=moving.now,
    )
    publish(StoppedAtRequest(step_id=step.pk, at=moving.now))
    return card(dossier)


@transaction.atomic
def stop_unmet(*, dossier_id: int, actor: Actor, now: datetime, revision: int | None = None) -> DossierCard:
    """What was missing did not come in the time the version of the procedure gives; kept apart from her own request.

    :raises Invalid: her time is not over.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.STOP_UNMET, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    request = open_request(dossier, lock=True)
    if request.answer_by is None or not clocks.is_past(request.answer_by, moving.now):
        raise Invalid(_("Chưa hết thời hạn bổ sung của người nộp nên chưa dừng hồ sơ được."))
    until = moment(request.answer_by)
    note = _("Đến %(until)s chưa nhận được giấy tờ, nội dung đã yêu cầu bổ sung.") % {"until": until}
    note = f"{note}\n{step.note}" if (step := _asked_in(moving)) else note
    step = _close(moving, Move.STOP_UNMET, "stopped_unmet", note=note)
    issue(
        dossier,
        step,
        "03",
        lambda template: notices.refusal(dossier, note, step.by_name),
        agency_id=dossier.receiver_agency_id,
        now=moving.now,
    )
    publish(StoppedUnmet(step_id=step.pk, at=moving.now))
    return card(dossier)


def close_unanswered(now: datetime) -> int:
    """Every day: what the version says is closed when nothing came is closed; of the rest the counter is told once.

    Each dossier is a transaction of its own. Returns how many were closed.
    """
    overdue = SupplementRequest.objects.filter(state=RequestState.SENT, answer_by__lt=now).order_by("answer_by")
    closed = 0
    for request in overdue.filter(policy=SupplementPolicy.CLOSE)[:_AT_ONCE]:
        try:
            stop_unmet(dossier_id=request.dossier_id, actor=Actor.system("Hệ thống"), now=now)
            closed += 1
        except Problem:  # answered just now, or its minute is not over: tomorrow's run sees
            continue
    waiting = overdue.exclude(policy=SupplementPolicy.CLOSE).filter(reminded_at=None).select_related("dossier")
    for request in waiting[:_AT_ONCE]:
        _remind(request, now)
    return closed


@transaction.atomic
def _remind(request: SupplementRequest, now: datetime) -> None:
    if not SupplementRequest.objects.filter(pk=request.pk, reminded_at=None).update(reminded_at=now):
        return
    dossier = request.dossier
    on = clock.local_date(now)
    for official in organisations.officials_at(dossier.receiver_agency_id, Role.COUNTER, on):
        notifications.notify(
            account_id=official.account_id,
            title=_("Hết thời hạn bổ sung, người nộp chưa gửi"),
            text=_("Hồ sơ %s chờ bổ sung đã quá hạn. Xin mở hồ sơ để liên hệ người nộp hoặc dừng giải quyết.")
            % dossier.code,
            link=reverse("officer_dossier", kwargs={"code": dossier.code or ""}),
            about=("dossier", dossier.pk),
            key=f"dossiers.supplement_overdue:{request.pk}:{official.account_id}",
            now=now,
        )


def _end(
    moving: Moving, move: Move, action: str, *, reason: str, paper: NewFile | UUID | None
) -> tuple[Step, EndRequest]:
    """The applicant's own end: her reason, and at the counter her signed paper, stay with the dossier."""
    actor, words = moving.actor, text.clean(reason)
    at_counter = actor.is_official
    if at_counter and paper is None:
        raise Missing("paper", _("Xin tải lên đơn có chữ ký của người nộp."))
    kept = take(paper, actor=actor, now=moving.now, purpose="dossiers.end") if at_counter and paper else None
    step = _close(moving, move, action, note=words)
    ended = EndRequest(
        dossier=moving.dossier,
        step=step,
        way="counter" if at_counter else "online",
        reason=words,
        file_id=kept.id if kept else None,
        file_name=kept.name[:255] if kept else "",
        at=moving.now,
    )
    ended.save(force_insert=True)
    return step, ended


def _close(moving: Moving, move: Move, action: str, *, note: str) -> Step:
    """Nobody holds it any more, its clock is closed, nothing is asked of anybody."""
    dossier = moving.dossier
    states = [state.value for state in OPEN_REQUEST]
    for request in SupplementRequest.objects.select_for_update().filter(dossier=dossier, state__in=states):
        drop(request, RequestState.CLOSED if request.sent_at else RequestState.DROPPED)
    step = moving.step(move, note=note)
    event: ClockEvent | None = None
    if dossier.clock:
        dossier.clock = Clock.from_json(dossier.clock).close(moving.now).to_json()
        event = moving.clock_event(ClockEffect.END, limit="", due_at=dossier.due_at, why=[])
    moving.release()
    moving.save(action, clock_event=event)
    return step


def _asked_in(moving: Moving) -> Step | None:
    asked = Step.objects.filter(dossier=moving.dossier, move=Move.REQUEST_SUPPLEMENT)
    return asked.order_by("-revision").first()


def _handed_in(version_id: int) -> list[str]:
    """The papers of somebody who filed on paper go back to her."""
    return [component.name for component in procedures.version(version_id).components if not component.is_form]
