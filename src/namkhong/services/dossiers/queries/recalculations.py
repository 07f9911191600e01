"""What changes of the calendar did, or would do, to the dates of open dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.services.dossiers.errors import NoSuchRecalculation
from namkhong.services.dossiers.models import Recalculation, RecalculationState

_PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class DayMove:
    """So many dossiers promised for one day would be due on another."""

    promised: date
    due: date
    count: int


def recalculations(cursor: str = "") -> Page[Recalculation]:
    """Every recalculation, the newest first; those that would move nothing are left out."""
    found = Recalculation.objects.exclude(state=RecalculationState.NOTHING).order_by("-pk")
    if cursor:
        (before,) = decode_cursor(cursor, int)
        found = found.filter(pk__lt=before)
    rows = list(found[: _PAGE + 1])
    following = encode_cursor(rows[_PAGE - 1].pk) if len(rows) > _PAGE else ""
    return Page(rows[:_PAGE], following)


def recalculation(recalculation_id: int) -> Recalculation:
    """One of them.

    :raises NoSuchRecalculation: when there is none.
    """
    found = Recalculation.objects.filter(pk=recalculation_id).first()
    if found is None:
        raise NoSuchRecalculation
    return found


def waiting_recalculation() -> Recalculation | None:
    """The one that waits for the administrator."""
    return Recalculation.objects.filter(state=RecalculationState.READY).order_by("-pk").first()


def day_moves(row: Recalculation) -> list[DayMove]:
    """From which day to which, how many; in order."""
    return sorted(
        (
            DayMove(date.fromisoformat(promised), date.fromisoformat(due), count)
            for promised, to in row.days.items()
            for due, count in to.items()
        ),
        key=lambda move: (move.promised, move.due),
    )
