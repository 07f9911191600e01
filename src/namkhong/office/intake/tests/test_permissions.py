"""Who may do what: rows are the verbs, columns the people; y = yes, 403 = seen but not hers, 404 = unseen.

``load_facts``, ``take_packet``, ``ask_recall``, ``tell_given``, ``tell_giver``, ``tell_ended`` are deeds of the platform itself: no
page calls them. ``mark_read`` marks what is the reader's own and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden, Invalid, Unseen
from namkhong.office.documents.tests import factories as documents
from namkhong.office.intake import actions, policies
from namkhong.office.intake.models import Arrival, Assignment
from namkhong.office.intake.states import End, Part, Recall, Source
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import NOW, House
from namkhong.office.intake.types import NewFile

pytestmark = pytest.mark.django_db
Deed = Callable[[Actor], Any]
PEOPLE = (
    "visitor", "clerk", "chief", "chairman", "deputy", "head", "specialist", "colleague", "elsewhere", "other_clerk",
    "other_leader", "administrator",
)  # fmt: skip
TABLE = {
    #                 visitor clerk chief chairman deputy head specialist colleague elsewhere other_clerk other_leader admin
    "record_arrival": "403 y   403 403 403 403 403 403 403 403 403 403",
    "register":       "404 y   403 403 403 404 404 404 404 404 404 404",
    "send_back":      "404 y   403 403 403 404 404 404 404 404 404 404",
    "propose":        "404 403 y   403 403 404 404 404 404 404 404 404",
    "direct":         "404 403 403 y   y   404 404 404 404 404 404 404",
    "settle_recall":  "404 y   403 403 403 404 404 404 404 404 404 404",
    "opine":          "404 y   y   y   y   y   y   404 y   404 404 404",
    "accept":         "404 403 403 403 403 403 y   404 403 404 404 404",
    "pass_on":        "404 403 403 403 403 y   403 404 403 404 404 404",
    "give_back":      "404 403 403 403 403 403 y   404 403 404 404 404",
    "report":         "404 403 403 403 403 y   403 404 403 404 404 404",
    "finish":         "404 403 403 403 403 y   y   404 403 404 404 404",
    "extend":         "404 403 403 403 403 y   403 404 403 404 404 404",
    "reassign":       "403 403 403 403 403 403 403 403 403 403 403 y",
}  # fmt: skip


def _deeds(house: House) -> dict[str, Deed]:
    """The chairman gave it to the economy unit, its head passed it on to the specialist; somebody elsewhere helps."""
    waiting, ready = make.on_paper(house), make.registered(house)
    Arrival.objects.filter(pk=waiting.pk).update(recall=Recall.ASKED)
    given = make.directed(house, make.lead(house.economy_id), make.helping(house.elsewhere))
    top = make.job(given)
    actions.pass_on(
        assignment_id=top.pk,
        words="",
        lines=[make.lead(house.specialist, date(2026, 11, 26))],
        actor=house.head,
        now=NOW,
    )
    job = make.job(given).pk
    how: dict[str, Any] = {"now": NOW}
    return {
        "record_arrival": lambda who: actions.record_arrival(
            agency_id=house.id,
            source=Source.PAPER,
            uploads=[NewFile("q.pdf", documents.pdf())],
            token=uuid4(),
            actor=who,
            **how,
        ),
        "register": lambda who: actions.register(arrival_id=waiting.pk, data=make.incoming(), actor=who, **how),
        "send_back": lambda who: actions.send_back(arrival_id=waiting.pk, reason="Nhầm nơi nhận", actor=who, **how),
        "propose": lambda who: actions.propose(
            arrival_id=ready.pk, words="", lines=[make.lead(house.head)], actor=who, **how
        ),
        "direct": lambda who: actions.direct(
            arrival_id=ready.pk, words="", lines=[make.lead(house.head)], actor=who, **how
        ),
        "settle_recall": lambda who: actions.settle_recall(
            arrival_id=waiting.pk, agree=True, reason="", actor=who, **how
        ),
        "opine": lambda who: actions.opine(arrival_id=given.pk, words="Ý kiến", actor=who, **how),
        "accept": lambda who: actions.accept(assignment_id=job, actor=who, **how),
        "pass_on": lambda who: actions.pass_on(
            assignment_id=top.pk, words="", lines=[make.helping(house.colleague)], actor=who, **how
        ),
        "give_back": lambda who: actions.give_back(assignment_id=job, reason="Không đúng việc", actor=who, **how),
        "report": lambda who: actions.report(assignment_id=top.pk, words="Kính trình", actor=who, **how),
        "finish": lambda who: actions.finish(assignment_id=job, result="Xong", actor=who, **how),
        "extend": lambda who: actions.extend(
            assignment_id=job, due_on=date(2026, 11, 27), reason="Chờ", actor=who, **how
        ),
        "reassign": lambda who: actions.reassign(
            from_account_id=make.account(house.specialist), to_account_id=None, agency_id=None, actor=who, **how
        ),
    }


def _outcome(deed: Deed, who: Actor) -> str:
    try:
        with transaction.atomic():
            deed(who)
            transaction.set_rollback(True)
    except Unseen:
        return "404"
    except Forbidden:
        return "403"
    except Invalid:
        return "422"
    return "y"


def test_the_table_holds(house: House) -> None:
    deeds = _deeds(house)
    assert set(deeds) == set(TABLE)
    people = house.cast()
    for verb, row in TABLE.items():
        told = " ".join(_outcome(deeds[verb], people[name]) for name in PEOPLE)
        assert told == " ".join(row.split()), verb


def _oracle_sees(house: House, name: str, given: list[tuple[str, int | None]]) -> bool:
    """Said again in plain words: the desk sees all; others what names them, waits in their unit, or is their unit's to head."""
    if name in {"clerk", "chief", "chairman", "deputy"}:
        return True
    unit = {"head": house.economy_id, "specialist": house.economy_id, "colleague": house.economy_id}.get(name)
    for whom, of_unit in given:
        if whom == name:
            return True
        if unit is not None and of_unit == unit and (name == "head" or whom == "unit"):
            return True
    return False


@pytest.mark.parametrize("seed", range(6))
def test_who_sees_is_the_same_in_a_list_in_a_page_and_in_plain_words(house: House, seed: int) -> None:
    """Assignments of every kind in turn: to a unit, to people of it, to somebody elsewhere, ended and open."""
    choices: list[list[tuple[str, Any, Part]]] = [
        [("unit", house.economy_id, Part.LEAD)],
        [("specialist", house.specialist, Part.LEAD)],
        [("elsewhere", house.elsewhere, Part.LEAD), ("unit", house.economy_id, Part.KNOW)],
        [("head", house.head, Part.LEAD), ("elsewhere", house.elsewhere, Part.HELP)],
        [("colleague", house.colleague, Part.LEAD), ("specialist", house.specialist, Part.KNOW)],
        [("deputy", house.deputy, Part.LEAD)],
    ]
    chosen = choices[seed]
    makers = {Part.LEAD: make.lead, Part.HELP: make.helping, Part.KNOW: make.knowing}
    arrival = make.directed(house, *(makers[part](whom) for _name, whom, part in chosen))
    if seed % 2:
        Assignment.objects.filter(arrival=arrival).update(end=End.DONE, ended_at=NOW)
    given = list(Assignment.objects.filter(arrival=arrival))
    units = {"specialist": house.economy_id, "colleague": house.economy_id, "head": house.economy_id}
    plain = [(name, house.economy_id if name == "unit" else units.get(name)) for name, _whom, _part in chosen]
    for name, actor in house.cast().items():
        listed = Arrival.objects.filter(policies.visible_to(actor), pk=arrival.pk).exists()
        assert listed == policies.sees(actor, arrival, given) == _oracle_sees(house, name, plain), name
        held = set(Assignment.objects.filter(policies.held_by(actor), arrival=arrival).values_list("pk", flat=True))
        if actor.is_official:
            assert held == {one.pk for one in given if policies.holds(actor, one)}, name
