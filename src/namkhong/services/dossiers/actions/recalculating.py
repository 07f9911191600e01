"""After a change of the calendar: count what would move, let the administrator decide, then move it in batches.

Both jobs may be cut off anywhere: each batch is one transaction that also keeps how far it came.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.calendars import queries as calendars
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.worktime import Clock
from namkhong.services.dossiers import extensions, policies
from namkhong.services.dossiers.actions.informing import inform_applicant
from namkhong.services.dossiers.errors import CalendarMovedOn, Missing
from namkhong.services.dossiers.events import DossiersRecalculated, RecalculationApproved
from namkhong.services.dossiers.messages import redated_message
from namkhong.services.dossiers.models import ClockEvent, Dossier, Recalculation, RecalculationState
from namkhong.services.dossiers.recalculating import Effect, Redated, redated
from namkhong.services.dossiers.states import RUNNING, ClockEffect
from namkhong.services.procedures import queries as procedures
from namkhong.web.words import moment

LOOKED_AT_ONCE: Final = 500
MOVED_AT_ONCE: Final = 50  # rows stay locked for the length of one batch
_WAITING: Final = (RecalculationState.COUNTING, RecalculationState.READY)
_COLUMNS: Final = ("due_at", "new_due_at", "step_due_at", "calendar_version")


def preview_recalculation(*, version: int, changed_at: datetime, now: datetime) -> None:
    """Count what a version of the calendars would move. A later version takes the place of one not yet applied."""
    with transaction.atomic():
        last = Recalculation.objects.aggregate(last=Max("calendar_version"))["last"] or 0
        waiting = Recalculation.objects.filter(state__in=_WAITING)
        if last > version and not waiting.filter(calendar_version=version).exists():
            return
        row, _new = Recalculation.objects.get_or_create(calendar_version=version, defaults={"changed_at": changed_at})
        waiting.filter(calendar_version__lt=version).update(state=RecalculationState.SUPERSEDED, finished_at=now)
    while _count_batch(row.pk, now):
        pass


@transaction.atomic
def _count_batch(pk: int, now: datetime) -> bool:
    row = Recalculation.objects.select_for_update().get(pk=pk)
    if row.state != RecalculationState.COUNTING:
        return False
    batch = list(_running(row)[:LOOKED_AT_ONCE])
    for dossier in batch:
        _count(row, _redated(dossier, row.calendar_version), dossier)
    if batch:
        row.reached = batch[-1].pk
    else:
        row.state, row.reached = (RecalculationState.READY if row.later else RecalculationState.NOTHING), 0
        row.finished_at = None if row.later else now
    row.save()
    return bool(batch)


def _running(row: Recalculation) -> QuerySet[Dossier]:
    """Open dossiers whose clock runs by an earlier version, the next ones to be looked at."""
    return Dossier.objects.filter(
        pk__gt=row.reached,
        state__in=sorted(RUNNING),
        clock_started_at__isnull=False,
        due_at__isnull=False,
        calendar_version__lt=row.calendar_version,
    ).order_by("pk")


def _redated(dossier: Dossier, version: int) -> Redated:
    assert dossier.due_at is not None  # noqa: S101 - asked for in the query
    known = calendars.work_calendar_of(version, dossier.calendar_key)
    return redated(dossier.clock, dossier.due_at, known)


def _count(row: Recalculation, new: Redated, dossier: Dossier) -> None:
    row.looked += 1
    if new.effect is Effect.KEPT:
        row.kept += 1
    elif new.effect is Effect.BEYOND:
        row.beyond += 1
    elif new.effect is Effect.LATER and dossier.due_at is not None:
        row.later += 1
        to = row.days.setdefault(clock.local_date(dossier.due_at).isoformat(), {})
        day = clock.local_date(new.due_at).isoformat()
        to[day] = to.get(day, 0) + 1


@transaction.atomic
def approve_recalculation(*, recalculation_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Let the dates move, with the words that every applicant reads. The same click again does nothing.

    :raises NotYours: not an administrator of the province in an elevated session.
    :raises Missing: no reason.
    :raises CalendarMovedOn: the calendar changed again, or somebody applied it already.
    """
    policies.require_recalculate(actor, now)
    row = Recalculation.objects.select_for_update().get(pk=recalculation_id)
    if row.state in {RecalculationState.APPLYING, RecalculationState.DONE} and row.approved_by_id == actor.account_id:
        return
    if row.state != RecalculationState.READY or _newer(row):
        raise CalendarMovedOn
    if not text.one_line(reason):
        raise Missing("reason", _("Xin ghi lý do đổi lịch; người nộp đọc nguyên văn."))
    row.state, row.reason, row.reached = RecalculationState.APPLYING, text.one_line(reason), 0
    row.approved_by_id, row.approved_name, row.approved_at = actor.account_id, text.one_line(actor.label)[:200], now
    row.save()
    audit.record(
        actor,
        "dossiers.recalculation_approved",
        ("recalculation", row.pk),
        now=now,
        detail={"calendar_version": row.calendar_version, "later": row.later, "kept": row.kept},
        reason=row.reason,
    )
    publish(RecalculationApproved(recalculation_id=row.pk, at=now))


def _newer(row: Recalculation) -> bool:
    return Recalculation.objects.filter(calendar_version__gt=row.calendar_version).exists()


def apply_recalculation(*, recalculation_id: int, now: datetime) -> None:
    """Move the dates, a batch at a time; each dossier moves once, however often the job is begun."""
    while _move_batch(recalculation_id, now):
        pass


@transaction.atomic
def _move_batch(pk: int, now: datetime) -> bool:
    row = Recalculation.objects.select_for_update().get(pk=pk)
    if row.state != RecalculationState.APPLYING:
        return False
    batch = list(_running(row).select_for_update(of=("self",))[:MOVED_AT_ONCE])
    # The locked rows are read as they are now: what was moved, decided or stopped meanwhile is not among them.
    later = [
        (dossier, new) for dossier in batch if (new := _redated(dossier, row.calendar_version)).effect is Effect.LATER
    ]
    actor = Actor.system("Tính lại ngày hẹn theo lịch làm việc")
    for dossier, new in later:
        _move(row, dossier, new, actor=actor, now=now)
    Dossier.objects.bulk_update([dossier for dossier, _new in later], _COLUMNS)
    row.moved += len(later)
    # A batch of which every row was decided or stopped while it waited for the locks is empty and not the last.
    more = bool(batch) or _running(row).exists()
    if batch:
        row.reached = batch[-1].pk
    elif not more:
        _finish(row, actor=actor, now=now)
    row.save()
    return more


def _move(row: Recalculation, dossier: Dossier, new: Redated, *, actor: Actor, now: datetime) -> None:
    promised = dossier.due_at
    if promised is None:
        return
    known = calendars.work_calendar_of(row.calendar_version, dossier.calendar_key)
    process = procedures.process_version(dossier.process_version_id)
    dossier.step_due_at = extensions.step_due(known, dossier, process, new.due_at)
    if dossier.new_due_at is not None:
        dossier.new_due_at = max(dossier.new_due_at, new.due_at)
    dossier.due_at, dossier.calendar_version = new.due_at, row.calendar_version
    with translation.override(settings.LANGUAGE_CODE):  # it is kept and sent
        why = _("Lịch làm việc thay đổi (%(reason)s), nên ngày hẹn chuyển từ %(old)s sang %(due)s.") % {
            "reason": row.reason,
            "old": moment(promised),
            "due": moment(new.due_at),
        }
        message = redated_message(dossier, promised, row.reason)
    ClockEvent(
        dossier=dossier,
        recalculation=row,
        effect=ClockEffect.CALENDAR,
        at=now,
        limit=str(Clock.from_json(dossier.clock).limit),
        calendar=f"{dossier.calendar_key}/{dossier.calendar_version}",
        due_at=new.due_at,
        explanation=[why, *new.why],
    ).save(force_insert=True)
    audit.record(
        actor,
        "dossiers.due_moved",
        ("dossier", dossier.pk),
        now=now,
        detail={"recalculation": row.pk, "from": promised.isoformat(), "to": new.due_at.isoformat()},
        reason=row.reason,
    )
    inform_applicant(dossier, message, now=now, key=f"dossiers.recalculation:{row.pk}:{dossier.pk}")


def _finish(row: Recalculation, *, actor: Actor, now: datetime) -> None:
    row.state, row.finished_at = RecalculationState.DONE, now
    audit.record(
        actor,
        "dossiers.recalculated",
        ("recalculation", row.pk),
        now=now,
        detail={"calendar_version": row.calendar_version, "moved": row.moved},
    )
    publish(DossiersRecalculated(recalculation_id=row.pk, at=now))
