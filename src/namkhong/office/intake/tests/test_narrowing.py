"""Going down, neither the part nor the day may grow: against the rule said again in plain words, for any chain of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from namkhong.office.intake.choosing import checked
from namkhong.office.intake.errors import Missing, NotNarrower
from namkhong.office.intake.states import Part
from namkhong.office.intake.types import Choice, Line, Whom

TODAY = date(2026, 11, 23)
DAYS = st.one_of(st.none(), st.integers(-5, 40).map(lambda n: TODAY + timedelta(days=n)))
PARTS = st.sampled_from(list(Part))
PEOPLE = [Choice(Whom(account_id=number), f"Người {number}", 1) for number in range(1, 5)]
ORDER = [Part.KNOW, Part.HELP, Part.LEAD]


@settings(max_examples=400, deadline=None)
@given(
    bound=st.tuples(PARTS, DAYS),
    lines=st.lists(st.tuples(st.integers(1, 5), PARTS, DAYS), max_size=4),
    lead_needed=st.booleans(),
)
def test_what_is_taken_is_never_greater_nor_later(
    bound: tuple[Part, date | None], lines: list[tuple[int, Part, date | None]], lead_needed: bool
) -> None:
    part, last = bound
    asked = [Line(Whom(account_id=number), of, due) for number, of, due in lines]
    right = (
        len(asked) > 0
        and all(line.whom.account_id in {1, 2, 3, 4} for line in asked)
        and len({line.whom for line in asked}) == len(asked)
        and all(ORDER.index(line.part) <= ORDER.index(part) for line in asked)
        and all(line.due_on is None or last is None or line.due_on <= last for line in asked)
        and all(line.due_on is None or line.due_on >= TODAY or line.due_on == last for line in asked)
        and sum(line.part is Part.LEAD for line in asked) <= 1
        and not (lead_needed and {line.part for line in asked} in ({Part.HELP}, {Part.HELP, Part.KNOW}))
    )
    try:
        made = checked(asked, PEOPLE, bound=bound, today=TODAY, lead_needed=lead_needed)
    except (Missing, NotNarrower):
        assert not right
        return
    assert right
    for line, _choice in made:
        if line.part is not Part.KNOW and last is not None:
            assert line.due_on is not None
            assert line.due_on <= last


@settings(max_examples=100, deadline=None)
@given(days=st.lists(DAYS, min_size=1, max_size=6))
def test_down_any_chain_the_day_only_comes_earlier(days: list[date | None]) -> None:
    last: date | None = None
    for due in days:
        try:
            made = checked(
                [Line(Whom(account_id=1), Part.LEAD, due)],
                PEOPLE,
                bound=(Part.LEAD, last),
                today=TODAY,
                lead_needed=True,
            )
        except Missing:
            continue
        now = made[0][0].due_on
        assert last is None or (now is not None and now <= last)
        last = now


def test_a_whom_is_read_as_it_is_written() -> None:
    for one in (Whom(account_id=7), Whom(unit_id=9)):
        assert Whom.read(str(one)) == one
    for wrong in ("", "p", "x3", "p3x", "p" + "9" * 40, "a٣"):
        assert Whom.read(wrong) is None


def test_a_line_is_kept_as_it_was_given() -> None:
    for line in (Line(Whom(account_id=7), Part.LEAD, TODAY), Line(Whom(unit_id=9), Part.KNOW)):
        assert Line.from_json(line.to_json()) == line
    with pytest.raises(ValueError, match="names people"):
        Line.from_json({"whom": "?", "part": "lead", "due_on": ""})
