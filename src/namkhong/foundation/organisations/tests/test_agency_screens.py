"""Agencies set up, called otherwise, put elsewhere and ended, on the administrator's screens."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.organisations import queries, types
from namkhong.foundation.organisations.models import Agency
from namkhong.foundation.organisations.tests.factories import administrator, agency, official, post
from namkhong.foundation.organisations.tests.test_screens import Enter, day, enter, page, send
from namkhong.kernel import clock
from namkhong.kernel.actor import Role

__all__ = ["enter"]
pytestmark = pytest.mark.usefixtures("province")
DECISION = {"basis": "125/QĐ-UBND ngày 20/11/2026"}


@pytest.fixture
def admin(enter: Enter) -> Client:
    return enter(administrator())


def _set_up(admin: Client, **more: Any) -> Agency:
    typed = {"name": "Phòng Hộ tịch", "kind": "division", "agency": agency("stp_2025").pk, **day("valid_from")}
    send(admin, "admin_agency_new", typed | DECISION | more)
    return Agency.objects.get(name="Phòng Hộ tịch")


def test_a_unit_is_set_up_from_a_day_and_found_on_that_day(admin: Client) -> None:
    assert "Thành lập cơ quan, đơn vị" in page(admin, "admin_agencies")
    parent = agency("stp_2025")
    assert f'value="{parent.pk}" selected' in page(admin, "admin_agency_new", data={"thuoc": parent.pk})
    row = _set_up(admin, code="h18.04.9")
    assert (row.code, row.parent_id, row.valid_from) == ("H18.04.9", parent.pk, date(2026, 12, 1))
    assert "agency_created" in audit.entries_of(("agency", row.pk))[0].action
    found = page(admin, "admin_agencies", data={"q": "phong ho tich", "ngay": "1/12/2026"})
    assert "Phòng Hộ tịch" in found


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Xin ghi tên cơ quan."),
        ({"basis": ""}, "Xin ghi số, ký hiệu và ngày của quyết định."),
        ({"kind": ""}, "Xin chọn loại cơ quan, đơn vị."),
        ({"kind": "province"}, "Xin chọn loại cơ quan, đơn vị."),
        ({"kind": "office"}, "Đơn vị loại này không đặt ở cơ quan đã chọn"),
        ({"agency": "999999"}, "Xin chọn cơ quan, đơn vị."),
        ({"valid_from-day": "31", "valid_from-month": "2"}, "Xin ghi đủ ngày, tháng, năm có trong lịch"),
        ({"valid_from-year": "1990"}, "Cơ quan chưa hoạt động"),
        ({"code": "mã sai"}, "Mã gồm chữ hoa, chữ số và dấu chấm"),
        ({"name": "P" * 201}, "dài quá 200 ký tự"),
    ],
)
def test_what_cannot_be_set_up_is_refused_in_a_sentence_and_stays_typed(
    admin: Client, typed: dict[str, str], sentence: str
) -> None:
    Agency.objects.filter(pk=agency("stp_2025").pk).update(valid_from=date(2025, 3, 1))
    right = {"name": "Phòng Hộ tịch", "kind": "division", "agency": agency("stp_2025").pk, **day("valid_from")}
    status = 409 if "mã" in typed.get("code", "") else 422
    answer = send(admin, "admin_agency_new", right | DECISION | typed, status)
    assert sentence in answer
    assert "Phòng Hộ tịch" in answer or "name" in typed
    assert not Agency.objects.filter(name="Phòng Hộ tịch").exists()


def test_a_name_changes_from_a_day_and_both_are_kept(admin: Client) -> None:
    unit = agency("c03325_vp")
    today = clock.local_date(clock.now())
    typed = {
        "name": "Văn phòng xã Mường Phăng",
        "short_name": "",
        **day("on", f"{today.day}/{today.month}/{today.year}"),
    }
    assert unit.name in page(admin, "admin_agency_rename", agency_id=unit.pk)
    send(admin, "admin_agency_rename", typed | DECISION, agency_id=unit.pk)
    assert queries.agency(unit.pk).name == "Văn phòng xã Mường Phăng"
    assert unit.name in page(admin, "admin_agency", agency_id=unit.pk)  # in its history
    early = typed | day("on", "1/1/1950")
    assert "chưa hoạt động" in send(admin, "admin_agency_rename", early | DECISION, 422, agency_id=unit.pk)
    assert "Xin ghi tên" in send(admin, "admin_agency_rename", typed | DECISION | {"name": " "}, 422, agency_id=unit.pk)


def test_a_unit_stands_elsewhere_from_a_day_but_never_below_itself(admin: Client) -> None:
    unit = _set_up(admin)
    target = agency("syt_2025")
    send(admin, "admin_agency_move", {"parent": target.pk, **day("on", "2/12/2026")} | DECISION, agency_id=unit.pk)
    moved = {card.id: card for card in queries.agencies(on=date(2026, 12, 2))}
    assert moved[unit.pk].parent_id == target.pk
    commune, below = agency("c03325"), agency("c03325_vp")
    answer = send(admin, "admin_agency_move", {"parent": below.pk, **day("on")} | DECISION, 422, agency_id=commune.pk)
    assert "không thể trực thuộc chính nó" in answer


def test_an_agency_ends_only_when_nothing_is_left_in_it(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = _set_up(admin)
    end = day("on", "1/2/2027") | DECISION
    someone = official("stp_2025")
    held = post(someone, "stp_2025", Role.HEAD)
    from namkhong.foundation.organisations.models import PostHolding

    PostHolding.objects.filter(pk=held).update(agency_id=unit.pk)
    assert "còn cán bộ" in send(admin, "admin_agency_end", end, 422, agency_id=unit.pk)
    PostHolding.objects.filter(pk=held).delete()

    class Dossiers:
        def count(self, *, account_id: int | None = None, agency_id: int | None = None) -> int:
            return 3 if agency_id == unit.pk else 0

    monkeypatch.setattr(types, "_held_work", {"hồ sơ": Dossiers()})
    assert "Cơ quan đang giữ 3 hồ sơ." in page(admin, "admin_agency_end", agency_id=unit.pk)
    assert "Cơ quan còn giữ 3 hồ sơ." in send(admin, "admin_agency_end", end, 422, agency_id=unit.pk)
    monkeypatch.setattr(types, "_held_work", {})
    first = day("on", "1/12/2026") | DECISION
    assert "sau ngày cơ quan bắt đầu" in send(admin, "admin_agency_end", first, 422, agency_id=unit.pk)
    send(admin, "admin_agency_end", end, agency_id=unit.pk)
    assert unit.pk not in {card.id for card in queries.agencies(on=date(2027, 2, 1))}
    assert unit.pk in {card.id for card in queries.agencies(on=date(2027, 1, 31))}


def test_the_top_of_the_province_is_neither_moved_nor_ended(admin: Client) -> None:
    top = agency("db")
    shown = page(admin, "admin_agency", agency_id=top.pk)
    assert "Kết thúc cơ quan" not in shown
    assert "Thành lập đơn vị ở đây" in shown
    assert "còn cán bộ hoặc đơn vị" in send(
        admin, "admin_agency_end", day("on", "1/2/2027") | DECISION, 422, agency_id=top.pk
    )


def test_a_commune_sets_up_units_only_inside_itself(enter: Enter) -> None:
    here = enter(administrator("c03325"))
    typed = {"name": "Phòng thử", "kind": "division", "agency": agency("c03172").pk, **day("valid_from")} | DECISION
    assert "Xin chọn cơ quan, đơn vị." in send(here, "admin_agency_new", typed, 422)
    for name in ("admin_agency_rename", "admin_agency_move", "admin_agency_end"):
        page(here, name, 404, agency_id=agency("c03172_vp").pk)
