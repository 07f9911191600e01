"""The walk: from a moment along a limit to the due date. The due date and its explanation are read off the same walk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from namkhong.kernel.worktime import steps as said
from namkhong.kernel.worktime.calendar import DAY, DayKind, WorkCalendar
from namkhong.kernel.worktime.limits import Counting, Limit, LimitUnit
from namkhong.kernel.worktime.measure import as_printed
from namkhong.kernel.worktime.steps import StartReason, Step, Why


@dataclass(frozen=True, slots=True)
class Ruler:
    """What a limit is measured with: closes of business, working seconds, or calendar days.

    ``mark`` reads a place on the line as a number, never falling as time goes on; ``place`` is where a limit that ends
    at a mark is due. Starting, pausing and extending are additions of marks: that is the whole arithmetic of the clock.
    """

    calendar: WorkCalendar
    unit: LimitUnit
    exact: bool

    @classmethod
    def of(cls, limit: Limit, calendar: WorkCalendar) -> Ruler:
        """The ruler of this limit."""
        unit = LimitUnit.WORKING_DAY if limit.unit is LimitUnit.SAME_DAY else limit.unit
        return cls(calendar, unit, limit.counting is Counting.HOUR_EXACT)

    def mark(self, at: int) -> int:
        """The number at this place."""
        if self.exact:
            return self.calendar.worked_before(at)
        return at // DAY if self.unit is LimitUnit.DAY else self.calendar.day_at(at)

    def place(self, mark: int) -> int:
        """Where a limit ending at this mark is due: inside, or at the end of, a working period."""
        if self.exact:
            return self.calendar.when_worked(mark)
        number = self.calendar.day_at(mark * DAY) if self.unit is LimitUnit.DAY else mark
        return self.calendar.close_of(number)

    def length(self, limit: Limit) -> int:
        """The limit in this ruler's numbers."""
        if not self.exact:
            return limit.value
        hours = 1 if limit.unit is LimitUnit.WORKING_HOUR else self.calendar.hours_per_day
        return limit.value * hours * 3_600


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One walk. Places are seconds on the calendar's line: received, counted from, and due; ``mark`` is where it ends."""

    calendar: WorkCalendar
    limit: Limit
    reason: StartReason
    received: int
    counted: int
    why: Why | None
    mark: int
    due: int

    @property
    def due_at(self) -> datetime:
        """The due date, on a Vietnamese wall clock."""
        return self.calendar.write(self.due)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What the walk met, in order; the due date comes last."""
        return tuple(_Telling(self).steps())

    def explain(self) -> list[str]:
        """Sentences an officer can read aloud."""
        return [step.say() for step in self.steps]

    def to_json(self) -> dict[str, Any]:
        """``{"due_at": …, "explanation": […]}``."""
        return {"due_at": self.due_at.isoformat(), "explanation": self.explain()}


def reckon(
    limit: Limit, start: datetime, calendar: WorkCalendar, reason: StartReason = StartReason.RECEIVED
) -> Reckoning:
    """Walk ``limit`` from ``start``: the moment of complete reception as form 01 shows it.

    :raises HorizonExceeded: when the walk leaves the years whose days off are known.
    """
    received = calendar.read(as_printed(start))
    counted, why = _counted_from(limit, received, calendar)
    ruler = Ruler.of(limit, calendar)
    mark = ruler.mark(counted) + ruler.length(limit)
    return Reckoning(calendar, limit, reason, received, counted, why, mark, ruler.place(mark))


def _counted_from(limit: Limit, at: int, calendar: WorkCalendar) -> tuple[int, Why | None]:
    """Where counting really begins: the next opening for what comes on a day off, after close, or after the cut-off."""
    number = calendar.day_at(at)
    opening = calendar.open_of(number)
    if opening // DAY > at // DAY:
        return opening, Why.DAY_OFF if not calendar.is_working_day(date.fromordinal(at // DAY)) else Why.AFTER_CLOSE
    if limit.cutoff is not None and at % DAY > limit.cutoff.hour * 3_600 + limit.cutoff.minute * 60:
        return calendar.open_of(number + 1), Why.AFTER_CUTOFF
    if limit.counting is Counting.HOUR_EXACT and not calendar.is_open(at):
        return calendar.opening_from(at), Why.BEFORE_OPENING if at < opening else Why.BREAK
    return at, None


@dataclass(frozen=True, slots=True)
class _Telling:
    """Puts one walk into words."""

    walk: Reckoning

    def steps(self) -> Iterator[Step]:
        """From the reception to the due date."""
        walk = self.walk
        yield said.Begun(walk.calendar.write(walk.received), walk.reason)
        if walk.why is not None:
            first_off = walk.received // DAY + (walk.why is not Why.DAY_OFF)
            yield from self._days(first_off, walk.counted // DAY - 1)
            yield said.CountedAs(walk.calendar.write(walk.counted), walk.why, self._bound())
        yield said.Granted(walk.limit, walk.calendar.hours_per_day)
        if walk.limit.counting is Counting.HOUR_EXACT:
            yield from self._by_the_hour()
        elif walk.limit.unit is LimitUnit.DAY:
            yield from self._by_calendar_days()
        elif walk.limit.value:
            yield from self._by_working_days()
        yield said.Due(walk.due_at)

    def _bound(self) -> time | None:
        if self.walk.why is Why.AFTER_CUTOFF:
            return self.walk.limit.cutoff
        if self.walk.why is Why.AFTER_CLOSE:
            return self.walk.calendar.periods_of(date.fromordinal(self.walk.received // DAY))[-1].closes
        return None

    def _by_working_days(self) -> Iterator[Step]:
        calendar, counted, due = self.walk.calendar, self.walk.counted // DAY, self.walk.due // DAY
        first = calendar.open_of(calendar.day_at((counted + 1) * DAY)) // DAY
        yield from self._days(counted + 1, first)
        yield said.NthDay(1, date.fromordinal(first))
        if due > first:
            yield from self._days(first + 1, due)
            yield said.NthDay(self.walk.limit.value, date.fromordinal(due))

    def _by_calendar_days(self) -> Iterator[Step]:
        last, due = self.walk.mark, self.walk.due // DAY
        yield said.NthDay(self.walk.limit.value, date.fromordinal(last), working=False)
        if due > last:
            yield from self._days(last, due - 1)
            yield said.EndsOnDayOff(date.fromordinal(due))

    def _by_the_hour(self) -> Iterator[Step]:
        calendar = self.walk.calendar
        worked: dict[int, list[tuple[int, int]]] = {}
        for piece in calendar.stretches(self.walk.counted, self.walk.due):
            worked.setdefault(piece[0] // DAY, []).append(piece)
        days = sorted(worked)
        together = days[1:-1] if len(days) > 4 else []
        told = self.walk.counted // DAY
        for day in (one for one in days if one not in together[1:]):
            upto = together[-1] if together and day == together[0] else day
            yield from self._days(told + 1, upto)
            told = upto
            pieces = [piece for one in (together if upto != day else [day]) for piece in worked[one]]
            seconds = sum(end - start for start, end in pieces)
            if upto != day:
                yield said.WorkedDays(date.fromordinal(day), date.fromordinal(upto), len(together), seconds)
            else:
                yield said.Worked(tuple((calendar.write(start), calendar.write(end)) for start, end in pieces), seconds)

    def _days(self, first: int, last: int) -> Iterator[Step]:
        """What is worth saying about the days from ``first`` to ``last``: runs off, make-up days, half days.

        A run that holds a holiday is said where it comes; ordinary weekends of a longer walk are said together.
        """
        year = date.fromordinal(self.walk.received // DAY).year
        weekends: list[said.Off] = []
        run: list[said.Off] = []
        told: list[Step] = []
        for ordinal in range(first, last + 2):
            day = date.fromordinal(ordinal)
            exception = self.walk.calendar.exception_on(day)
            if ordinal <= last and not self.walk.calendar.is_working_day(day):
                run.append(said.Off(day, exception.name if exception is not None else ""))
                continue
            if any(off.name for off in run):
                told.append(said.DaysOff(tuple(run), year))
            else:
                weekends.extend(run)
            run = []
            if ordinal <= last and exception is not None:
                told.append(_worth_saying(day, exception.kind, exception.instead_of))
        if len(weekends) == 1 or any(off.day.weekday() < 5 for off in weekends):
            told.append(said.DaysOff(tuple(weekends), year))
        elif weekends:
            told.append(said.Weekends(tuple(weekends), year))
        yield from told


def _worth_saying(day: date, kind: DayKind, instead_of: date | None) -> Step:
    if kind is DayKind.MAKE_UP:
        return said.MadeUp(day, instead_of)
    return said.HalfDay(day, kind is DayKind.MORNING_ONLY)
