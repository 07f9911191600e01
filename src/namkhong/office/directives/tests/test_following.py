"""A commune goes into the one next door: its open documents and tasks are there, with their days."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyMap, FollowsAgencies, Successor, held_by
from namkhong.office.directives.following import FollowingDirectives
from namkhong.office.directives.tests import factories
from namkhong.office.intake import queries
from namkhong.office.intake.following import FollowingArrivals
from namkhong.office.intake.queries.lists import View
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import NOW, SYSTEM, House

pytestmark = pytest.mark.django_db


def _merged(house: House) -> AgencyMap:
    to, kinds = {house.id: (Successor(house.other_id),)}, {house.id: "commune"}
    for card in organisations.children_of(house.id):
        to[card.id] = (Successor(organisations.unit_of(house.other_id, card.kind).id),)
        kinds[card.id] = card.kind
    economy = to[house.economy_id][0].agency_id
    posts = frozenset({(make.account(house.specialist), economy, "specialist")})
    return AgencyMap(plan_id=1, on=NOW.date(), to=to, kinds=kinds, posts=posts)


def _all(room: FollowsAgencies, agencies: AgencyMap) -> int:
    moved, after = 0, 0
    while True:
        with transaction.atomic():
            batch = room.move(agencies, after=after, most=2, reason="NQ 1661", actor=SYSTEM, now=NOW)
        moved, after = moved + batch.count, batch.reached
        if not batch.more:
            return moved


def test_open_documents_and_tasks_go_to_who_carries_on(house: House, run_jobs: Callable[[], int]) -> None:
    waiting = make.on_paper(house)
    task, given = factories.caused(house, make.lead(house.specialist))
    unit = make.directed(house, make.lead(house.head))
    by_hand = factories.given(house, lead_account_id=make.account(house.head))
    run_jobs()
    due = factories.fresh(task).due_at
    agencies = _merged(house)
    told = FollowingArrivals().forecast(agencies)
    assert sum(flow.count for flow in told.flows) == _all(FollowingArrivals(), agencies) == 3
    run_jobs()
    assert sum(flow.count for flow in FollowingDirectives().forecast(agencies).flows) == 3  # of the head's note too
    assert _all(FollowingDirectives(), agencies) == 3
    economy = agencies.to[house.economy_id][0].agency_id
    assert make.fresh(waiting).agency_id == house.other_id
    assert (make.job(given).unit_id, make.job(given).account_id) == (economy, house.specialist.account_id)
    assert (make.job(unit).unit_id, make.job(unit).account_id) == (economy, None), "who does not move is not named"
    row = factories.fresh(task)
    assert (row.agency_id, row.lead_unit_id, row.lead_account_id) == (
        house.other_id,
        economy,
        house.specialist.account_id,
    )
    assert row.due_at == due
    assert factories.fresh(by_hand).lead_account_id is None
    assert not held_by(agency_id=house.economy_id)
    assert [line.public_id for line in queries.arrivals(house.other_clerk, View.TO_REGISTER, now=NOW).items] == [
        waiting.public_id
    ]
    assert _all(FollowingArrivals(), agencies) == 0
