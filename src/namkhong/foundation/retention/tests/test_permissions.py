"""Who loads rules and erases: only the platform (``load_facts``, ``start_night``, ``erase_due``). Who reads: below."""

from __future__ import annotations

import pytest

from namkhong.foundation.retention import actions, queries
from namkhong.foundation.retention.errors import NotProvinceAdministrator
from namkhong.foundation.retention.tests.test_rules import NOW, administrator
from namkhong.kernel.actor import AccountId, Actor, ActorKind, Role

pytestmark = pytest.mark.django_db
CAST = {
    "visitor": (Actor.anonymous(), False),
    "citizen": (Actor(ActorKind.CITIZEN, AccountId(7)), False),
    "counter": (administrator("/1/57/", Role.COUNTER), False),
    "administrator of a commune": (administrator("/1/57/"), False),
    "leader of the province": (administrator("/1/", Role.LEADER), False),
    "administrator of the province": (administrator(), True),
    "program": (Actor(ActorKind.API_CLIENT), False),
}


def test_only_the_platform_acts() -> None:
    assert set(actions.__all__) == {"erase_due", "load_facts", "start_night"}


@pytest.mark.parametrize("who", CAST)
def test_who_reads_the_rules_and_what_was_erased(who: str) -> None:
    actor, may = CAST[who]
    if may:
        assert queries.rules(actor, now=NOW) == []
        assert queries.erasures(actor).items == []
        return
    with pytest.raises(NotProvinceAdministrator):
        queries.rules(actor, now=NOW)
    with pytest.raises(NotProvinceAdministrator):
        queries.erasures(actor)
