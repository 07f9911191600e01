"""The dry run of a new version of a process over every open dossier: in batches, each keeping how far it came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.kernel.worktime import Limit, WorkCalendar
from namkhong.services.dossiers import clocks, policies
from namkhong.services.dossiers.actions.moving import agency_of
from namkhong.services.dossiers.errors import TrialMovedOn
from namkhong.services.dossiers.events import ProcessTrialStarted
from namkhong.services.dossiers.models import Dossier, ProcessTrial, TrialLine, TrialState
from namkhong.services.dossiers.process_moves import Ground, Judged, judge
from namkhong.services.dossiers.recalculating import Effect
from namkhong.services.dossiers.states import PAUSED, RUNNING, State
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.errors import LimitUnknown, NoSuchProcedure

LOOKED_AT_ONCE: Final = 500
LOOKED: Final = tuple(sorted({State.FILED, *RUNNING, *PAUSED}))  # what is decided is only handed over
_LINE: Final = (
    "trouble", "step_name", "due_at", "new_due_at", "step_due_at", "new_step_due_at", "step_minutes", "tight",
    "moved_at",
)  # fmt: skip


@transaction.atomic
def try_process(*, process_version_id: int, actor: Actor, now: datetime) -> int:
    """Begin a dry run; nothing moves by it. One that is counting already goes on. Returns its id.

    :raises NotYours: not one of those who keep processes.
    :raises NoSuchProcess: no such version.
    :raises TrialMovedOn: dossiers are being moved to it right now.
    """
    policies.require_process_keeper(actor)
    version = procedures.process_content(process_version_id)
    live = ProcessTrial.objects.select_for_update().filter(
        process_version_id=version.id, state__in=[TrialState.COUNTING, TrialState.READY, TrialState.APPLYING]
    )
    for trial in live:
        if trial.state == TrialState.COUNTING:
            return trial.pk
        if trial.state == TrialState.APPLYING:
            raise TrialMovedOn
        trial.state, trial.finished_at = TrialState.SUPERSEDED, now
        trial.save(update_fields=["state", "finished_at"])
    made = ProcessTrial.objects.create(
        process_version_id=version.id,
        earlier=procedures.earlier_versions(version.id),
        started_at=now,
        started_by_id=actor.account_id,
        started_name=text.one_line(actor.label)[:200],
    )
    audit.record(
        actor, "dossiers.process_tried", ("process_trial", made.pk), now=now, detail={"process_version": version.id}
    )  # fmt: skip
    publish(ProcessTrialStarted(trial_id=made.pk, at=now))
    return made.pk


def count_process_trial(*, trial_id: int, now: datetime) -> None:
    """Look at every open dossier of the earlier versions; begun again, it goes on from where it was cut off."""
    judging = Judging(now)
    while _count_batch(trial_id, judging, now):
        pass


@transaction.atomic
def _count_batch(pk: int, judging: Judging, now: datetime) -> bool:
    trial = ProcessTrial.objects.select_for_update().get(pk=pk)
    if trial.state != TrialState.COUNTING:
        return False
    batch = list(to_look_at(trial)[:LOOKED_AT_ONCE])
    found = [(dossier, judging.of(dossier, trial)) for dossier in batch]
    for dossier, verdict in found:
        _count(trial, dossier, verdict)
    keep_lines(trial, [(dossier, verdict, None) for dossier, verdict in found if verdict.says_something])
    if batch:
        trial.reached = batch[-1].pk
    else:
        trial.state, trial.reached = (TrialState.READY if trial.looked else TrialState.NOTHING), 0
        trial.finished_at = None if trial.looked else now
    trial.save()
    return bool(batch)


def to_look_at(trial: ProcessTrial) -> QuerySet[Dossier]:
    """The next open dossiers that run by an earlier version, by id."""
    return Dossier.objects.filter(
        pk__gt=trial.reached, state__in=LOOKED, process_version_id__in=trial.earlier
    ).order_by("pk")


def keep_lines(trial: ProcessTrial, found: Sequence[tuple[Dossier, Judged, datetime | None]]) -> None:
    """Write the lines of a batch, over what was written of the same dossiers before."""
    TrialLine.objects.bulk_create(
        [
            TrialLine(
                trial=trial,
                dossier=dossier,
                trouble=verdict.trouble.value,
                step_name=verdict.at[:200],
                due_at=dossier.due_at,
                new_due_at=None if verdict.trouble else verdict.due_at,
                step_due_at=dossier.step_due_at,
                new_step_due_at=None if verdict.trouble else verdict.step_due_at,
                step_minutes=verdict.step_minutes,
                tight=verdict.tight,
                moved_at=moved_at,
            )
            for dossier, verdict, moved_at in found
        ],
        update_conflicts=True,
        unique_fields=["trial", "dossier"],
        update_fields=_LINE,
    )


def _count(trial: ProcessTrial, dossier: Dossier, verdict: Judged) -> None:
    trial.looked += 1
    if verdict.trouble:
        trial.stuck += 1
        return
    trial.other_post += (verdict.agency_id, verdict.role) != (dossier.holder_agency_id, dossier.holder_role)
    trial.step_earlier += verdict.step_minutes < 0
    trial.step_later += verdict.step_minutes > 0
    trial.later += verdict.effect is Effect.LATER
    trial.kept += verdict.effect is Effect.KEPT
    trial.tight += verdict.tight


class Judging:
    """Judges one dossier after another; what agencies, posts and procedures answer is asked once in a job."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        on = clock.local_date(now)
        self._held: Callable[[int, str], bool] = cache(
            lambda agency_id, role: bool(organisations.officials_at(agency_id, Role(role), on))
        )
        self._limit: Callable[[str, str], Limit | None] = cache(self._limit_of)
        self._process = cache(procedures.process_version)
        self._code: Callable[[int], str] = cache(lambda version_id: procedures.version(version_id).code)
        self._hours: Callable[[int], WorkCalendar] = cache(lambda agency: clocks.hours_of(agency, now).calendar)
        self._promised_by: Callable[[int, str], WorkCalendar] = cache(calendars.work_calendar_of)

    def of(self, dossier: Dossier, trial: ProcessTrial) -> Judged:
        """The verdict on one dossier; the row is read, not locked, here."""
        old, new = self._process(dossier.process_version_id), self._process(trial.process_version_id)
        hours = promised_by = self._hours(dossier.decider_agency_id)
        if dossier.calendar_version is not None:
            promised_by = self._promised_by(dossier.calendar_version, dossier.calendar_key)
        limit = self._limit(self._code(dossier.procedure_version_id), new.key)
        return judge(dossier, old, new, Ground(hours, promised_by, limit, self._held, agency_of))

    def _limit_of(self, code: str, key: str) -> Limit | None:
        """The limit of the procedure by the rule of today, where that rule works by this process."""
        try:
            card = procedures.in_force(code, clock.local_date(self._now))
            return card.limit if card.process_key == key else None
        except (NoSuchProcedure, LimitUnknown):
            return None
