"""Cast × verbs. A verb without a row fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from namkhong.foundation.calendars import actions
from namkhong.foundation.calendars.errors import NotAdministrator
from namkhong.foundation.calendars.models import DayException
from namkhong.foundation.calendars.tests.factories import (
    ADMINISTRATOR,
    CITIZEN,
    COUNTER,
    ELEVATED,
    NOW,
    OF_A_COMMUNE,
    SYSTEM,
    load,
)
from namkhong.kernel.actor import Actor
from namkhong.kernel.worktime import DayKind

CAST = {
    "visitor": (Actor.anonymous(), False),
    "citizen": (CITIZEN, False),
    "counter": (COUNTER, False),
    "administrator": (ADMINISTRATOR, False),
    "elevated administrator": (ELEVATED, True),
    "elevated administrator of a commune": (OF_A_COMMUNE, False),
    "system": (SYSTEM, True),
}


def _doubtful() -> int:
    return DayException.objects.get(day=date(2026, 11, 24), until=None).pk


WEEK = {"mon": ["07:00-11:30"]}
VERBS: dict[str, Callable[[Actor], Any]] = {
    "add_day": lambda actor: actions.add_day(
        day=date(2026, 6, 12), kind=DayKind.OFF, name="Nghỉ", source="Văn bản", actor=actor, now=NOW
    ),
    "remove_day": lambda actor: actions.remove_day(day_id=_doubtful(), reason="Nhầm", actor=actor, now=NOW),
    "confirm_day": lambda actor: actions.confirm_day(day_id=_doubtful(), source="Luật", actor=actor, now=NOW),
    "open_year": lambda actor: actions.open_year(year=2028, source="", actor=actor, now=NOW),
    "confirm_year": lambda actor: actions.confirm_year(year=2027, source="Thông báo", actor=actor, now=NOW),
    "set_weekly_hours": lambda actor: actions.set_weekly_hours(
        week=WEEK, valid_from=date(2026, 6, 1), source="QĐ", actor=actor, now=NOW
    ),
    "load_facts": lambda actor: actions.load_facts(now=NOW, actor=actor),
}


def test_every_verb_has_a_row() -> None:
    assert set(VERBS) == {name for name in actions.__all__ if name.islower()}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", CAST)
def test_only_an_elevated_administrator_changes_the_calendar(who: str, verb: str) -> None:
    actor, may = CAST[who]
    load()
    if may:
        VERBS[verb](actor)
    else:
        with pytest.raises(NotAdministrator):
            VERBS[verb](actor)
