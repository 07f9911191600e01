"""What a room that holds personal data offers, and what the administrator sees of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import BoundedCount

__all__ = ["Erases", "ErasureLine", "RuleLine", "eraser_of", "kinds", "register_eraser"]


class Erases(Protocol):
    """One kind of personal data. ``before`` is the moment before which its time is over; what counts is the room's to say."""

    def due(self, before: datetime, most: int) -> int:
        """How many would go, never counted past ``most``; nothing is changed."""
        ...

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        """Erase at most ``most`` of them, in the caller's transaction; how many went. 0 = nothing is left to erase."""
        ...


_erasers: dict[str, Erases] = {}


def register_eraser(kind: str, eraser: Erases) -> None:
    """Say who erases a kind of data, named ``room.what``; ``config.wiring`` does."""
    _erasers[kind] = eraser


def eraser_of(kind: str) -> Erases | None:
    """Who erases this kind; nobody erases what a rule says is kept."""
    return _erasers.get(kind)


def kinds() -> frozenset[str]:
    """The kinds that somebody erases."""
    return frozenset(_erasers)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as the administrator sees it. ``days`` is ``None`` for what is kept; ``due`` what tonight would erase."""

    name: str
    days: int | None
    counted_from: str
    effective_from: date
    effective_to: date | None
    legal_source: str
    to_be_confirmed: str
    due: BoundedCount | None


@dataclass(frozen=True, slots=True)
class ErasureLine:
    """What was erased in one night under one rule."""

    at: datetime
    name: str
    days: int
    before: datetime
    count: int
