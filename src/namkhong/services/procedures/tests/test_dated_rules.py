"""Front doors, offerings, processes: rules with dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from namkhong.foundation.organisations import queries as organisations
from namkhong.services.procedures import actions, queries
from namkhong.services.procedures.errors import (
    BadFile,
    BadFrontDoor,
    NoOffering,
    NoSuchProcedure,
    NoSuchProcess,
)
from namkhong.services.procedures.models import FrontDoorRule, Procedure, ProcedureVersion
from namkhong.services.procedures.tests.factories import KEEPER, NOW, SYSTEM, TODAY
from namkhong.services.procedures.types import DecidedBy

pytestmark = pytest.mark.usefixtures("catalogue")


def change(**more: Any) -> int:
    values = {
        "procedure_id": queries.in_force("1.004873", TODAY).procedure_id,
        "kind": "national",
        "url": "https://dichvucong.gov.vn/",
        "basis": "Nghị định 224/2026/NĐ-CP",
        "from_day": TODAY + timedelta(days=7),
        "actor": KEEPER,
        "now": NOW,
        **more,
    }
    return actions.change_front_door(**values)


def test_the_front_door_changes_on_its_day_and_the_version_does_not() -> None:
    before = queries.in_force("1.004873", TODAY)
    change()
    assert queries.in_force("1.004873", TODAY).front_door == "own"
    after = queries.in_force("1.004873", TODAY + timedelta(days=7))
    assert (after.front_door, after.front_door_url) == ("national", "https://dichvucong.gov.vn/")
    assert after.id == before.id
    assert before.can_be_filed_here
    assert not after.can_be_filed_here
    assert queries.version(before.id, on=TODAY).front_door == "own"


def test_a_later_decision_replaces_the_planned_one() -> None:
    change()
    change(kind="ministry", url="https://bo.gov.vn/", from_day=TODAY + timedelta(days=3))
    assert queries.in_force("1.004873", TODAY + timedelta(days=30)).front_door == "ministry"
    assert queries.in_force("1.004873", TODAY + timedelta(days=2)).front_door == "own"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"url": ""}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"basis": " "}, "basis"),
        ({"from_day": TODAY - timedelta(days=1)}, "from_day"),
    ],
)
def test_an_incomplete_front_door_is_refused_beside_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(BadFrontDoor) as problem:
        change(**wrong)
    assert field in problem.value.fields


def test_an_unknown_procedure_has_no_front_door() -> None:
    with pytest.raises(NoSuchProcedure):
        actions.change_front_door(procedure_id=0, kind="own", url="", basis="x", from_day=TODAY, actor=KEEPER, now=NOW)


def test_no_two_versions_or_front_doors_hold_on_one_day() -> None:
    procedure = Procedure.objects.get(code="1.004873")
    with pytest.raises(IntegrityError), transaction.atomic():
        FrontDoorRule.objects.create(procedure=procedure, kind="own", valid_from=TODAY, created_at=NOW)
    version = ProcedureVersion.objects.get(procedure=procedure)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.filter(procedure__code="1.001193").update(procedure=version.procedure, number=2)


def test_a_commune_procedure_is_received_anywhere_and_decided_by_the_named_commune() -> None:
    card = queries.in_force("1.004873", TODAY)
    ours, theirs = organisations.agencies(kind="commune")[:2]
    own = queries.offering(card.procedure_id, commune_agency_id=ours.id, on=TODAY)
    centre = organisations.unit_of(ours.id, "centre").id
    assert (own.receiver_id, own.decider_id, own.return_place_id, own.collection_id) == (
        centre,
        ours.id,
        centre,
        centre,
    )
    elsewhere = organisations.unit_of(theirs.id, "centre").id
    away = queries.offering(card.procedure_id, commune_agency_id=ours.id, on=TODAY, receiver_id=elsewhere)
    assert (away.receiver_id, away.decider_id) == (elsewhere, ours.id)
    assert len(queries.offered_by(card.procedure_id, TODAY)) == 45
    assert queries.offering_rule(card.procedure_id, TODAY).decided_by is DecidedBy.COMMUNE
    with pytest.raises(NoOffering):
        queries.offering(card.procedure_id, commune_agency_id=None, on=TODAY)


def test_a_department_decides_its_own_and_the_provincial_centre_receives() -> None:
    card = queries.in_force("2.002288", TODAY)
    found = queries.offering(card.procedure_id, commune_agency_id=None, on=TODAY)
    assert organisations.agency(found.decider_id).short_name == "Sở Xây dựng"
    assert organisations.agency(found.receiver_id).kind == "provincial_centre"
    assert queries.offered_by(card.procedure_id, TODAY) == [found.decider_id]


def test_an_exception_for_one_commune_changes_only_that_commune() -> None:
    card = queries.in_force("1.004873", TODAY)
    ours, theirs = organisations.agencies(kind="commune")[:2]
    counter = organisations.agencies(kind="provincial_centre")[0].id
    actions.offer(
        procedure_id=card.procedure_id,
        decided_by=DecidedBy.COMMUNE,
        decider_id=ours.id,
        collection_id=counter,
        from_day=TODAY,
        actor=KEEPER,
        now=NOW,
    )
    assert queries.offering(card.procedure_id, commune_agency_id=ours.id, on=TODAY).collection_id == counter
    assert queries.offering(card.procedure_id, commune_agency_id=theirs.id, on=TODAY).collection_id != counter
    yesterday = queries.offering(card.procedure_id, commune_agency_id=ours.id, on=TODAY - timedelta(days=1))
    assert yesterday.collection_id != counter


def test_nobody_in_the_province_offers_what_the_police_decides() -> None:
    card = queries.in_force("1.004222", TODAY)
    assert card.front_door == "ministry"
    with pytest.raises(NoOffering):
        queries.offering(card.procedure_id, commune_agency_id=1, on=TODAY)
    with pytest.raises(NoOffering):
        queries.offering_rule(card.procedure_id, TODAY)


def _process(**more: Any) -> dict[str, Any]:
    def step(code: str, kind: str) -> dict[str, Any]:
        return {
            "code": code, "name": code, "public_name": code, "role": "counter", "unit": "receiver", "hours": 1, "kind": kind,
        }  # fmt: skip

    return {
        "key": "thu",
        "name": "Thử",
        "steps": [step("a", "receive"), step("b", "decide"), step("c", "hand_over")],
        **more,
    }


def test_a_changed_process_is_a_new_version_and_the_old_one_stays() -> None:
    first = actions.add_process_version(_process(), valid_from=date(2024, 1, 1), actor=SYSTEM, now=NOW)
    assert first is not None
    assert actions.add_process_version(_process(), valid_from=date(2024, 1, 1), actor=SYSTEM, now=NOW) is None
    second = actions.add_process_version(_process(name="Khác"), valid_from=date(2024, 1, 1), actor=SYSTEM, now=NOW)
    assert queries.process("thu", TODAY).version_id == second
    assert queries.process("thu", TODAY - timedelta(days=1)).version_id == first
    with pytest.raises(NoSuchProcess):
        queries.process("thu", date(2023, 1, 1))
    with pytest.raises(NoSuchProcess):
        queries.process_version(0)


@pytest.mark.parametrize(
    "steps",
    [
        [],
        "x",
        [{"code": "a"}],
        _process()["steps"][:2],
        _process()["steps"][1:],
        [*_process()["steps"][:2], _process()["steps"][0] | {"kind": "hand_over"}],
        [_process()["steps"][0] | {"hours": -1}, *_process()["steps"][1:]],
    ],
)
def test_a_process_that_cannot_work_is_refused(steps: Any) -> None:
    with pytest.raises(BadFile):
        actions.add_process_version(_process(steps=steps), valid_from=TODAY, actor=SYSTEM, now=NOW)
