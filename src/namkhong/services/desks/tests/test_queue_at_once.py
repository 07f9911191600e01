"""Ten windows call at the same moment: real threads on real connections."""

from __future__ import annotations

import pytest

from namkhong.kernel.actor import Actor, Role
from namkhong.services.desks import actions, queries
from namkhong.services.desks.models import Ticket
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY
from namkhong.services.dossiers.tests.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WINDOWS = 6


def test_two_windows_never_get_the_same_person_and_two_people_never_the_same_number() -> None:
    world = factories.province()
    kiosk = queries.kiosk_of(world.centre_id, MONDAY)
    taken = at_once(
        *(
            lambda key=key: actions.take_number(
                agency_id=0, key=str(key % 12), kiosk=kiosk, actor=Actor.anonymous(), now=MONDAY
            )
            for key in range(18)
        )
    )
    assert len({row.label for row in taken}) == 12, "eighteen presses of twelve pages are twelve numbers"
    clerks = [
        factories.official(f"quay{letter}.mp", f"Lò Thị {letter.upper()}", world.centre_id, Role.COUNTER)
        for letter in "abcdef"[:WINDOWS]
    ]
    for window, clerk in enumerate(clerks, 1):
        actions.sit_at(agency_id=world.centre_id, window=window, actor=clerk, now=MONDAY)
    # each presses twice at once: two tabs, or an impatient finger
    first = at_once(*(lambda who=who: actions.call_next(after=None, actor=who, now=MONDAY) for who in clerks * 2))
    called = {row.official_id: row.label for row in first if row is not None}
    assert len(called) == WINDOWS
    assert len(set(called.values())) == WINDOWS
    assert Ticket.objects.filter(state="called").count() == WINDOWS
    after = {row.official_id: row.pk for row in first if row is not None}
    second = at_once(
        *(lambda who=who: actions.call_next(after=after[who.account_id], actor=who, now=MONDAY) for who in clerks)
    )
    labels = {row.label for row in second if row is not None}
    assert len(labels) == WINDOWS
    assert not labels & set(called.values())
    assert Ticket.objects.filter(state="done").count() == WINDOWS
    assert not Ticket.objects.filter(state="waiting").exists()
