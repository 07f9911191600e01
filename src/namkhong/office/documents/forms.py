"""Reading what a page posted or asked: nothing here decides, everything here is typed."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from namkhong.kernel import clock, text
from namkhong.kernel.problems import Invalid

_LONGEST = 2_000


def line(posted: QueryDict, name: str, longest: int = 300) -> str:
    """One line of text."""
    return text.one_line(posted.get(name, ""))[:longest]


def words(posted: QueryDict, name: str) -> str:
    """A text as it was typed, cut where no page would show it."""
    return text.clean(posted.get(name, ""))[:_LONGEST]


def day(asked: QueryDict, name: str) -> date | None:
    """The day in three boxes, when there is such a day."""
    return clock.typed_day(clock.day_boxes(asked, name))


def fields_of(problem: Invalid) -> dict[str, str]:
    """Field → sentence; a problem without fields concerns the whole page."""
    return {name: str(sentence) for name, sentence in problem.fields.items()} or {"": str(problem)}
