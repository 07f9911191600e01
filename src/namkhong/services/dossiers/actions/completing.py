"""Completing what was asked for: online by the applicant, or on paper at the counter; then the clock runs again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from namkhong.foundation.calendars import queries as calendars
from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.worktime import Clock
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.actions.drafting import keep_page
from namkhong.services.dossiers.actions.issuing import issue_receipt
from namkhong.services.dossiers.actions.moving import Moving, begin, card, locked
from namkhong.services.dossiers.errors import NotAnswered, NotYours, WrongState
from namkhong.services.dossiers.events import SupplementCompleted
from namkhong.services.dossiers.models import AnsweredBy, ClockEvent, Dossier, RequestState, SupplementRequest
from namkhong.services.dossiers.queries.supplements import open_request, sent_request, still_missing
from namkhong.services.dossiers.states import STATES, ClockEffect, Move, State
from namkhong.services.dossiers.types import DossierCard
from namkhong.services.eforms import actions as eforms
from namkhong.services.eforms.errors import NoSuchForm
from namkhong.services.eforms.types import StepResult
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import SupplementPolicy


@transaction.atomic
def complete_supplement(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    reply: str = "",
    brought: Collection[int] | None = None,
    revision: int | None = None,
) -> DossierCard:
    """Everything has come. Not yet received, it waits at the counter again; received, it goes back to where it was asked.

    Asked for before the competent agency took it over, it is on its way to it once more, with a new estimate.

    ``brought`` are the items an official has in her hands (``None`` = all of them); the applicant's own are looked up.
    The limit counts again from the beginning (NĐ 61/2018 art. 19.4), or goes on where the version says so; the new
    date is told, with a new form 01.

    :raises NotAnswered: something is still missing; ``fields`` say what.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.COMPLETE_SUPPLEMENT, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    request = open_request(dossier, lock=True)
    words = text.clean(reply)
    missing = _not_brought(dossier, brought) if actor.is_official else still_missing(dossier, request, words)
    if missing:
        raise NotAnswered(missing)
    if request.corrected_id is not None:
        eforms.lock_answers(answers_id=request.corrected_id, now=moving.now)
        dossier.answers_id = request.corrected_id
    request.state, request.answered_at, request.reply = RequestState.ANSWERED, moving.now, words
    request.answered_by = AnsweredBy.COUNTER if actor.is_official else AnsweredBy.ONLINE
    request.save()
    on_its_way = request.after_reception and not dossier.clock
    move = Move.COMPLETE_SUPPLEMENT if request.after_reception else Move.SEND_AGAIN
    step = moving.step(Move.SEND_ON if on_its_way else move, note=words)
    event: ClockEvent | None = None
    if on_its_way:
        limit = procedures.version(dossier.procedure_version_id).limit
        dossier.due_at = moving.hours.promise(limit, moving.now).due_at
        moving.give_to(0, agency_id=dossier.home_counter_id)
    elif request.after_reception:
        event = _run_again(moving, request)
        moving.give_to(request.back_to)
        dossier.holder_account_id = request.back_to_account_id
    else:
        moving.give_to(0)
    moving.save("supplement_completed", clock_event=event)
    if event is not None or on_its_way:
        issue_receipt(dossier, step, actor=actor, now=moving.now)
    publish(SupplementCompleted(step_id=step.pk, at=moving.now))
    return card(dossier)


@transaction.atomic
def correct_answers(*, dossier_id: int, section: str, posted: QueryDict, actor: Actor, now: datetime) -> StepResult:
    """Keep one page of the form as the applicant corrects it; what was filed stays untouched until she sends it.

    :raises NotYours: only the applicant corrects her answers.
    :raises WrongState: nothing is asked of her any more.
    """
    dossier = policies.require_seen(actor, locked(dossier_id))
    if not policies.applies(actor, dossier):
        raise NotYours
    if dossier.now_in is not State.SUPPLEMENT_REQUESTED:
        raise WrongState(str(STATES[dossier.now_in].official))
    if dossier.form_version_id is None or dossier.answers_id is None:
        raise NoSuchForm
    request = open_request(dossier, lock=True)
    owner = dossier.owner_id or actor.account_id or 0
    if request.corrected_id is None:
        request.corrected_id = eforms.copy_answers(answers_id=dossier.answers_id, owner_account_id=owner, now=now)
        request.save(update_fields=["corrected_id"])
    return keep_page(dossier, request.corrected_id, section, posted, owner=owner, actor=actor, now=now)


def _not_brought(dossier: Dossier, brought: Collection[int] | None) -> dict[str, str]:
    if brought is None:
        return {}
    asked = sent_request(dossier)
    return {
        f"item-{item.id}": _("Chưa có: %s. Đánh dấu khi người nộp đã mang đến đủ.") % item.what
        for item in (asked.items if asked else ())
        if item.id not in brought
    }


def _run_again(moving: Moving, request: SupplementRequest) -> ClockEvent:
    """From the beginning by the calendar of today, or on from where it stood by the calendar it was started with."""
    dossier = moving.dossier
    stopped = Clock.from_json(dossier.clock)
    if request.policy == SupplementPolicy.RESUME:
        running, effect = stopped.resume(moving.now), ClockEffect.RESUME
        known = calendars.work_calendar_of(dossier.calendar_version or 0, dossier.calendar_key)
    else:
        running, effect = stopped.restart(moving.now), ClockEffect.RESTART
        known = moving.hours.calendar
        dossier.calendar_key, dossier.calendar_version = moving.hours.key, known.version
        dossier.clock_started_at = moving.now
    standing = running.standing(known)
    dossier.clock, dossier.due_at = running.to_json(), standing.due_at
    if dossier.new_due_at is not None:  # the one extension stays used; a date once told is not told again
        dossier.new_due_at = standing.due_at
    return moving.clock_event(effect, limit=str(running.limit), due_at=standing.due_at, why=standing.explain())
