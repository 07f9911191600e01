"""What a change of the calendar does to one promise: it moves later or it stays, never earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from namkhong.kernel.worktime import Clock, ClockState, HorizonExceeded, WorkCalendar


class Effect(StrEnum):
    """What becomes of a promise."""

    LATER = "later"
    SAME = "same"
    KEPT = "kept"  # would be due earlier; what was promised stays
    BEYOND = "beyond"  # would be due in a year whose days off are not known yet; what was promised stays


@dataclass(frozen=True, slots=True)
class Redated:
    """A promise under another calendar, with the sentences of the whole walk when it moves."""

    effect: Effect
    due_at: datetime
    why: tuple[str, ...] = ()


def redated(clock: dict[str, Any], promised: datetime, calendar: WorkCalendar) -> Redated:
    """The promise of a running clock under ``calendar``; ``due_at`` is never before ``promised``."""
    legal = Clock.from_json(clock)
    if legal.state is not ClockState.RUNNING:
        return Redated(Effect.SAME, promised)
    try:
        standing = legal.standing(calendar)
    except HorizonExceeded:
        return Redated(Effect.BEYOND, promised)
    due = standing.due_at
    if due is None or due == promised:
        return Redated(Effect.SAME, promised)
    if due < promised:
        return Redated(Effect.KEPT, promised)
    return Redated(Effect.LATER, due, tuple(standing.explain()))
