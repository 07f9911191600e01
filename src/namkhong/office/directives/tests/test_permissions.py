"""Who may do what: rows are the verbs, columns the people; y = yes, 403 = seen but not hers, 404 = unseen.

``take_direction``, ``follow``, ``close`` and ``tell_moved`` are deeds of the platform itself: no page calls them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from namkhong.kernel.actor import Actor
from namkhong.kernel.problems import Forbidden, Invalid, Unseen
from namkhong.office.directives import actions, policies
from namkhong.office.directives.models import Directive
from namkhong.office.directives.tests import factories
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import NOW, House

pytestmark = pytest.mark.django_db
Deed = Callable[[Actor], Any]
PEOPLE = (
    "visitor", "clerk", "chief", "chairman", "deputy", "head", "specialist", "colleague", "elsewhere", "other_clerk",
    "other_leader", "administrator",
)  # fmt: skip
TABLE = {
    #            visitor clerk chief chairman deputy head specialist colleague elsewhere other_clerk other_leader admin
    "give":      "403 403 403 y   y   403 403 403 403 403 422 403",  # the other leader names nobody of her own
    "accept":    "404 404 404 403 403 403 y   404 403 404 404 404",
    "progress":  "404 404 404 403 403 403 y   404 403 404 404 404",
    "report":    "404 404 404 403 403 403 y   404 403 404 404 404",
    "confirm":   "404 404 404 y   403 403 403 404 403 404 404 404",
    "return_it": "404 404 404 y   403 403 403 404 403 404 404 404",
    "extend":    "404 404 404 y   403 403 403 404 403 404 404 404",
    "drop":      "404 404 404 y   403 403 403 404 403 404 404 404",
    "reassign":  "403 403 403 403 403 403 403 403 403 403 403 y",
}  # fmt: skip


def _deeds(house: House) -> dict[str, Deed]:
    """The chairman gave it to the specialist; somebody elsewhere helps."""
    row, reported = factories.given(house).pk, factories.given(house).pk
    actions.report(directive_id=reported, words="Xong.", actor=house.specialist, now=NOW)
    how: dict[str, Any] = {"now": NOW}
    return {
        "give": lambda who: actions.give(new=factories.new(house), actor=who, **how),
        "accept": lambda who: actions.accept(directive_id=row, actor=who, **how),
        "progress": lambda who: actions.progress(directive_id=row, words="Một nửa", actor=who, **how),
        "report": lambda who: actions.report(directive_id=row, words="Xong", actor=who, **how),
        "confirm": lambda who: actions.confirm(directive_id=reported, actor=who, **how),
        "return_it": lambda who: actions.return_it(directive_id=reported, reason="Thiếu", actor=who, **how),
        "extend": lambda who: actions.extend(directive_id=row, due_on=factories.LATER, reason="Chờ", actor=who, **how),
        "drop": lambda who: actions.drop(directive_id=row, reason="Thôi", actor=who, **how),
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


def test_a_list_and_a_page_agree_on_who_sees(house: House) -> None:
    rows = [
        factories.given(house),
        factories.given(house, lead_account_id=make.account(house.elsewhere), helper_ids=()),
    ]
    rows.append(factories.caused(house, make.lead(house.economy_id))[0])
    for name, actor in house.cast().items():
        for row in rows:
            listed = Directive.objects.filter(policies.visible_to(actor), pk=row.pk).exists()
            assert listed == policies.sees(actor, row), (name, row)
            if actor.is_official:
                mine = Directive.objects.filter(policies.mine(actor), pk=row.pk).exists()
                assert mine == policies.does(actor, row), (name, row)


def test_the_screens_open_for_whom_they_are(house: House, browser: Callable[[Actor], Client]) -> None:
    row = factories.given(house)
    page = reverse("directive", kwargs={"public_id": row.public_id})
    leader, doer = browser(house.chairman), browser(house.specialist)
    assert row.subject in leader.get(reverse("given_directives")).content.decode()
    assert row.subject in doer.get(reverse("my_directives")).content.decode()
    assert doer.get(reverse("given_directives")).status_code == 403
    assert browser(house.other_leader).get(page).status_code == 404
    made = leader.post(
        reverse("directive_new"),
        {
            "subject": "Kiểm tra kho",
            "lead": make.account(house.head),
            "due-day": "27",
            "due-month": "11",
            "due-year": "2026",
        },
    )
    assert made.status_code == 302
    kept = leader.post(reverse("directive_new"), {"subject": "Kiểm tra kho", "due-day": "31", "due-month": "2"})
    assert kept.status_code == 422
    assert 'value="Kiểm tra kho"' in kept.content.decode()
    for who, verb, fields, status in (
        (doer, "accept", {}, 302),
        (doer, "progress", {"progress": "Một nửa", "percent": "50"}, 302),
        (doer, "progress", {"progress": "Một nửa", "percent": "x"}, 422),
        (doer, "report", {"report": ""}, 422),
        (doer, "report", {"report": "Xong."}, 302),
        (leader, "return", {"reason": "Thiếu."}, 302),
        (leader, "extend", {"extend_reason": "Chờ"}, 422),
        (
            leader,
            "extend",
            {"extend_reason": "Chờ", "new_due-day": "4", "new_due-month": "12", "new_due-year": "2026"},
            302,
        ),
        (doer, "confirm", {}, 403),
        (leader, "confirm", {"words": "Tốt."}, 302),
        (leader, "confirm", {"words": "Tốt."}, 409),
    ):
        answer = who.post(reverse(f"directive_{verb}", kwargs={"public_id": row.public_id}), fields)
        assert answer.status_code == status, (verb, fields)
    text = doer.get(page).content.decode()
    for words in ("Đã xong", "Một nửa", "Đã làm 50 phần trăm", "Hạn giao lần đầu", "Tốt."):
        assert words in text
