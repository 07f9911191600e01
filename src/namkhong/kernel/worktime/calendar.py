"""A working calendar: weekly hours and exceptional days, immutable, with an index that answers by bisection.

Moments are laid on one line of whole local seconds. The index holds every working period of the known years on that
line, so "how much working time lies before this moment" and its inverse each cost one bisection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final, Self

from namkhong.kernel.clock import VIETNAM
from namkhong.kernel.worktime.errors import HorizonExceeded

DAY: Final = 86_400
NOON: Final = time(12)
_ZERO: Final = datetime(1, 1, 1, tzinfo=VIETNAM)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One stretch of work inside a day; both ends belong to it."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError(f"a period opens before it closes, not {self.opens}-{self.closes}")
        if any(end.second or end.microsecond or end.tzinfo for end in (self.opens, self.closes)):
            raise ValueError("periods are written in whole local minutes")

    @classmethod
    def parse(cls, text: str) -> Self:
        """``07:30-11:30`` (a hyphen or an en dash)."""
        opens, closes = text.replace("–", "-").split("-")
        return cls(time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip()))

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


Periods = tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The hours of an ordinary week, Monday first, in force from ``valid_from`` to ``valid_to`` (both included)."""

    week: tuple[Periods, ...]
    valid_from: date
    valid_to: date | None = None
    to_be_confirmed: bool = False

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a week has seven days, and work on at least one")
        for periods in self.week:
            if any(later.opens <= earlier.closes for earlier, later in pairwise(periods)):
                raise ValueError("periods of a day follow each other with a break between")

    @classmethod
    def office(cls, *periods: str, valid_from: date, working: Iterable[int] = range(5)) -> Self:
        """The same periods on every working weekday (0 = Monday)."""
        parsed = tuple(Period.parse(text) for text in periods)
        days = frozenset(working)
        return cls(tuple(parsed if weekday in days else () for weekday in range(7)), valid_from)

    @property
    def ordinary_day(self) -> Periods:
        """The hours of the first working weekday: what a make-up day works unless the day it replaces says otherwise."""
        return next(periods for periods in self.week if periods)


class DayKind(StrEnum):
    """What makes a day exceptional."""

    OFF = "off"  # nghỉ lễ, nghỉ bù, nghỉ hoán đổi
    MAKE_UP = "make_up"  # làm bù
    MORNING_ONLY = "morning_only"  # chỉ làm buổi sáng
    AFTERNOON_ONLY = "afternoon_only"  # chỉ làm buổi chiều


@dataclass(frozen=True, slots=True)
class DayException:
    """A day that does not follow its week. ``instead_of`` ties a make-up day and the day off it was swapped with."""

    day: date
    kind: DayKind
    name: str = ""
    instead_of: date | None = None
    to_be_confirmed: bool = False


def _half(periods: Periods, kind: DayKind) -> Periods:
    """A period belongs to the half of the day it starts in; a lone period across noon is cut there."""
    if len(periods) == 1 and periods[0].opens < NOON < periods[0].closes:
        periods = (Period(periods[0].opens, NOON), Period(NOON, periods[0].closes))
    morning = kind is DayKind.MORNING_ONLY
    return tuple(period for period in periods if (period.opens < NOON) is morning)


@dataclass(frozen=True, slots=True)
class _Index:
    """The working periods of all known days on one line of seconds; parallel sorted lists."""

    opens: list[int] = field(default_factory=list)  # one per period
    closes: list[int] = field(default_factory=list)
    worked: list[int] = field(default_factory=lambda: [0])  # seconds worked before period i; one more at the end
    days: list[int] = field(default_factory=list)  # ordinals of working days
    day_opens: list[int] = field(default_factory=list)
    day_closes: list[int] = field(default_factory=list)

    def append(self, ordinal: int, periods: Periods) -> None:
        for period in periods:
            opens = ordinal * DAY + _seconds(period.opens)
            closes = ordinal * DAY + _seconds(period.closes)
            self.opens.append(opens)
            self.closes.append(closes)
            self.worked.append(self.worked[-1] + closes - opens)
        if periods:
            self.days.append(ordinal)
            self.day_opens.append(ordinal * DAY + _seconds(periods[0].opens))
            self.day_closes.append(ordinal * DAY + _seconds(periods[-1].closes))


def _seconds(at: time) -> int:
    return at.hour * 3_600 + at.minute * 60 + at.second


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days of ``known_from``–``known_to`` as known in data version ``version``. Beyond them it refuses to guess."""

    key: str
    version: int
    hours: tuple[WeeklyHours, ...]
    exceptions: tuple[DayException, ...]
    known_from: date
    known_to: date
    hours_per_day: int = 8  # what "one working day" is worth when days are counted by the hour
    _index: _Index = field(init=False, repr=False, compare=False)
    _exceptional: dict[int, DayException] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        exceptional = {exception.day.toordinal(): exception for exception in self.exceptions}
        if len(exceptional) != len(self.exceptions):
            raise ValueError("a day has one exception at most")
        object.__setattr__(self, "_exceptional", exceptional)
        index = _Index()
        for ordinal in range(self.known_from.toordinal(), self.known_to.toordinal() + 1):
            index.append(ordinal, self.periods_of(date.fromordinal(ordinal)))
        object.__setattr__(self, "_index", index)

    def _hours_on(self, day: date) -> WeeklyHours:
        in_force = [
            hours
            for hours in self.hours
            if hours.valid_from <= day and (hours.valid_to is None or day <= hours.valid_to)
        ]
        if not in_force:
            raise ValueError(f"no weekly hours are in force on {day}")
        return max(in_force, key=lambda hours: hours.valid_from)

    def periods_of(self, day: date) -> Periods:
        """The working periods of a day, empty when it is off."""
        exception = self._exceptional.get(day.toordinal())
        if exception is not None and exception.kind is DayKind.OFF:
            return ()
        hours = self._hours_on(day)
        periods = hours.week[day.weekday()]
        if exception is None:
            return periods
        if exception.kind is DayKind.MAKE_UP:
            replaced = exception.instead_of
            return (hours.week[replaced.weekday()] if replaced is not None else ()) or hours.ordinary_day
        return _half(periods or hours.ordinary_day, exception.kind)

    def exception_on(self, day: date) -> DayException | None:
        """What is exceptional about this day, if anything."""
        return self._exceptional.get(day.toordinal())

    def is_working_day(self, day: date) -> bool:
        """Is there work on this day, be it half a day?"""
        at = bisect_left(self._index.days, day.toordinal())
        return at < len(self._index.days) and self._index.days[at] == day.toordinal()

    # The line of seconds ------------------------------------------------------------------------------------------

    def beyond(self) -> HorizonExceeded:
        """The error to raise where the known years end."""
        return HorizonExceeded(self.known_from.year, self.known_to.year)

    def read(self, moment: datetime) -> int:
        """A moment as whole seconds on the line.

        :raises HorizonExceeded: outside the known years.
        :raises ValueError: for a moment without time zone.
        """
        if moment.tzinfo is None:
            raise ValueError("the legal clock reads aware moments only")
        local = moment.astimezone(VIETNAM)
        if not self.known_from <= local.date() <= self.known_to:
            raise self.beyond()
        return local.toordinal() * DAY + local.hour * 3_600 + local.minute * 60 + local.second

    def write(self, seconds: int) -> datetime:
        """The moment again, on a Vietnamese wall clock."""
        return _ZERO + timedelta(seconds=seconds - DAY)

    def worked_before(self, at: int) -> int:
        """Working seconds from the beginning of the known years to here."""
        index = self._index
        i = bisect_right(index.opens, at) - 1
        return 0 if i < 0 else index.worked[i] + min(at, index.closes[i]) - index.opens[i]

    def when_worked(self, seconds: int) -> int:
        """The earliest place with this much working time before it; never outside a period."""
        index = self._index
        if seconds > index.worked[-1]:
            raise self.beyond()
        i = max(bisect_left(index.worked, seconds) - 1, 0)
        return index.opens[i] + seconds - index.worked[i]

    def day_at(self, at: int) -> int:
        """The number, in the row of working days, of the first that has not closed before this place."""
        number = bisect_left(self._index.day_closes, at)
        if number == len(self._index.days):
            raise self.beyond()
        return number

    def close_of(self, number: int) -> int:
        """The close of business of a working day, by its number in the row."""
        if not 0 <= number < len(self._index.days):
            raise self.beyond()
        return self._index.day_closes[number]

    def open_of(self, number: int) -> int:
        """The opening of a working day, by its number in the row."""
        if not 0 <= number < len(self._index.days):
            raise self.beyond()
        return self._index.day_opens[number]

    def is_open(self, at: int) -> bool:
        """Is this place inside a working period, its ends included?"""
        i = bisect_right(self._index.opens, at) - 1
        return i >= 0 and at <= self._index.closes[i]

    def opening_from(self, at: int) -> int:
        """This place when it is inside a working period, else the start of the next period."""
        if self.is_open(at):
            return at
        i = bisect_right(self._index.opens, at)
        if i == len(self._index.opens):
            raise self.beyond()
        return self._index.opens[i]

    def stretches(self, start: int, end: int) -> list[tuple[int, int]]:
        """The pieces of working time between two places, in order, empty pieces left out."""
        index = self._index
        pieces: list[tuple[int, int]] = []
        for i in range(max(bisect_right(index.opens, start) - 1, 0), bisect_left(index.opens, end)):
            piece = (max(start, index.opens[i]), min(end, index.closes[i]))
            if piece[0] < piece[1]:
                pieces.append(piece)
        return pieces
