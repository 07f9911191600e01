"""Who may do what: rows are the verbs, columns the people; y = yes, 403 = seen but not hers, 404 = unseen.

``load_facts``, ``close_old``, ``tell_sender``, ``tell_assigned`` and ``tell_relocated`` are deeds of the platform itself: no
page calls them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden, Invalid, Unseen
from namkhong.services.dossiers.tests import factories as dossiers
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.feedback import actions
from namkhong.services.feedback.tests import factories
from namkhong.services.feedback.tests.conftest import People
from namkhong.services.feedback.types import Kind

pytestmark = pytest.mark.django_db
LATER = MONDAY + 4 * factories.HOUR
Deed = Callable[[Any, Actor], Any]
PEOPLE = (
    "visitor",
    "lan",
    "neighbour",
    "counter",
    "specialist",
    "leader",
    "chief",
    "other_leader",
    "controller",
    "head",
)
TABLE = {
    #              visitor lan neighbour counter specialist leader chief other_leader controller head
    "send":        "403 y y 403 403 403 403 403 403 403",  # a complaint: only who has signed in as a citizen
    "assign":      "404 404 404 404 404 y y 404 404 404",
    "pass_on":     "404 404 404 404 404 y y 404 404 404",
    "not_accept":  "404 404 404 404 404 y y 404 404 404",
    "answer":      "404 404 404 404 404 y y 404 404 404",
    "close":       "404 y 404 404 404 404 404 404 404 404",
    "rate":        "404 y 404 404 404 404 404 404 404 404",
}  # fmt: skip


def _deeds(world: Province, people: People) -> dict[str, Deed]:
    commune = world.commune_id
    sent = factories.sent(people.lan, agency_id=commune)
    given, answered = (factories.assigned(people.lan, people.chief, commune, agency_id=commune) for _ in range(2))
    factories.answered(answered, people.leader)
    code = dossiers.handed_over(world).code
    how: dict[str, Any] = {"now": LATER}
    return {
        "send": lambda _it, who: actions.send(new=factories.new(Kind.COMPLAINT), actor=who, **how),
        "assign": lambda _it, who: actions.assign(inquiry_id=sent.pk, actor=who, agency_id=commune, **how),
        "pass_on": lambda _it, who: actions.pass_on(inquiry_id=sent.pk, actor=who, to="Công an", reason="Vì", **how),
        "not_accept": lambda _it, who: actions.not_accept(inquiry_id=sent.pk, actor=who, reason="Vì", **how),
        "answer": lambda _it, who: actions.answer(inquiry_id=given.pk, actor=who, words="Không cần", **how),
        "close": lambda _it, who: actions.close(inquiry_id=answered.pk, actor=who, satisfied=True, **how),
        "rate": lambda _it, who: actions.rate(code=code, stars=5, words="", actor=who, **how),
    }


def _outcome(deed: Deed, who: Actor) -> str:
    try:
        with transaction.atomic():
            deed(None, who)
            transaction.set_rollback(True)
    except Unseen:
        return "404"
    except Forbidden:
        return "403"
    except Invalid:
        return "422"
    return "y"


def test_the_table_holds(world: Province, people: People) -> None:
    deeds = _deeds(world, people)
    assert set(deeds) == set(TABLE)
    for verb, row in TABLE.items():
        told = " ".join(_outcome(deeds[verb], getattr(people, name)) for name in PEOPLE)
        assert told == " ".join(row.split()), verb
