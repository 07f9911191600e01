"""After the dry run: open dossiers stay with the version they were received under, or are moved to the new one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.actions.informing import inform_applicant
from namkhong.services.dossiers.actions.trying import Judging, keep_lines, to_look_at
from namkhong.services.dossiers.errors import Missing, NoSuchTrial, TrialMovedOn, VersionNotYet
from namkhong.services.dossiers.events import DossiersFollowProcess, ProcessMoveApproved
from namkhong.services.dossiers.messages import process_message
from namkhong.services.dossiers.models import ClockEvent, Dossier, ProcessTrial, TrialLine, TrialState
from namkhong.services.dossiers.process_moves import Judged, with_limit
from namkhong.services.dossiers.recalculating import Effect
from namkhong.services.dossiers.states import ClockEffect
from namkhong.services.procedures import queries as procedures
from namkhong.web.words import moment

MOVED_AT_ONCE: Final = 50  # rows stay locked for the length of one batch
_COLUMNS: Final = (
    "process_version", "step_index", "step_code", "step_name", "holder_agency", "holder_role", "holder_account",
    "step_due_at", "due_at", "new_due_at", "clock",
)  # fmt: skip


@transaction.atomic
def keep_open_dossiers(*, trial_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Open dossiers end by the version they were received under; recorded. The same click again does nothing.

    :raises NotYours: not one of those who keep processes, or not in an elevated session.
    :raises Missing: no reason.
    :raises TrialMovedOn: somebody decided otherwise, or it was run again.
    """
    trial = _to_decide(trial_id, TrialState.KEPT, reason, actor, now)
    if trial is None:
        return
    trial.finished_at = now
    trial.save()
    audit.record(
        actor,
        "dossiers.process_kept",
        ("process_trial", trial.pk),
        now=now,
        detail={"process_version": trial.process_version_id, "looked": trial.looked},
        reason=trial.reason,
    )


@transaction.atomic
def move_open_dossiers(*, trial_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Let the open dossiers follow the new version, those that can; a job moves them.

    :raises NotYours: not one of those who keep processes, or not in an elevated session.
    :raises Missing: no reason; applicants whose date moves read it.
    :raises TrialMovedOn: somebody decided otherwise, or it was run again.
    :raises VersionNotYet: the version does not hold yet.
    """
    trial = _to_decide(trial_id, TrialState.APPLYING, reason, actor, now)
    if trial is None:
        return
    version = procedures.process_content(trial.process_version_id)
    if not version.holds_on(clock.local_date(now)):
        raise VersionNotYet(version.valid_from)
    trial.save()
    audit.record(
        actor,
        "dossiers.process_move_approved",
        ("process_trial", trial.pk),
        now=now,
        detail={"process_version": version.id, "looked": trial.looked, "stuck": trial.stuck, "later": trial.later},
        reason=trial.reason,
    )
    publish(ProcessMoveApproved(trial_id=trial.pk, at=now))


def _to_decide(trial_id: int, to: TrialState, reason: str, actor: Actor, now: datetime) -> ProcessTrial | None:
    policies.require_process_change(actor, now)
    trial = ProcessTrial.objects.select_for_update().filter(pk=trial_id).first()
    if trial is None:
        raise NoSuchTrial
    done = {TrialState.APPLYING, TrialState.DONE} if to is TrialState.APPLYING else {to}
    if trial.state in done and trial.decided_by_id == actor.account_id:
        return None
    if trial.state != TrialState.READY:
        raise TrialMovedOn
    if not text.one_line(reason):
        raise Missing("reason", _("Xin ghi lý do; người nộp có ngày hẹn thay đổi đọc nguyên văn."))
    trial.state, trial.reason, trial.reached = to, text.one_line(reason)[:2_000], 0
    trial.decided_by_id, trial.decided_name, trial.decided_at = actor.account_id, text.one_line(actor.label)[:200], now
    return trial


def apply_process_move(*, trial_id: int, now: datetime) -> None:
    """Move what can be moved, a batch at a time; each dossier once, however often the job is begun."""
    judging = Judging(now)
    while _move_batch(trial_id, judging, now):
        pass


@transaction.atomic
def _move_batch(pk: int, judging: Judging, now: datetime) -> bool:
    trial = ProcessTrial.objects.select_for_update().get(pk=pk)
    if trial.state != TrialState.APPLYING:
        return False
    actor = Actor.system("Chuyển hồ sơ sang phiên bản mới của quy trình")
    if not trial.reached:  # who is stuck is asked anew
        TrialLine.objects.filter(trial=trial).exclude(trouble="").delete()
    # Judged again as the locked rows are now: what moved on, was decided or stopped since the dry run is seen here.
    batch = list(to_look_at(trial).select_for_update(of=("self",))[:MOVED_AT_ONCE])
    found = [(dossier, judging.of(dossier, trial)) for dossier in batch]
    stay = [(dossier, verdict, None) for dossier, verdict in found if verdict.trouble]
    go = [(dossier, verdict) for dossier, verdict in found if not verdict.trouble]
    keep_lines(trial, [*stay, *((dossier, verdict, now) for dossier, verdict in go if verdict.says_something)])
    for dossier, verdict in go:
        _move(trial, dossier, verdict, actor=actor, now=now)
    Dossier.objects.bulk_update([dossier for dossier, _verdict in go], _COLUMNS)
    trial.moved += len(go)
    # A batch of which every row was decided while it waited for the locks is empty and not the last.
    more = bool(batch) or to_look_at(trial).exists()
    if batch:
        trial.reached = batch[-1].pk
    elif not more:
        _finish(trial, actor=actor, now=now)
    trial.save()
    return more


def _move(trial: ProcessTrial, dossier: Dossier, verdict: Judged, *, actor: Actor, now: datetime) -> None:
    promised, before = dossier.due_at, dossier.process_version_id
    step = procedures.process_version(trial.process_version_id).steps[verdict.index]
    if (verdict.agency_id, verdict.role) != (dossier.holder_agency_id, dossier.holder_role):
        dossier.holder_agency_id, dossier.holder_role, dossier.holder_account_id = verdict.agency_id, verdict.role, None
    if dossier.step_code:  # while it waits for somebody's answer the step is called by what it waits for
        dossier.step_code, dossier.step_name = step.code, step.name
    dossier.step_index, dossier.process_version_id = verdict.index, trial.process_version_id
    dossier.step_due_at = verdict.step_due_at
    if verdict.effect is Effect.LATER and promised is not None and verdict.due_at is not None:
        _promise_later(trial, dossier, verdict, promised, verdict.due_at, now=now)
    audit.record(
        actor,
        "dossiers.process_moved",
        ("dossier", dossier.pk),
        now=now,
        detail={
            "trial": trial.pk,
            "from": before,
            "to": trial.process_version_id,
            "step": step.code,
            "due_from": promised.isoformat() if promised else "",
            "due_to": dossier.due_at.isoformat() if dossier.due_at else "",
        },
        reason=trial.reason,
    )


def _promise_later(
    trial: ProcessTrial, dossier: Dossier, verdict: Judged, promised: datetime, due_at: datetime, *, now: datetime
) -> None:
    """The new date with its sentences, and the applicant is told."""
    dossier.due_at = due_at
    if dossier.new_due_at is not None:
        dossier.new_due_at = max(dossier.new_due_at, due_at)
    if verdict.limit is not None:
        dossier.clock = with_limit(dossier.clock, verdict.limit)
    with translation.override(settings.LANGUAGE_CODE):  # it is kept and sent
        why = _("Quy trình giải quyết thay đổi (%(reason)s), nên ngày hẹn chuyển từ %(old)s sang %(due)s.") % {
            "reason": trial.reason,
            "old": moment(promised),
            "due": moment(due_at),
        }
        message = process_message(dossier, promised, trial.reason)
    ClockEvent(
        dossier=dossier,
        process_trial=trial,
        effect=ClockEffect.PROCESS,
        at=now,
        limit=str(verdict.limit or ""),
        calendar=f"{dossier.calendar_key}/{dossier.calendar_version}",
        due_at=due_at,
        explanation=[why, *verdict.why],
    ).save(force_insert=True)
    inform_applicant(dossier, message, now=now, key=f"dossiers.process:{trial.pk}:{dossier.pk}")


def _finish(trial: ProcessTrial, *, actor: Actor, now: datetime) -> None:
    trial.state, trial.finished_at = TrialState.DONE, now
    trial.stuck = TrialLine.objects.filter(trial=trial).exclude(trouble="").count()  # those that stayed
    audit.record(
        actor,
        "dossiers.process_followed",
        ("process_trial", trial.pk),
        now=now,
        detail={"process_version": trial.process_version_id, "moved": trial.moved, "stayed": trial.stuck},
    )
    publish(DossiersFollowProcess(trial_id=trial.pk, at=now))
