"""Reading what a page posted: nothing here decides, everything here is typed."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.translation import gettext as _

from namkhong.kernel import clock, text
from namkhong.kernel.problems import Invalid
from namkhong.office.directives.errors import Missing
from namkhong.office.directives.types import NewDirective

_LONGEST: Final = 40_000  # far more than any rule allows: the action says the rule


def words(posted: QueryDict, name: str) -> str:
    """A text as it was typed, cut where no page would show it."""
    return text.clean(posted.get(name, ""))[:_LONGEST]


def number(posted: QueryDict, name: str) -> int | None:
    """A whole number; nothing where there is none or it is none of ours."""
    return _number(posted.get(name, ""))


def _number(given: str) -> int | None:
    given = given.strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def day(posted: QueryDict, name: str) -> date | None:
    """A day typed into three boxes; nothing where all three are empty.

    :raises Missing: for boxes that make no day.
    """
    boxes = clock.day_boxes(posted, name)
    if not any(boxes.values()):
        return None
    found = clock.typed_day(boxes)
    if found is None:
        raise Missing({name: _("Ngày này không đúng. Xin ghi như 5/1/2026, năm đủ bốn chữ số.")})
    return found


def new(posted: QueryDict) -> NewDirective:
    """A task given by hand.

    :raises Missing: for a day that is none.
    """
    helpers = [_number(given) for given in posted.getlist("help")[:100]]
    try:
        token = UUID(posted.get("token", ""))
    except ValueError:
        token = uuid4()
    return NewDirective(
        subject=text.one_line(posted.get("subject", ""))[:_LONGEST],
        words=words(posted, "words"),
        source=text.one_line(posted.get("source", ""))[:200],
        lead_account_id=number(posted, "lead") or 0,
        helper_ids=tuple(one for one in helpers if one is not None),
        due_on=day(posted, "due"),
        token=token,
    )


def fields_of(problem: Invalid) -> dict[str, str]:
    """Field → sentence; a problem without fields concerns the whole page."""
    return {name: str(sentence) for name, sentence in problem.fields.items()} or {"": str(problem)}
