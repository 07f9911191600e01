"""Jobs that look ahead: how long steps took lately, which dossiers will be late, their apologies drafted early."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.worktime import closing_of, working_seconds
from namkhong.services.dossiers import clocks, extensions, frozen
from namkhong.services.dossiers.actions.moving import agency_of
from namkhong.services.dossiers.early_warning import ENOUGH, Spread, chance_late, in_a_row, supposed
from namkhong.services.dossiers.models import Dossier, Extension, LateChance, Step, StepTime
from namkhong.services.dossiers.states import Move, State
from namkhong.services.dossiers.types import Fault
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import ProcessStep

WINDOW: Final = timedelta(days=180)
TOLD_FROM: Final = 50  # thousandths: below one in twenty nobody is told
UNLIKELY_IN_TIME: Final = 500  # thousandths: from here on the apology is drafted
_ENDS: Final = [Move.FORWARD, Move.SEND_BACK, Move.SIGN, Move.DECIDE, Move.ISSUE]
_CHUNK: Final = 1_000
_SYSTEM: Final = "Hệ thống"

Key = tuple[str, int | None, int]  # step code, agency (none = the whole province), hours the process gives


@transaction.atomic
def refresh_step_times(now: datetime) -> int:
    """Learn again how long each step takes, from the steps done in the last 180 days. Returns how many kinds are known.

    One pass over the index of the window; what is kept of a step is one number of four bytes.
    """
    seen: dict[Key, array[int]] = defaultdict(lambda: array("l"))
    rows = (
        Step.objects.filter(at__gte=now - WINDOW, at__lt=now, from_state=State.IN_PROGRESS, move__in=_ENDS)
        .exclude(step_code="")
        .values_list(
            "step_code",
            "agency_id",
            "step_index",
            "from_at",
            "at",
            "dossier__process_version_id",
            "dossier__decider_agency_id",
        )
        .order_by()
    )
    for code, agency_id, index, since, at, process_id, decider_id in rows.iterator(chunk_size=_CHUNK):
        steps = procedures.process_version(process_id).steps
        if agency_id is None or index >= len(steps):
            continue
        minutes = working_seconds(clocks.hours_of(decider_id, now).calendar, since, at) // 60
        for agency in (agency_id, None):
            seen[code, agency, steps[index].hours].append(minutes)
    StepTime.objects.all().delete()
    known = [
        StepTime(
            step_code=code,
            agency_id=agency,
            hours=hours,
            samples=len(minutes),
            points=[round(point) for point in Spread.of(minutes).points],
            computed_at=now,
        )
        for (code, agency, hours), minutes in seen.items()
        if len(minutes) >= ENOUGH
    ]
    StepTime.objects.bulk_create(known, batch_size=500)
    return len(known)


def refresh_late_chances(now: datetime) -> int:
    """Work out the chance of being late of every dossier in progress that is not late yet. Returns how many are told of.

    Chunk by chunk, each in a transaction of its own: repeated or broken off, the next run mends it.
    """
    times = _Times(now)
    told = 0
    for chunk in _chunks(now):
        rows = [row for dossier in chunk if (row := times.chance_of(dossier)) is not None]
        LateChance.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["dossier"],
            update_fields=["decider_agency_id", "unit_agency_id", "chance", "why", "computed_at"],
        )
        told += len(rows)
    LateChance.objects.filter(computed_at__lt=now).delete()
    return told


def draft_extensions(now: datetime) -> int:
    """Draft form 04 for what is due within two working days and will probably not make it, and for what is late.

    Returns how many are new. A draft that is there already is left alone, whoever wrote it.
    """
    made = 0
    for dossier in _to_apologise(now):
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):  # it is kept
            made += _draft(dossier, now)
    return made


def _draft(dossier: Dossier, now: datetime) -> bool:
    process = procedures.process_version(dossier.process_version_id)
    calendar = extensions.calendar_of(dossier, now)
    holder = frozen.agency(dossier.holder_agency_id).name if dossier.holder_agency_id else ""
    _row, new = Extension.objects.get_or_create(
        dossier=dossier,
        defaults={
            "new_due_at": extensions.proposed(calendar, dossier, process, now),
            "reason": _("Hồ sơ đang ở bước “%(step)s” tại %(agency)s, cần thêm thời gian để giải quyết xong.")
            % {"step": dossier.step_name, "agency": holder},
            "fault": Fault.UNIT,
            "drafted_at": now,
            "changed_at": now,
            "changed_by_name": _SYSTEM,
        },
    )
    if new:
        audit.record(
            Actor.system(_SYSTEM),
            "dossiers.extension_drafted",
            ("dossier", dossier.pk),
            now=now,
            detail={"code": dossier.code or "", "draft": 1},
        )
    return new


def _to_apologise(now: datetime) -> Iterator[Dossier]:
    before = extensions.rule(clock.local_date(now)).draft_before
    near = Dossier.objects.filter(
        state=State.IN_PROGRESS, new_due_at=None, extension=None, due_at__lte=now + timedelta(days=before + 14)
    ).select_related("late_chance")
    for dossier in _paged(near):
        due_at = dossier.due_at
        if due_at is None or due_at > closing_of(extensions.calendar_of(dossier, now), now, before):
            continue
        warned: LateChance | None = getattr(dossier, "late_chance", None)
        if clocks.is_past(due_at, now) or (warned is not None and warned.chance >= UNLIKELY_IN_TIME):
            yield dossier


def _chunks(now: datetime) -> Iterator[list[Dossier]]:
    rows = _paged(Dossier.objects.filter(state=State.IN_PROGRESS, due_at__gte=now, clock_started_at__isnull=False))
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _paged(found: QuerySet[Dossier]) -> Iterator[Dossier]:
    """By the index of due dates, page by page: no transaction stays open, no page is held longer than it is used."""
    after = Q()
    while rows := list(found.filter(after).order_by("due_at", "pk")[:_CHUNK]):
        yield from rows
        after = Q(due_at__gt=rows[-1].due_at) | Q(due_at=rows[-1].due_at, pk__gt=rows[-1].pk)


class _Times:
    """What is known of steps, read once for a run, and what follows after each step, added up once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.known: dict[Key, tuple[int, Spread]] = {
            (row.step_code, row.agency_id, row.hours): (row.samples, Spread(tuple(row.points)))
            for row in StepTime.objects.all()
        }
        self.after: dict[tuple[int, int, int, int], Spread] = {}

    def spread(self, step: ProcessStep, agency_id: int) -> tuple[Spread, int]:
        """How long a step takes here, and from how many seen steps: its agency's, else the province's, else a guess."""
        for agency in (agency_id, None):
            if (known := self.known.get((step.code, agency, step.hours))) is not None:
                return known[1], known[0]
        return supposed(step.hours), 0

    def rest(self, dossier: Dossier) -> Spread:
        """The steps after the one under way, to the decision."""
        key = (
            dossier.process_version_id,
            dossier.step_index,
            dossier.decider_agency_id,
            dossier.receiver_agency_id,
        )
        if key not in self.after:
            process = procedures.process_version(dossier.process_version_id)
            steps = extensions.to_do(process, dossier.step_index)[1:]
            self.after[key] = in_a_row([self.spread(step, agency_of(step, dossier))[0] for step in steps])
        return self.after[key]

    def chance_of(self, dossier: Dossier) -> LateChance | None:
        """What the head is told; nothing where it is unlikely."""
        steps = procedures.process_version(dossier.process_version_id).steps
        if dossier.step_started_at is None or dossier.due_at is None or dossier.step_index >= len(steps):
            return None
        step, calendar = steps[dossier.step_index], clocks.hours_of(dossier.decider_agency_id, self.now).calendar
        here, samples = self.spread(step, dossier.holder_agency_id or dossier.unit_agency_id)
        then = self.rest(dossier)
        passed = max(working_seconds(calendar, dossier.step_started_at, self.now), 0) // 60
        left = max(working_seconds(calendar, self.now, dossier.due_at), 0) // 60
        chance = round(chance_late(here, passed, then, left) * 1_000)
        if chance < TOLD_FROM:
            return None
        return LateChance(
            dossier_id=dossier.pk,  # not the row: held by each other, both would wait for the collector
            decider_agency_id=dossier.decider_agency_id,
            unit_agency_id=dossier.unit_agency_id,
            chance=chance,
            why={
                "step": dossier.step_name,
                "passed": passed,
                "left": left,
                "usual": round(here.quantile(0.5)),
                "slow": round(here.quantile(0.9)),
                "then": round(then.quantile(0.5)),
                "steps": len(
                    extensions.to_do(procedures.process_version(dossier.process_version_id), dossier.step_index)
                )
                - 1,
                "samples": samples,
            },
            computed_at=self.now,
        )
