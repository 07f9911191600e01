"""What can go wrong with numbers."""

from __future__ import annotations

from namkhong.kernel.problems import Unavailable


class NoPattern(Unavailable):
    """No pattern of this kind is in force on this day."""


class PatternUnclear(ValueError):
    """The template cannot be read, or cannot keep its numbers apart."""


class OutsideTransaction(RuntimeError):
    """A number was asked for outside the transaction of a deed: a crash in between would leave a gap."""
