"""An agency that procedures name is not ended before somebody else does them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import WrongEntry
from namkhong.foundation.organisations.types import held_by, held_items
from namkhong.services.procedures import actions, queries
from namkhong.services.procedures.errors import BadHanding
from namkhong.services.procedures.held import HeldOfferings
from namkhong.services.procedures.models import Offering
from namkhong.services.procedures.tests.factories import KEEPER, NOW, SYSTEM, TODAY

pytestmark = pytest.mark.usefixtures("catalogue")
FOOD = "2.001827"
LATER = TODAY + timedelta(days=7)


def _decider(code: str) -> int:
    procedure = queries.in_force(code, TODAY).procedure_id
    return queries.offering(procedure, commune_agency_id=None, on=TODAY).decider_id


def _other(agency_id: int) -> int:
    return next(card.id for card in organisations.agencies(kind="department") if card.id != agency_id)


def test_it_holds_what_names_it_and_an_official_holds_none() -> None:
    department, work = _decider(FOOD), HeldOfferings()
    count = work.count(agency_id=department)
    assert count > 0
    assert (department, count) in queries.naming_agencies()
    assert "thủ tục hành chính" in " ".join(str(one) for one in held_by(agency_id=department))
    assert any(FOOD in item.text for item in held_items(agency_id=department, limit=50))
    assert work.count(account_id=1, agency_id=department) == work.count() == 0
    assert work.list(account_id=1) == []


def test_ending_it_is_refused_until_another_does_them() -> None:
    department = _decider(FOOD)
    end: dict[str, Any] = {"agency_id": department, "on": LATER, "basis": "Nghị quyết 1", "actor": SYSTEM, "now": NOW}
    units = [card for card in organisations.agencies() if card.parent_id == department]
    for unit in units:
        organise.end_agency(agency_id=unit.id, on=LATER, basis="Nghị quyết 1", actor=SYSTEM, now=NOW)
    with pytest.raises(WrongEntry, match="thủ tục hành chính"):
        organise.end_agency(**end)
    heir = _other(department)
    moved = actions.hand_procedures(
        from_agency_id=department, to_agency_id=heir, on=LATER, basis="Nghị quyết 1", actor=KEEPER, now=NOW
    )
    assert moved > 0
    assert _decider(FOOD) == department, "until the day"
    procedure = queries.in_force(FOOD, TODAY).procedure_id
    assert queries.offering(procedure, commune_agency_id=None, on=LATER).decider_id == heir
    organise.end_agency(**end)


def test_what_the_heir_does_already_is_not_written_twice() -> None:
    department = _decider(FOOD)
    heir = _other(department)
    given: dict[str, Any] = {
        "from_agency_id": department,
        "to_agency_id": heir,
        "on": TODAY,
        "basis": "QĐ 1",
        "actor": KEEPER,
    }
    actions.hand_procedures(**given, now=NOW)
    rows = Offering.objects.count()
    assert actions.hand_procedures(**given, now=NOW) == 0
    assert Offering.objects.count() == rows


def test_everything_wrong_is_named_at_once() -> None:
    with pytest.raises(BadHanding) as told:
        actions.hand_procedures(
            from_agency_id=None, to_agency_id=10**9, on=TODAY - timedelta(days=1), basis=" ", actor=KEEPER, now=NOW
        )
    assert set(told.value.fields) == {"from_agency", "to_agency", "on", "basis"}
