"""What another version of its process does to one open dossier: can it go on, at which post, by when.

The step is known by its code. A dossier that is paused, whose step is gone or has become something else, or for which
nobody holds a post still to come, stays with the version it was received under. What was promised never moves earlier.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.kernel.worktime import Clock, HorizonExceeded, Limit, WorkCalendar, add_working_time, working_seconds
from namkhong.kernel.worktime.happenings import Started
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.models.process_trial import Trouble
from namkhong.services.dossiers.recalculating import Effect, Redated, redated
from namkhong.services.dossiers.states import PAUSED, PENDING
from namkhong.services.procedures.types import ProcessCard, ProcessStep

_HOUR: Final = 3_600
Held = Callable[[int, str], bool]  # does anybody hold this role in this agency?
Place = Callable[[ProcessStep, Dossier], int]  # the agency a step is done at


@dataclass(frozen=True, slots=True)
class Ground:
    """What is asked of the world beside the dossier: its hours, its limit by the rule of today, who holds what."""

    hours: WorkCalendar  # the deciding agency's, as it is known now
    promised_by: WorkCalendar  # the one the promise was made by
    limit: Limit | None  # of the version of the procedure in force; none when it is not known
    held: Held
    place: Place


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict. Dates are what they would be; ``at`` is where it stands or would stick."""

    trouble: Trouble
    at: str
    index: int = 0
    agency_id: int | None = None
    role: str = ""
    step_due_at: datetime | None = None
    step_minutes: int = 0
    due_at: datetime | None = None
    effect: Effect = Effect.SAME
    why: tuple[str, ...] = ()
    limit: Limit | None = None
    tight: bool = False

    @property
    def says_something(self) -> bool:
        """Is it worth a line in the list?"""
        return bool(self.trouble) or self.tight or self.effect is not Effect.SAME or bool(self.step_minutes)


def judge(dossier: Dossier, old: ProcessCard, new: ProcessCard, ground: Ground) -> Judged:
    """What becomes of this dossier by ``new``."""
    before = old.steps[dossier.step_index] if dossier.step_index < len(old.steps) else None
    if dossier.now_in in PAUSED:
        return Judged(Trouble.PAUSED, dossier.step_name or (before.name if before else ""))
    step = new.step(before.code) if before else None
    if before is None or step is None:
        return Judged(Trouble.NO_STEP, before.name if before else dossier.step_name)
    if step.kind != before.kind:
        return Judged(Trouble.OTHER_KIND, before.name)
    index = new.steps.index(step)
    pending = dossier.step_kind in PENDING
    for ahead in new.steps[index + pending :]:
        trouble = _blocked(ahead, dossier, ground)
        if trouble:
            return Judged(trouble, ahead.name)
    date = _promise(dossier, ground)
    agency_id = dossier.holder_agency_id if pending else _agency(step, before, dossier, ground)
    due = _step_due(dossier, before, step, date.due_at if dossier.due_at else None, ground, pending=pending)
    return Judged(
        Trouble.NONE,
        dossier.step_name,
        index=index,
        agency_id=agency_id,
        role=dossier.holder_role if pending else step.role.value,
        step_due_at=due,
        step_minutes=_minutes(dossier.step_due_at, due, ground.hours),
        due_at=date.due_at if dossier.due_at else None,
        effect=date.effect,
        why=date.why,
        limit=ground.limit,
        tight=_tight(dossier, old, new, index, date.due_at if dossier.due_at else None, ground.hours),
    )


def _agency(step: ProcessStep, before: ProcessStep, dossier: Dossier, ground: Ground) -> int | None:
    """The same post keeps it where it is; another post is where the new version says."""
    if (step.role, step.unit) == (before.role, before.unit):
        return dossier.holder_agency_id
    return ground.place(step, dossier)


def _blocked(step: ProcessStep, dossier: Dossier, ground: Ground) -> Trouble:
    try:
        agency_id = ground.place(step, dossier)
    except NoSuchAgency:
        return Trouble.NO_UNIT
    return Trouble.NONE if ground.held(agency_id, step.role.value) else Trouble.NOBODY


def with_limit(clock: dict[str, Any], limit: Limit) -> dict[str, Any]:
    """The same clock, had it been started with another limit."""
    legal = Clock.from_json(clock)
    first = legal.events[0]
    assert isinstance(first, Started)  # noqa: S101 - a clock begins by starting
    return Clock((replace(first, limit=limit), *legal.events[1:])).to_json()


def _promise(dossier: Dossier, ground: Ground) -> Redated:
    """The promise by the limit of today's rule: later, or what was promised."""
    if dossier.due_at is None:
        return Redated(Effect.SAME, dossier.created_at)
    if dossier.clock_started_at is None or ground.limit is None or not dossier.clock:
        return Redated(Effect.SAME, dossier.due_at)
    if Clock.from_json(dossier.clock).limit == ground.limit:
        return Redated(Effect.SAME, dossier.due_at)
    return redated(with_limit(dossier.clock, ground.limit), dossier.due_at, ground.promised_by)


def _step_due(
    dossier: Dossier, before: ProcessStep, step: ProcessStep, due: datetime | None, ground: Ground, *, pending: bool
) -> datetime | None:
    """Counted from when the step began, never after the promise; unchanged where its hours are."""
    started = dossier.step_started_at
    if pending or before.hours == step.hours or dossier.step_due_at is None or started is None:
        return dossier.step_due_at
    try:
        new = add_working_time(ground.hours, started, max(step.hours, 1) * _HOUR)
    except HorizonExceeded:
        return dossier.step_due_at
    return due if due is not None and started < due < new else new


def _minutes(old: datetime | None, new: datetime | None, calendar: WorkCalendar) -> int:
    if old is None or new is None or old == new:
        return 0
    try:
        worked = working_seconds(calendar, min(old, new), max(old, new)) // 60
    except HorizonExceeded:
        worked = int((max(old, new) - min(old, new)).total_seconds()) // 60
    return worked if new > old else -worked


def _tight(
    dossier: Dossier, old: ProcessCard, new: ProcessCard, index: int, due: datetime | None, calendar: WorkCalendar
) -> bool:
    """Do the steps left need more hours than before, and longer than the promise?"""
    if due is None or dossier.step_started_at is None:
        return False
    hours = [
        sum(step.hours for step in card.steps[place:] if step.kind != "hand_over")
        for card, place in ((old, dossier.step_index), (new, index))
    ]
    if hours[1] <= hours[0]:
        return False
    try:
        return add_working_time(calendar, dossier.step_started_at, hours[1] * _HOUR) > due
    except HorizonExceeded:
        return True
