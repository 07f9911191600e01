"""How likely is a dossier to miss its date? Pure numbers, no chance involved: the same past gives the same answer.

A step's time is a ``Spread``: 64 equally likely working times in minutes, the middles of 64 equal slices of what was
seen. Two steps one after the other are added value by value (64 × 64 sums, in order, drawn together again to 64 by the
mean of each slice, so that the expected time stays right). For the step under way only the values longer than what has
already passed count. See ``docs/explanation/early-warning.md``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import Final, Self

POINTS: Final = 64
ENOUGH: Final = 30  # fewer seen steps than these tell nothing of an agency
_FEW: Final = 4  # of the 64 values; fewer are left when a step has taken longer than almost any before
_FLOOR, _CEILING = 0.01, 0.99  # nothing is certain
# What is supposed of a step nobody has done yet: half of them need less than seven tenths of what the process gives.
_USUAL_SHARE: Final = 0.7
_USUAL_SIGMA: Final = 0.5


@dataclass(frozen=True, slots=True)
class Spread:
    """Equally likely working times, in minutes, the shortest first."""

    points: tuple[float, ...]

    @classmethod
    def of(cls, minutes: Iterable[float]) -> Self:
        """What was seen, drawn together to 64 values.

        :raises ValueError: when nothing was seen.
        """
        seen = sorted(minutes)
        if not seen:
            raise ValueError("nothing was seen")
        return cls(tuple(_at(seen, (number + 0.5) / POINTS) for number in range(POINTS)))

    def plus(self, other: Spread) -> Spread:
        """Both, one after the other, each on its own account."""
        sums = sorted(mine + its for mine in self.points for its in other.points)
        size = len(sums) // POINTS
        return Spread(tuple(sum(sums[place : place + size]) / size for place in range(0, size * POINTS, size)))

    def share_over(self, minutes: float) -> float:
        """How many of these take longer, as a share."""
        return 1 - bisect_right(self.points, minutes) / len(self.points)

    def quantile(self, share: float) -> float:
        """The time within which this share is done."""
        return _at(self.points, share)

    def longer_than(self, minutes: float) -> Spread:
        """What is still to come of a step that has taken so long: the values that are longer, less what has passed.

        A step that has taken longer than almost any before is as if begun anew: nothing seen says more.
        """
        left = self.points[bisect_right(self.points, minutes) :]
        if len(left) < _FEW:
            return self
        return Spread(tuple(point - minutes for point in left))


NOTHING: Final = Spread((0.0,))


def chance_late(under_way: Spread, passed: float, then: Spread, left: float) -> float:
    """The chance that the step under way and those after it take longer than the time left; all in working minutes."""
    still = under_way.longer_than(max(passed, 0.0))
    over = sum(then.share_over(left - point) for point in still.points) / len(still.points)
    return min(max(over, _FLOOR), _CEILING)


def in_a_row(spreads: Sequence[Spread]) -> Spread:
    """All of these, one after the other."""
    total = NOTHING
    for spread in spreads:
        total = spread if total is NOTHING else total.plus(spread)
    return total


@cache
def supposed(hours: int) -> Spread:
    """A step of which too little was seen: a share of the hours the process gives it."""
    shape = NormalDist(0.0, _USUAL_SIGMA)
    minutes = max(hours, 1) * 60 * _USUAL_SHARE
    return Spread(tuple(minutes * 2.718281828 ** shape.inv_cdf((number + 0.5) / POINTS) for number in range(POINTS)))


def _at(seen: Sequence[float], share: float) -> float:
    """The value below which this share lies, straight between two neighbours."""
    place = share * (len(seen) - 1)
    below = int(place)
    above = min(below + 1, len(seen) - 1)
    return seen[below] + (seen[above] - seen[below]) * (place - below)
