"""The administrator's screens, opened as the actor the middleware would build."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from namkhong.config import middleware
from namkhong.foundation.organisations import actions, queries
from namkhong.foundation.organisations.models import Authority, Official
from namkhong.foundation.organisations.tests.factories import (
    SYSTEM,
    administrator,
    agency,
    official,
    post,
)
from namkhong.foundation.organisations.types import Rank
from namkhong.foundation.organisations.views import officials
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Elevation, Role

pytestmark = pytest.mark.usefixtures("province")
Enter = Callable[..., Client]


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Enter:
    """A client whose requests carry the actor."""
    from dataclasses import replace

    def as_actor(actor: Actor, *, elevated: bool = True) -> Client:
        until = Elevation("Kiểm tra", clock.now() + timedelta(minutes=15))
        actor = replace(actor, elevation=until if elevated else None)

        def call(self: Any, request: Any) -> Any:
            request.actor = actor
            return self.get_response(request)

        monkeypatch.setattr(middleware.ActorMiddleware, "__call__", call)
        return Client()

    return as_actor


def page(client: Client, name: str, status: int = 200, data: dict[str, Any] | None = None, **where: int) -> str:
    answer = client.get(reverse(name, kwargs=where), data or {})
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def send(client: Client, name: str, data: dict[str, Any], status: int = 302, **where: int) -> str:
    answer = client.post(reverse(name, kwargs=where), data)
    assert answer.status_code == status, (answer.status_code, answer.content.decode()[-2500:])
    return answer.content.decode()


def day(name: str, text: str = "1/12/2026") -> dict[str, str]:
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), text.split("/"), strict=True))


def test_agencies_are_found_in_any_spelling(enter: Enter) -> None:
    client = enter(administrator())
    everything = page(client, "admin_agencies")
    assert "Ủy ban nhân dân xã Mường Phăng" in everything
    assert "cần xác nhận" in everything
    assert "Phòng Kinh tế xã Mường Phăng" not in everything  # units stand on their agency's page
    found = page(client, "admin_agencies", data={"q": "KINH TE muong phang"})
    assert "Phòng Kinh tế xã Mường Phăng" in found
    assert "Mường Phăng" in page(client, "admin_agencies", data={"q": "h18.45"}) or agency("c03325").code != "H18.45"
    assert "Không có cơ quan nào như vậy" in page(client, "admin_agencies", data={"q": "zzzz"})


def test_the_tree_of_another_day_is_shown(enter: Enter) -> None:
    client = enter(administrator())
    assert "xã Mường Phăng" not in page(client, "admin_agencies", data={"ngay": "30/6/2025"})
    assert "xã Mường Phăng" in page(client, "admin_agencies", data={"ngay": "1.7.2025"})
    for text in ("31/2/2025", "hôm qua", "9" * 40):
        assert "xã Mường Phăng" in page(client, "admin_agencies", data={"ngay": text})


def test_the_agency_page_tells_its_history(enter: Enter) -> None:
    client = enter(administrator())
    held = post(official(), "c03325_kt", Role.HEAD)
    shown = page(client, "admin_agency", agency_id=agency("c03325_kt").pk)
    assert "Trưởng phòng Kinh tế xã Mường Phăng" in shown
    assert "Quàng Văn Tưởng" in shown
    assert "Mã định danh do hệ thống tạm đặt" in shown
    assert "từ 01/07/2025" in shown
    assert held


def test_a_commune_administrator_sees_only_her_commune(enter: Enter) -> None:
    elsewhere = official("c03172", "Giàng A Xa")
    client = enter(administrator("c03325"))
    assert "Na Sang" not in page(client, "admin_agencies")
    page(client, "admin_agency", 404, agency_id=agency("c03172").pk)
    page(client, "admin_agency_code", 404, agency_id=agency("c03172").pk)
    assert "Giàng A Xa" not in page(client, "admin_officials")
    for name in ("admin_official", "admin_official_edit", "admin_official_lock", "admin_official_password"):
        page(client, name, 404, official_id=elsewhere.pk)
    held = post(elsewhere, "c03172_kt", Role.HEAD)
    page(client, "admin_post_end", 404, official_id=elsewhere.pk, post_id=held)
    send(client, "admin_official_lock", {"reason": "Thử"}, 404, official_id=elsewhere.pk)


def test_other_officials_and_visitors_stay_out(enter: Enter) -> None:
    someone = official()
    post(someone, "c03325", Role.LEADER, Rank.CHIEF)
    from namkhong.foundation.organisations.tests.factories import actor_of

    client = enter(actor_of(someone))
    page(client, "admin_agencies", 403)
    page(client, "admin_official_new", 403)
    page(enter(Actor.anonymous()), "admin_officials", 302)


def test_reading_needs_no_elevation_but_changing_does(enter: Enter) -> None:
    someone = official()
    client = enter(administrator(), elevated=False)
    page(client, "admin_agencies")
    page(client, "admin_official", official_id=someone.pk)
    answer = client.get(reverse("admin_official_lock", args=[someone.pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("elevate"))


def test_a_new_official_with_a_post_and_a_password_shown_once(enter: Enter) -> None:
    client = enter(administrator("c03325"))
    typed = {
        "full_name": "Lò Văn Mới",
        "username": "moi.lv",
        "phone": "0912345678",
        "email": "",
        "agency": agency("c03325_ttpvhcc").pk,
        "role": "counter",
        "rank": "",
        "basis": "QĐ 3/QĐ-UBND",
        **day("valid_from", "1/11/2026"),
    }
    answer = client.post(reverse("admin_official_new"), typed)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "Mật khẩu chỉ hiện lần này" in answer.content.decode()
    created = Official.objects.get(full_name="Lò Văn Mới")
    assert created.home == agency("c03325")
    assert [held.role for held in queries.posts_of(created.account_id, clock.local_date(clock.now()))] in (
        [Role.COUNTER],
        [],
    )
    again = send(client, "admin_official_new", typed, 422)
    assert "đã có người dùng" in again
    assert 'value="Lò Văn Mới"' in again


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"full_name": "Mới"}, "Xin ghi đủ họ và tên"),
        ({"username": "có dấu"}, "Tên đăng nhập gồm"),
        ({"agency": "999999", "full_name": "Mới"}, "Xin chọn cơ quan, đơn vị."),
        ({"agency": "x" * 5_000}, "Xin chọn cơ quan"),
        ({"role": "king"}, "Xin chọn vị trí công tác"),
        ({"valid_from-day": "31", "valid_from-month": "2"}, "năm có trong lịch"),
        ({"valid_from-year": ""}, "Xin ghi đủ ngày"),
        ({"valid_from-day": "²"}, "Xin ghi đủ ngày"),
        ({"rank": "chief"}, "không lãnh đạo"),
        ({"acting": "1"}, "chỉ dùng cho người đứng đầu"),
        ({"full_name": "<b>Lò</b> <script>alert(1)</script>"}, "&lt;script&gt;"),
        ({"basis": "<script>alert(1)</script> QĐ của tôi", "phone": "1"}, "&lt;script&gt;"),
        ({"phone": "123"}, "Số điện thoại bắt đầu"),
    ],
)
def test_wrong_entries_are_told_and_nothing_typed_is_lost(enter: Enter, wrong: dict[str, str], sentence: str) -> None:
    client = enter(administrator("c03325"))
    typed = {
        "full_name": "Lò Văn Mới",
        "username": "moi.lv",
        "agency": str(agency("c03325_ttpvhcc").pk),
        "role": "counter",
        "rank": "",
        "basis": "QĐ của tôi",
        **day("valid_from"),
    } | wrong
    answer = client.post(reverse("admin_official_new"), typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "<script>alert" not in text
    assert "QĐ của tôi" in text
    assert not Official.objects.filter(full_name="Lò Văn Mới").exists()


def test_officials_are_found_without_accents_and_come_by_given_name(enter: Enter) -> None:
    for name in ("Lò Thị Yến", "Vàng A Ánh", "Quàng Văn Đông"):
        official("c03325", name)
    client = enter(administrator("db"))
    everything = page(client, "admin_officials")
    assert everything.index("Vàng A Ánh") < everything.index("Quàng Văn Đông") < everything.index("Lò Thị Yến")
    found = page(client, "admin_officials", data={"q": "DONG quang"})
    assert "Quàng Văn Đông" in found
    assert "Vàng A Ánh" not in found
    assert "Không có cán bộ nào" in page(client, "admin_officials", data={"q": "zzz"})
    inside = page(client, "admin_officials", data={"co-quan": str(agency("c03172").pk)})
    assert "Vàng A Ánh" not in inside
    post(Official.objects.get(full_name="Vàng A Ánh"), "c03172_kt", Role.HEAD)
    unit = page(client, "admin_officials", data={"co-quan": str(agency("c03172_kt").pk)})
    assert "Vàng A Ánh" in unit
    assert "Quàng Văn Đông" not in unit


def test_the_list_goes_page_by_page_within_its_budget(
    enter: Enter, django_assert_max_num_queries: Callable[[int], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(officials, "_PAGE", 6)
    names = [f"Lò Văn {letter}" for letter in "abcdeghiklm"]  # with the administrator twelve: two full pages
    for name in names:
        post(official("c03325", name), "c03325_ttpvhcc", Role.COUNTER)
    client = enter(administrator("db"))
    with django_assert_max_num_queries(4):
        first = page(client, "admin_officials")
    assert "Trang sau" in first
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = client.get(reverse("admin_officials") + following).content.decode()
    assert "Trang sau" not in second
    for name in names:
        assert (f">{name}<" in first) != (f">{name}<" in second), name
    for cursor in ("rác", "W10", "WzEsMl0", "WyJhIiwxZTk5XQ"):
        page(client, "admin_officials", 422, {"sau": cursor})


def test_an_official_is_moved_locked_unlocked_and_given_authority(enter: Enter) -> None:
    post(official(), "c03325", Role.LEADER, Rank.CHIEF)
    someone = official("c03325", "Lường Thị Bình")
    held = post(someone, "c03325_kt", Role.HEAD)
    client = enter(administrator("c03325"))
    where: dict[str, Any] = {"official_id": someone.pk}
    for name in ("admin_official", "admin_post_new", "admin_official_edit", "admin_authority_new"):
        assert "Lường Thị Bình" in page(client, name, **where)
    typed = {
        "post": held,
        "agency": agency("c03325").pk,
        "form": "TUQ.",
        "scope": "Chứng thực bản sao",
        "basis": "UQ 5",
        **day("valid_from"),
    }
    assert "phải có ngày kết thúc" in send(client, "admin_authority_new", typed, 422, **where)
    send(client, "admin_authority_new", typed | day("last_day", "31/12/2026"), **where)
    authority = Authority.objects.get()
    assert authority.valid_to is not None
    assert authority.valid_to.isoformat() == "2027-01-01"
    page(client, "admin_authority_end", **where, authority_id=authority.pk)
    send(
        client,
        "admin_authority_end",
        {"reason": "Thu hồi", **day("on", "15/12/2026")},
        **where,
        authority_id=authority.pk,
    )
    move = {"agency": agency("c03325_vp").pk, "role": "specialist", "rank": "", "basis": "QĐ 9", **day("on")}
    page(client, "admin_post_move", **where, post_id=held)
    send(client, "admin_post_move", move, **where, post_id=held)
    moved = someone.posts.order_by("id").last()
    assert moved is not None
    assert moved.title == "Chuyên viên, Văn phòng HĐND và UBND xã Mường Phăng"
    page(client, "admin_post_end", **where, post_id=moved.pk)
    send(client, "admin_post_end", {"reason": "", **day("on", "1/12/2026")}, 422, **where, post_id=moved.pk)
    send(client, "admin_post_end", {"reason": "QĐ", **day("on", "1/2/2027")}, **where, post_id=moved.pk)
    new = {"agency": agency("c03325_ttpvhcc").pk, "role": "counter", "rank": "", **day("valid_from", "2/12/2026")}
    send(client, "admin_post_new", new, **where)
    assert "Cán bộ đã giữ vị trí này" in send(client, "admin_post_new", new, 409, **where)
    assert "Xin ghi lý do" in send(client, "admin_official_lock", {"reason": " "}, 422, **where)
    send(client, "admin_official_lock", {"reason": "Nghỉ dài ngày"}, **where)
    locked = page(client, "admin_official", **where)
    assert "Lý do: Nghỉ dài ngày" in locked
    assert "Khóa tài khoản – Lò Thị Hoa" in locked  # the record
    page(client, "admin_official_unlock", **where)
    send(client, "admin_official_unlock", {"reason": "Đi làm lại"}, **where)
    page(client, "admin_official_password", **where)
    assert "Mật khẩu chỉ hiện lần này" in send(client, "admin_official_password", {"reason": "Quên"}, 200, **where)
    edit = {"full_name": "Lường Thị Bích", "phone": "", "email": "sai"}
    assert 'value="Lường Thị Bích"' in send(client, "admin_official_edit", edit, 422, **where)
    send(client, "admin_official_edit", edit | {"email": ""}, **where)
    assert "Lường Thị Bích" in page(client, "admin_official", **where)


def test_a_code_is_confirmed_on_the_screen(enter: Enter) -> None:
    stp = agency("stp_2025")
    client = enter(administrator())
    page(client, "admin_agency_code", agency_id=stp.pk)
    assert "Xin ghi số, ký hiệu" in send(
        client, "admin_agency_code", {"code": stp.code, **day("on")}, 422, agency_id=stp.pk
    )
    send(client, "admin_agency_code", {"code": stp.code, "basis": "QĐ 1", **day("on")}, agency_id=stp.pk)
    assert "Mã định danh do hệ thống tạm đặt" not in page(client, "admin_agency", agency_id=stp.pk)


def test_an_official_managed_elsewhere_is_shown_without_her_account(enter: Enter) -> None:
    someone = official("c03172", "Giàng A Xa")
    held = post(someone, "c03325_ttpvhcc", Role.COUNTER)
    client = enter(administrator("c03325"))
    shown = page(client, "admin_official", official_id=someone.pk)
    assert "do Ủy ban nhân dân xã Na Sang quản lý" in shown
    assert "Khóa tài khoản" not in shown
    page(client, "admin_official_lock", 403, official_id=someone.pk)
    page(client, "admin_post_end", official_id=someone.pk, post_id=held)


def test_forged_numbers_are_not_found(enter: Enter) -> None:
    client = enter(administrator())
    page(client, "admin_agency", 404, agency_id=2**63 - 1)
    page(client, "admin_official", 404, official_id=2**62)
    assert client.get("/can-bo/quan-tri/co-quan/99999999999999999999999/").status_code == 404
    assert actions.load_facts(clock.now(), SYSTEM) == 0
