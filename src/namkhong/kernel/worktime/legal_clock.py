"""The clock of one dossier: an immutable list of what happened, folded over a calendar into a due date and its story.

What may happen when:

    ============  ==================  ========
    event         while               becomes
    ============  ==================  ========
    Started       (first)             running
    Stopped       running             stopped
    Restarted     stopped             running   from the beginning: the rule after a supplement
    Resumed       stopped             running   where it stood: the exception a procedure may state
    Extended      running, once       running
    Closed        running or stopped  closed
    ============  ==================  ========
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self

from namkhong.kernel.worktime import story
from namkhong.kernel.worktime.calendar import WorkCalendar
from namkhong.kernel.worktime.errors import AlreadyExtended, ClockRefused
from namkhong.kernel.worktime.happenings import (
    ClockEvent,
    Closed,
    Extended,
    Restarted,
    Resumed,
    Started,
    Stopped,
    from_plain,
    to_plain,
)
from namkhong.kernel.worktime.limits import Limit, LimitUnit
from namkhong.kernel.worktime.measure import as_printed, working_seconds
from namkhong.kernel.worktime.reckoning import Reckoning, Ruler, reckon
from namkhong.kernel.worktime.steps import Due, StartReason, Step


class ClockState(StrEnum):
    """Where the clock stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    CLOSED = "closed"


_MOVES: Final[dict[type, tuple[frozenset[ClockState], ClockState]]] = {
    Stopped: (frozenset({ClockState.RUNNING}), ClockState.STOPPED),
    Restarted: (frozenset({ClockState.STOPPED}), ClockState.RUNNING),
    Resumed: (frozenset({ClockState.STOPPED}), ClockState.RUNNING),
    Extended: (frozenset({ClockState.RUNNING}), ClockState.RUNNING),
    Closed: (frozenset({ClockState.RUNNING, ClockState.STOPPED}), ClockState.CLOSED),
}
_IN_THE_WAY: Final = {
    ClockState.RUNNING: "Thời hạn của hồ sơ này đang chạy.",
    ClockState.STOPPED: "Thời hạn của hồ sơ này đang tạm dừng.",
    ClockState.CLOSED: "Hồ sơ này đã kết thúc, thời hạn không thay đổi nữa.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a fold yields: the due date (``None`` while stopped) and the story, told when asked for."""

    due_at: datetime | None
    told: tuple[Reckoning | Step, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, in order; a running clock's last step is its due date."""
        return tuple(step for part in self.told for step in (part.steps if isinstance(part, Reckoning) else (part,)))

    def explain(self) -> list[str]:
        """Sentences an officer can read aloud."""
        return [step.say() for step in self.steps]


@dataclass(frozen=True, slots=True)
class Clock:
    """Events only; the calendar is brought when a date is asked for. Each deed gives a new clock."""

    events: tuple[ClockEvent, ...]

    def __post_init__(self) -> None:
        if not self.events or not isinstance(self.events[0], Started):
            raise ValueError("a clock begins by starting")

    @classmethod
    def start(cls, limit: Limit, at: datetime, reason: StartReason = StartReason.RECEIVED) -> Self:
        """A running clock."""
        return cls((Started(at, limit, reason),))

    def stop(self, at: datetime, reason: str) -> Clock:
        """Stand still until :meth:`restart` or :meth:`resume`."""
        return self._then(Stopped(at, reason))

    def restart(self, at: datetime, reason: StartReason = StartReason.SUPPLEMENTED) -> Clock:
        """Count the whole limit again from this moment (the rule)."""
        return self._then(Restarted(at, reason))

    def resume(self, at: datetime) -> Clock:
        """Go on from where it stood (the exception)."""
        return self._then(Resumed(at))

    def extend(self, at: datetime, reason: str, *, to: datetime | None = None, by: Limit | None = None) -> Clock:
        """Give the one new appointment, either ``to`` a moment or ``by`` more time.

        :raises AlreadyExtended: the second time.
        """
        if (to is None) == (by is None) or (by is not None and by.unit is LimitUnit.SAME_DAY):
            raise ClockRefused("Gia hạn cần hoặc một ngày hẹn mới, hoặc một thời gian thêm.")
        if to is not None and to <= at:
            raise ClockRefused("Ngày hẹn mới phải ở sau thời điểm gia hạn.")
        if self.extended and self.state is ClockState.RUNNING:
            raise AlreadyExtended
        return self._then(Extended(at, reason, to, by))

    def close(self, at: datetime) -> Clock:
        """The end."""
        return self._then(Closed(at))

    @property
    def state(self) -> ClockState:
        """Where the clock stands after the last event."""
        moves = [_MOVES[type(event)][1] for event in self.events[1:]]
        return moves[-1] if moves else ClockState.RUNNING

    @property
    def extended(self) -> bool:
        """Has the one new appointment been given? A restart does not give it back."""
        return any(isinstance(event, Extended) for event in self.events)

    @property
    def limit(self) -> Limit:
        """The limit it was started with."""
        return self._first.limit

    @property
    def _first(self) -> Started:
        first = self.events[0]
        assert isinstance(first, Started)  # noqa: S101 - held by __post_init__
        return first

    def _then(self, event: ClockEvent) -> Clock:
        if self.state not in _MOVES[type(event)][0]:
            raise ClockRefused(_IN_THE_WAY[self.state])
        if as_printed(event.at) < as_printed(self.events[-1].at):
            raise ClockRefused("Thời điểm này sớm hơn lần ghi trước của hồ sơ.")
        return Clock((*self.events, event))

    def standing(self, calendar: WorkCalendar) -> Standing:
        """Fold the events over a calendar.

        :raises HorizonExceeded: when the walk leaves the years whose days off are known.
        """
        fold = _Fold.begin(self._first, calendar)
        for event in self.events[1:]:
            fold = fold.hear(event)
        return Standing(fold.due_at, fold.told)

    def due_at(self, calendar: WorkCalendar) -> datetime | None:
        """The due date; ``None`` while the clock is stopped."""
        return self.standing(calendar).due_at

    def ran(self, calendar: WorkCalendar, until: datetime) -> int:
        """Working seconds it ran up to a moment since it last began from the beginning; standing still is not counted."""
        total, since = 0, None
        for event in self.events:
            match event:
                case Started() | Restarted():
                    total, since = 0, event.at
                case Resumed():
                    since = event.at
                case Stopped() | Closed() if since is not None:
                    total, since = total + working_seconds(calendar, since, min(event.at, until)), None
        return total if since is None else total + working_seconds(calendar, since, max(since, until))

    def explain(self, calendar: WorkCalendar) -> list[str]:
        """The whole story, ending with the due date while the clock runs."""
        return self.standing(calendar).explain()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: moments in ISO 8601, limits in their written form."""
        return {"events": [to_plain(event) for event in self.events]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Clock:
        """The clock again; every rule is checked anew.

        :raises ValueError: for anything :meth:`to_json` did not write.
        """
        events = data.get("events")
        if not isinstance(events, list) or not events:
            raise ValueError("a clock in JSON is a list of events")
        first, *rest = [from_plain(one) for one in events]
        clock = cls((first,))
        for event in rest:
            clock = clock._then(event)
        return clock


@dataclass(frozen=True, slots=True)
class _Fold:
    """The clock in the middle of its story. ``mark`` is the end on the limit's ruler; ``due`` its place on the line."""

    started: Started
    calendar: WorkCalendar
    mark: int
    due: int
    stopped: int | None
    told: tuple[Reckoning | Step, ...]

    @classmethod
    def begin(cls, started: Started, calendar: WorkCalendar, told: tuple[Reckoning | Step, ...] = ()) -> _Fold:
        walk = reckon(started.limit, started.at, calendar, started.reason)
        return cls(started, calendar, walk.mark, walk.due, None, (*told, walk))

    @property
    def due_at(self) -> datetime | None:
        return None if self.stopped is not None else self.calendar.write(self.due)

    @property
    def ruler(self) -> Ruler:
        return Ruler.of(self.started.limit, self.calendar)

    def hear(self, event: ClockEvent) -> _Fold:
        match event:
            case Stopped():
                at = self._at(event)
                return replace(self, stopped=at, told=(*self.told, story.Paused(self.calendar.write(at), event.reason)))
            case Restarted():
                return _Fold.begin(Started(event.at, self.started.limit, event.reason), self.calendar, self.told)
            case Resumed():
                return self._resumed(self._at(event))
            case Extended():
                return self._extended(event)
            case Closed():
                end = story.Ended(self.calendar.write(self._at(event)), self.due_at)
                return replace(self, told=(*self.told, end))
            case Started():
                raise ValueError("a clock starts once")

    def _at(self, event: ClockEvent) -> int:
        return self.calendar.read(as_printed(event.at))

    def _resumed(self, at: int) -> _Fold:
        ruler = self.ruler
        lost = ruler.mark(at) - ruler.mark(self.stopped if self.stopped is not None else at)
        going_on = replace(self, stopped=None)
        if lost:
            going_on = replace(going_on, mark=self.mark + lost, due=ruler.place(self.mark + lost))
        told = story.WentOn(self.calendar.write(at), lost, exact=ruler.exact, working=ruler.unit is not LimitUnit.DAY)
        return replace(going_on, told=(*self.told, told, Due(self.calendar.write(going_on.due))))

    def _extended(self, event: Extended) -> _Fold:
        ruler = self.ruler
        if event.by is not None:
            by = replace(event.by, cutoff=None)
            if Ruler.of(by, self.calendar) == ruler:
                mark = self.mark + ruler.length(by)
                due = ruler.place(mark)
            else:
                due = reckon(by, self.calendar.write(self.due), self.calendar).due
                mark = ruler.mark(due)
        else:
            due = self._promised(event)
            mark = ruler.mark(due)
        told = story.NewAppointment(self.calendar.write(self._at(event)), event.reason, event.by)
        return replace(self, mark=mark, due=due, told=(*self.told, told, Due(self.calendar.write(due))))

    def _promised(self, event: Extended) -> int:
        """A promised moment outside working hours ends at the next close of business."""
        to = self.calendar.read(as_printed(event.to if event.to is not None else event.at))
        return to if self.calendar.is_open(to) else self.calendar.close_of(self.calendar.day_at(to))
