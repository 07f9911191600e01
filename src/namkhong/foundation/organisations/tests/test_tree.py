"""The dated tree of agencies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.organisations import actions, queries, types
from namkhong.foundation.organisations.errors import NoSuchAgency, Overlapping, WrongEntry
from namkhong.foundation.organisations.models import (
    Agency,
    AgencyCode,
    AgencyName,
    AgencyPlacement,
    AgencySuccession,
    PostHolding,
)
from namkhong.foundation.organisations.tests.factories import NOW, SYSTEM, TODAY, agency, official, post
from namkhong.kernel.actor import Role

pytestmark = pytest.mark.usefixtures("province")
WHOLE = pytest.mark.usefixtures("whole_province")
LATER = date(2027, 1, 1)


@WHOLE
def test_the_province_has_14_departments_and_45_communes_each_with_four_units() -> None:
    assert queries.province().code == "H18"
    assert len(queries.agencies("department")) == 14
    communes = queries.agencies("commune")
    assert len(communes) == 45
    assert sum(card.name.startswith("Ủy ban nhân dân phường") for card in communes) == 3
    for card in communes:
        units = queries.children_of(card.id)
        assert sorted(unit.kind for unit in units) == ["centre", "culture", "economy", "office"]
        assert all(unit.code.startswith(f"{card.code}.") for unit in units)
    assert len(queries.agencies(level="commune")) == 45 * 5


@WHOLE
def test_wards_have_a_division_of_economy_infrastructure_and_cities() -> None:
    assert agency("c03127_kt").name == "Phòng Kinh tế, Hạ tầng và Đô thị phường Điện Biên Phủ"
    assert agency("c03325_kt").name == "Phòng Kinh tế xã Mường Phăng"


def test_the_provincial_centre_stands_under_the_office_of_the_committee() -> None:
    office, centre = agency("vpubnd_2025"), agency("ttpvhcc_2025")
    assert centre.path == f"{office.path}{centre.pk}/"
    assert queries.unit_of(queries.province().id, "centre").id == centre.pk


@WHOLE
def test_every_code_of_ours_is_marked_to_be_confirmed() -> None:
    for card in queries.agencies():
        assert ("code" in card.to_be_confirmed) == (card.code != "H18")
        assert card.code


@WHOLE
def test_the_sources_are_kept() -> None:
    assert not Agency.objects.filter(source="").exists()


@WHOLE
def test_loading_twice_changes_nothing() -> None:
    tables = (Agency, AgencyName, AgencyCode, AgencyPlacement, AgencySuccession)
    before = [list(table._default_manager.order_by("id").values()) for table in tables]
    assert actions.load_facts(NOW, SYSTEM) == 0
    assert [list(table._default_manager.order_by("id").values()) for table in tables] == before
    assert actions.refresh_tree(now=NOW) == 0


def test_loading_keeps_what_an_administrator_changed() -> None:
    stp = agency("stp_2025")
    actions.change_code(agency_id=stp.pk, code="H18.77", on=TODAY, basis="QĐ 1/QĐ-UBND", actor=SYSTEM, now=NOW)
    actions.load_facts(NOW, SYSTEM)
    assert queries.agency(stp.pk).code == "H18.77"


@WHOLE
def test_before_july_2025_there_were_129_communes_in_10_districts_and_19_departments() -> None:
    june = date(2025, 2, 28)
    assert len(queries.agencies("commune", on=june)) == 129
    assert len(queries.agencies("district", on=june)) == 10
    assert len(queries.agencies("department", on=june)) == 19
    assert {card.depth for card in queries.agencies("commune", on=june)} == {2}


@WHOLE
def test_every_old_agency_has_a_successor_of_today() -> None:
    for old in Agency.objects.filter(valid_to__isnull=False):
        found = queries.successors(old.pk)
        assert found, old.name
        assert all(Agency.objects.get(pk=card.id).valid_to is None for card in found)
    assert [card.name for card in queries.successors(agency("w03200").pk)] == ["Ủy ban nhân dân xã Na Sang"]


def test_the_tree_of_a_day_is_asked_before_and_after_a_move() -> None:
    centre, stp = agency("ttpvhcc_2025"), agency("stp_2025")
    actions.move_agency(agency_id=centre.pk, parent_id=stp.pk, on=LATER, basis="QĐ 2", actor=SYSTEM, now=NOW)
    before = {card.id: card for card in queries.agencies(on=LATER - timedelta(days=1))}
    after = {card.id: card for card in queries.agencies(on=LATER)}
    assert before[centre.pk].parent_id == agency("vpubnd_2025").pk
    assert after[centre.pk].parent_id == stp.pk
    assert after[centre.pk].path == f"{stp.path}{centre.pk}/"
    assert queries.path_on(centre.pk, LATER) == after[centre.pk].path
    assert queries.agency(centre.pk).path == before[centre.pk].path  # today is before the move


def test_a_move_becomes_true_on_the_row_on_its_day() -> None:
    centre, stp = agency("ttpvhcc_2025"), agency("stp_2025")
    actions.move_agency(agency_id=centre.pk, parent_id=stp.pk, on=LATER, basis="QĐ 2", actor=SYSTEM, now=NOW)
    assert actions.refresh_tree(now=NOW + timedelta(days=60)) == 1
    assert queries.agency(centre.pk).path == f"{stp.path}{centre.pk}/"


def test_a_move_of_today_takes_everything_below_along() -> None:
    office, stp, centre = agency("vpubnd_2025"), agency("stp_2025"), agency("ttpvhcc_2025")
    actions.move_agency(agency_id=office.pk, parent_id=stp.pk, on=TODAY, basis="QĐ 3", actor=SYSTEM, now=NOW)
    assert queries.agency(centre.pk).path == f"{stp.path}{office.pk}/{centre.pk}/"
    assert actions.refresh_tree(now=NOW) == 0


def test_an_agency_never_stands_below_itself() -> None:
    commune = agency("c03325")
    unit = agency("c03325_vp")
    with pytest.raises(WrongEntry):
        actions.move_agency(agency_id=commune.pk, parent_id=unit.pk, on=TODAY, basis="QĐ", actor=SYSTEM, now=NOW)


def test_codes_have_a_history_and_old_codes_are_still_read() -> None:
    stp = agency("stp_2025")
    old = stp.code
    actions.change_code(agency_id=stp.pk, code="h18.40.1", on=TODAY, basis="QĐ 5", actor=SYSTEM, now=NOW)
    card = queries.agency(stp.pk)
    assert card.code == "H18.40.1"
    assert "code" not in card.to_be_confirmed
    assert queries.agency_by_code(old).id == stp.pk
    assert {c.code for c in queries.agencies(on=date(2026, 1, 1)) if c.id == stp.pk} == {old}
    assert list(stp.codes.order_by("valid_from").values_list("code", "valid_to")) == [(old, TODAY), ("H18.40.1", None)]


def test_a_code_given_to_another_agency_is_read_by_its_day() -> None:
    stp, syt = agency("stp_2025"), agency("syt_2025")
    freed = stp.code
    actions.change_code(agency_id=stp.pk, code="H18.90", on=date(2026, 5, 1), basis="QĐ", actor=SYSTEM, now=NOW)
    actions.change_code(agency_id=syt.pk, code=freed, on=date(2026, 6, 1), basis="QĐ", actor=SYSTEM, now=NOW)
    assert queries.agency_by_code(freed, date(2026, 4, 1)).id == stp.pk
    assert queries.agency_by_code(freed, date(2026, 7, 1)).id == syt.pk


def test_the_same_code_with_a_document_is_confirmed() -> None:
    stp = agency("stp_2025")
    actions.change_code(agency_id=stp.pk, code=stp.code, on=TODAY, basis="QĐ 7", actor=SYSTEM, now=NOW)
    assert stp.codes.count() == 1
    assert "code" not in queries.agency(stp.pk).to_be_confirmed
    assert audit.entries_of(("agency", stp.pk))[0].action == "organisations.agency_recoded"


def test_a_code_in_use_is_refused_with_a_sentence() -> None:
    with pytest.raises(Overlapping, match="của một cơ quan khác"):
        actions.change_code(agency_id=agency("stp_2025").pk, code="H18.14", on=TODAY, basis="QĐ", actor=SYSTEM, now=NOW)
    with pytest.raises(Overlapping, match="chữ hoa, chữ số"):
        actions.change_code(agency_id=agency("stp_2025").pk, code="H18..4", on=TODAY, basis="QĐ", actor=SYSTEM, now=NOW)


def test_a_new_name_begins_on_its_day() -> None:
    stp = agency("stp_2025")
    actions.rename_agency(
        agency_id=stp.pk, name="Sở Pháp luật", short_name="", on=LATER, basis="QĐ", actor=SYSTEM, now=NOW
    )
    assert queries.agency(stp.pk).name == "Sở Tư pháp tỉnh Điện Biên"
    assert {card.name for card in queries.agencies(on=LATER) if card.id == stp.pk} == {"Sở Pháp luật"}
    actions.refresh_tree(now=NOW + timedelta(days=60))
    assert queries.agency(stp.pk).name == "Sở Pháp luật"


@pytest.mark.parametrize("history", [AgencyName, AgencyCode, AgencyPlacement])
def test_the_database_refuses_two_at_one_time(history: type[AgencyName | AgencyCode | AgencyPlacement]) -> None:
    row = history._default_manager.filter(agency=agency("stp_2025")).get()
    row.pk = None
    row._state.adding = True
    row.valid_from, row.valid_to = date(2026, 3, 1), date(2026, 4, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_unit_is_created_and_ended() -> None:
    stp = agency("stp_2025")
    unit_id = actions.create_agency(
        kind="division",
        name="Phòng Hộ tịch",
        parent_id=stp.pk,
        valid_from=TODAY,
        basis="QĐ 1",
        code="H18.03.01",
        actor=SYSTEM,
        now=NOW,
    )
    card = queries.agency(unit_id)
    assert (card.path, card.level, card.to_be_confirmed) == (f"{stp.path}{unit_id}/", "province", ("code",))
    someone = official("stp_2025")
    held = post(someone, "stp_2025", Role.LEADER)
    PostHolding.objects.filter(pk=held).update(agency_id=unit_id)
    with pytest.raises(WrongEntry):
        actions.end_agency(agency_id=unit_id, on=LATER, basis="QĐ", actor=SYSTEM, now=NOW)
    PostHolding.objects.filter(pk=held).delete()
    actions.end_agency(agency_id=unit_id, on=LATER, basis="QĐ", actor=SYSTEM, now=NOW)
    assert unit_id not in {found.id for found in queries.agencies(on=LATER)}


def test_a_unit_falls_back_to_the_agency_itself() -> None:
    commune, stp = agency("c03325"), agency("stp_2025")
    assert queries.unit_of(commune.pk, "economy").name == "Phòng Kinh tế xã Mường Phăng"
    assert queries.unit_of(stp.pk, "economy").id == stp.pk
    with pytest.raises(NoSuchAgency):
        queries.unit_of(0, "office")


def test_the_calendar_is_that_of_the_nearest_agency_above() -> None:
    unit, commune = agency("c03325_vp"), agency("c03325")
    assert queries.calendar_of(unit.pk, TODAY) == "province"
    Agency.objects.filter(pk=commune.pk).update(calendar_key="muong-phang")
    assert queries.calendar_of(unit.pk, TODAY) == "muong-phang"
    assert queries.calendar_of(agency("stp_2025").pk, TODAY) == "province"
    assert queries.calendar_of(unit.pk, date(2025, 8, 1)) == "muong-phang"


def test_reading_the_tree_costs_few_queries(django_assert_max_num_queries: Callable[[int], Any]) -> None:
    with django_assert_max_num_queries(1):
        queries.agencies()
    with django_assert_max_num_queries(4):
        queries.tree_on(date(2025, 6, 1))
    unit = agency("c03325_vp").pk
    with django_assert_max_num_queries(2):
        queries.calendar_of(unit, TODAY)
    with django_assert_max_num_queries(1):
        queries.unit_of(unit, "centre")


def test_unknown_agencies_are_unseen() -> None:
    with pytest.raises(NoSuchAgency):
        queries.agency(0)
    with pytest.raises(NoSuchAgency):
        queries.agency_by_code("H99")


def test_held_work_is_counted_and_handed_over_room_by_room(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dossiers:
        def count(self, *, account_id: int | None = None, agency_id: int | None = None) -> int:
            return 3 if account_id == 1 else 0

        def list(self, *, account_id: int | None = None, agency_id: int | None = None, limit: int = 20) -> Any:
            return []

        def reassign(self, *, from_account_id: int, to_account_id: int | None, **_more: Any) -> int:
            return 3

    monkeypatch.setattr(types, "_held_work", {})
    assert types.held_by(account_id=1) == []
    types.register_held_work("hồ sơ", Dossiers())
    assert types.held_by(account_id=1) == [types.Held("hồ sơ", 3)]
    assert types.held_by(account_id=2) == []
    assert types.reassign_all(from_account_id=1, to_account_id=2, actor=SYSTEM, now=NOW) == 3
