"""Who may do what: rows are the verbs, columns the people; y = yes, 403 = seen but not hers, 404 = unseen.

``load_facts`` and ``read_files`` are deeds of the platform itself: no page calls them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Forbidden, Invalid, Unseen
from namkhong.office.documents import actions, queries
from namkhong.office.documents.tests import factories
from namkhong.office.documents.tests.factories import NOW, TODAY, Office
from namkhong.office.documents.types import LinkKind, Sight

pytestmark = pytest.mark.django_db
PEOPLE = ("clerk", "chief", "leader", "specialist", "concerned", "other_clerk", "head", "administrator", "visitor")
TABLE = {
    #                     clerk chief leader specialist concerned other_clerk head administrator visitor
    "register_incoming":  "y 403 403 403 403 403 403 403 403",
    "register_outgoing":  "y 403 403 403 403 403 403 403 403",
    "attach":             "y 403 403 404 403 404 404 404 404",
    "link":               "y y y 404 y 404 404 404 404",
    "void":               "y 403 403 404 403 404 404 404 404",
    "mark_recalled":      "y 403 403 404 403 404 404 404 404",
    "mark_replaced":      "y 403 403 404 403 404 404 404 404",
    "note_handed_on":     "y 403 403 404 403 404 404 404 404",
    "lock_book":          "y 403 403 404 404 404 404 404 404",
    "unlock_book":        "y 403 403 404 404 404 404 404 404",
    "register_pdf":       "y y y 404 404 404 404 404 404",
    "register_lines":     "y y y 404 404 404 404 404 404",
    "set_symbol":         "y 403 403 403 403 403 403 403 403",
    "see":                "y y y 404 y 404 404 404 404",
    "see_book":           "y y y 404 404 404 404 404 404",
}  # fmt: skip


def _deeds(office: Office) -> dict[str, Callable[[Actor], Any]]:
    card, other = factories.arrived(office), factories.issued(office)
    link = factories.stored(office.clerk)
    how: dict[str, Any] = {"now": NOW}
    one: dict[str, Any] = {"document_id": card.id, **how}
    new: dict[str, Any] = {"agency_id": office.id, "files": (), **how}
    book: dict[str, Any] = {"book_id": card.book_id, **how}
    day = TODAY + timedelta(days=1)
    incoming, outgoing = factories.incoming(number="7/A"), factories.outgoing()
    return {
        "register_incoming": lambda who: actions.register_incoming(data=incoming, actor=who, **new),
        "register_outgoing": lambda who: actions.register_outgoing(data=outgoing, actor=who, **new),
        "attach": lambda who: actions.attach(files=(link,), actor=who, **one),
        "link": lambda who: actions.link(other_id=other.id, kind=LinkKind.AMENDS, actor=who, **one),
        "void": lambda who: actions.void(reason="Vì", actor=who, **one),
        "mark_recalled": lambda who: actions.mark_recalled(reason="Vì", actor=who, **one),
        "mark_replaced": lambda who: actions.mark_replaced(reason="Vì", actor=who, **one),
        "note_handed_on": lambda who: actions.note_handed_on(on=TODAY, actor=who, **one),
        "lock_book": lambda who: actions.lock_book(actor=who, **book),
        "unlock_book": lambda who: actions.unlock_book(reason="Vì", actor=who, **book),
        "register_pdf": lambda who: actions.register_pdf(volume=1, actor=who, **book),
        "register_lines": lambda who: actions.register_lines(actor=who, **book),
        "set_symbol": lambda who: actions.set_symbol(
            agency_id=office.id, symbol="UB", valid_from=day, actor=who, now=NOW
        ),
        "see": lambda who: queries.card(card.id, who),
        "see_book": lambda who: queries.book(card.book_id, who),
    }


def _outcome(deed: Callable[[Actor], Any], who: Actor) -> str:
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


def test_the_table_holds(office: Office, sight: Callable[[Sight], None]) -> None:
    deeds = _deeds(office)
    concerned = factories.one(factories.COMMUNE, "Lò Thị Xuân", Role.SPECIALIST, "c03325_kt")
    sight(lambda actor, ids: set(ids) if actor == concerned else set())
    cast = {name: getattr(office, name, Actor.anonymous()) for name in PEOPLE} | {"concerned": concerned}
    assert set(deeds) == set(TABLE)
    for verb, row in TABLE.items():
        told = " ".join(_outcome(deeds[verb], cast[name]) for name in PEOPLE)
        assert told == " ".join(row.split()), verb
