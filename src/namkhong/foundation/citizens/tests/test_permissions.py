"""Rows = cast, columns = verbs: who may see and change people and businesses."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

import pytest

from namkhong.foundation.citizens import actions
from namkhong.foundation.citizens.tests import factories
from namkhong.foundation.citizens.tests.factories import LAN, NOW, TUONG
from namkhong.kernel.actor import Actor, ActorKind
from namkhong.kernel.problems import Forbidden, Unseen

pytestmark = pytest.mark.django_db

_BUSINESS: Final[dict[str, Any]] = {
    "tax_code": "0100109106",
    "name": "Hợp tác xã",
    "address": "",
    "representative_id": None,
}
VERBS: Final[dict[str, Callable[[Actor, int], Any]]] = {
    "update_contact": lambda actor, person: actions.update_contact(
        person_id=person, phone="", email="lan@example.vn", actor=actor, now=NOW
    ),
    "enrol_at_counter": lambda actor, person: actions.enrol_at_counter(**TUONG, actor=actor, now=NOW),
    "enrol_business": lambda actor, person: actions.enrol_business(**_BUSINESS, actor=actor, now=NOW),
}
WITHOUT_ACTOR: Final = {"recognise"}  # the identity provider vouches for her
CAST: Final[dict[str, Callable[[int], Actor]]] = {
    "anonymous": lambda person: Actor.anonymous(),
    "herself": factories.citizen,
    "neighbour": lambda person: factories.citizen(person + 1, 2),
    "counter": lambda person: factories.counter(),
    "without_post": lambda person: Actor(kind=ActorKind.OFFICIAL, account_id=None),
    "api_client": lambda person: Actor(kind=ActorKind.API_CLIENT),
    "system": lambda person: Actor.system("Kiểm thử"),
}
TABLE: Final = {
    #                 update_contact  enrol_at_counter  enrol_business
    "anonymous": ("unseen", "forbidden", "forbidden"),
    "herself": ("yes", "forbidden", "forbidden"),
    "neighbour": ("unseen", "forbidden", "forbidden"),
    "counter": ("unseen", "yes", "yes"),
    "without_post": ("unseen", "forbidden", "forbidden"),
    "api_client": ("unseen", "forbidden", "forbidden"),
    "system": ("unseen", "yes", "yes"),
}


def test_every_verb_and_every_cast_has_a_cell() -> None:
    assert set(VERBS) | WITHOUT_ACTOR == set(actions.__all__)
    assert all(inspect.isfunction(getattr(actions, verb)) for verb in actions.__all__)
    assert set(TABLE) == set(CAST)


@pytest.mark.parametrize("who", TABLE)
@pytest.mark.parametrize("verb", VERBS)
def test_the_table_holds(who: str, verb: str) -> None:
    person = factories.recognised(**LAN)
    cell = dict(zip(VERBS, TABLE[who], strict=True))[verb]
    actor = CAST[who](person)
    if cell == "yes":
        VERBS[verb](actor, person)
        return
    with pytest.raises(Forbidden if cell == "forbidden" else Unseen):
        VERBS[verb](actor, person)
