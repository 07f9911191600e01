"""The types are those of the decree, each with its source; what nobody confirmed says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from namkhong.office.documents import actions, queries
from namkhong.office.documents.models import DocumentType, OrganSymbol
from namkhong.office.documents.tests import factories
from namkhong.office.documents.tests.factories import NOW, TODAY, Office

DECREE = "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ - CĐ BGN BTT GUQ GM GGT GNP PG PC PB -".replace(
    "-", ""
).split(" ")


def shipped() -> dict[str, Any]:
    """The file."""
    data: dict[str, Any] = json.loads((factories.FACTS / "document_types.json").read_text("utf-8"))
    return data


def test_the_twenty_nine_types_and_three_copies_of_the_decree() -> None:
    rows = [row for row in shipped()["types"] if not row["is_legal"]]
    assert [row["abbreviation"] for row in rows if not row["is_copy"]] == DECREE
    assert [row["abbreviation"] for row in rows if row["is_copy"]] == ["SY", "TrS", "SL"]
    assert {row["name"] for row in rows if not row["abbreviation"]} == {"Công văn", "Thư công"}
    assert len({row["code"] for row in shipped()["types"]}) == len(shipped()["types"])


def test_every_type_names_its_source_and_what_is_inferred_says_so() -> None:
    inferred = {"ke-hoach", "phuong-an", "de-an", "du-an", "bao-cao", "bien-ban", "to-trinh", "hop-dong",
                "giay-nghi-phep", "phieu-gui", "phieu-chuyen", "thu-cong", "phieu-bao"}  # fmt: skip
    for row in shipped()["types"]:
        assert row["legal_source"]
        if row["exchange_list"] != "A":
            assert bool(row["to_be_confirmed"]) == (row["code"] in inferred)
    numbers = [(row["exchange_list"], row["exchange_number"]) for row in shipped()["types"] if row["exchange_number"]]
    assert len(numbers) == len(set(numbers))


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_keeps_what_was_decided(office: Office) -> None:
    types, symbols = DocumentType.objects.count(), OrganSymbol.objects.count()
    assert (types, symbols) == (43, 2)  # the few agencies of these tests: Văn phòng UBND tỉnh, Thanh tra tỉnh
    assert actions.load_facts(NOW) == 0
    OrganSymbol.objects.filter(symbol="TTT").update(symbol="TTr")
    assert actions.load_facts(NOW) == 0
    assert OrganSymbol.objects.filter(symbol="TTr").exists()
    assert DocumentType.objects.count() == types


@pytest.mark.django_db
def test_types_and_symbols_are_told_for_a_day(office: Office) -> None:
    letter = queries.type_card("cong-van", TODAY)
    assert letter is not None
    assert (letter.name, letter.abbreviation, letter.exchange_list, letter.exchange_number) == ("Công văn", "", "B", 18)
    assert queries.type_card("cong-van", TODAY.replace(year=2019)) is None
    assert [one.code for one in queries.types(TODAY)][:2] == ["nghi-quyet", "quyet-dinh"]
    assert queries.unit_symbol(office.id, TODAY) == "UBND"
    assert queries.unit_symbol(office.other_id, TODAY) == "STP"
    unit = office.specialist.posts[0].agency_id
    assert queries.unit_symbol(unit, TODAY) == "VP"
    assert queries.house_of(unit).id == office.id
