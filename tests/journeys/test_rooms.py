"""Rooms that no story walks through: opened once on a wide screen and once on a telephone, and looked at."""

from __future__ import annotations

import pytest

from tests.journeys import people
from tests.journeys.people import ADMINISTRATOR, LAN
from tests.journeys.walk import DESK, PHONE, PHONE_WITH_SCRIPTS, NewWalk, Screen, Walk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

_SIZES = pytest.mark.parametrize("screen", [DESK, PHONE], ids=["at a desk", "on a phone without scripts"])


@_SIZES
def test_the_administrators_rooms(screen: Screen, new_walk: NewWalk) -> None:
    admin = new_walk(screen)
    people.sign_in_official(admin, ADMINISTRATOR)
    _open(admin, "/can-bo/quan-tri/co-quan/", "admin-agencies")
    admin.page.get_by_role("searchbox").last.fill("muong phang")
    admin.press("Xem", within=admin.main)
    admin.follow("Ủy ban nhân dân xã Mường Phăng", within=admin.main)
    admin.says("Trung tâm Phục vụ hành chính công xã Mường Phăng")
    admin.picture("admin-agency")
    _open(admin, "/can-bo/quan-tri/nhan-su/?q=muong", "")
    _open(admin, "/can-bo/quan-tri/nhan-su/", "admin-officials")
    admin.main.locator("td a").first.click()
    admin.page.wait_for_load_state()
    admin.look()
    admin.picture("admin-official-page")
    _open(admin, "/can-bo/quan-tri/lich/", "calendar-admin")
    _open(admin, "/can-bo/quan-tri/lich/hen-lai/", "recalculations")
    _open(admin, "/can-bo/quan-tri/viec-loi/", "failed-jobs")
    _open(admin, "/thong-bao/", "")


@_SIZES
def test_the_procedures_rooms(screen: Screen, new_walk: NewWalk) -> None:
    controller = new_walk(screen)
    people.sign_in_official(controller, "kiemsoat.tinh")
    _open(controller, "/can-bo/quan-tri/thu-tuc/", "procedures-admin")
    _open(controller, f"/can-bo/quan-tri/thu-tuc/{people.MARITAL}/", "procedure-admin")


@_SIZES
def test_the_rooms_of_a_chief_of_office(screen: Screen, new_walk: NewWalk) -> None:
    chief = new_walk(screen)
    people.sign_in_official(chief, "chanhvanphong.muongphang")
    for path, picture in (
        ("sap-tre", "late-soon"),
        ("lanh-dao", "leader"),
        ("ban-giao", "hand-work"),
        ("vang-mat", "absences"),
        ("phan-anh", "inquiries"),
        ("danh-gia", "ratings"),
        ("trach-nhiem", "responsibility"),
        ("cot-danh-sach", "columns"),
        ("hang-loat", "batches"),
    ):
        _open(chief, f"/can-bo/{path}/", picture)


@_SIZES
def test_the_public_rooms(screen: Screen, new_walk: NewWalk) -> None:
    visitor = new_walk(screen)
    _open(visitor, "/dich-vu-cong/", "catalogue-all")
    _open(visitor, "/dich-vu-cong/?q=khong+co+thu+tuc+nay+dau", "")
    _open(visitor, "/dia-danh/", "places")
    _open(visitor, "/cong-khai/", "board")
    _open(visitor, "/cong-khai/?theo=thu-tuc", "")
    _open(visitor, "/cong-khai/du-lieu/", "board-data")
    _open(visitor, "/hoi-dap/", "answered")
    _open(visitor, "/phan-anh/gui/", "ask")
    _open(visitor, "/dang-nhap/", "sign-in")
    with visitor.expecting(404):
        visitor.page.goto("/khong-co-trang-nay/")
        visitor.says("1022")
    visitor.picture("no-such-page")
    with visitor.expecting(422):
        visitor.page.goto("/tra-cuu/?ma=khong-phai-so")
        visitor.says("Số hồ sơ chưa đúng")
    visitor.picture("lookup-wrong")


def test_a_citizens_rooms_on_a_phone_with_scripts(new_walk: NewWalk) -> None:
    """The same pages as in the story, so that axe looks at them at this width as well."""
    lan = new_walk(PHONE_WITH_SCRIPTS)
    lan.go("/")
    lan.go("/dich-vu-cong/?q=xac+nhan+hon+nhan")
    lan.go(f"/dich-vu-cong/{people.MARITAL}/")
    lan.go("/tra-cuu/")
    people.sign_in_citizen(lan, LAN)
    people.begin(lan)
    people.fill_to_check(lan)
    lan.go("/tai-khoan-cua-toi/")
    lan.go("/thong-bao/")
    lan.go("/ho-so/")


def test_every_wrong_answer_is_said_beside_its_question(new_walk: NewWalk) -> None:
    lan = new_walk(PHONE)
    people.sign_in_citizen(lan, LAN)
    people.begin(lan)
    with lan.expecting(422):
        lan.page.get_by_label("Số điện thoại").fill("chín một hai")
        lan.press("Lưu và tiếp tục")
        lan.says("Còn chỗ chưa đúng, xin ông/bà xem lại")
        assert lan.page.get_by_label("Số điện thoại").input_value() == "chín một hai"
    lan.picture("form-errors")
    summary = lan.page.locator(".govuk-error-summary a")
    for link in summary.all():
        target = link.get_attribute("href") or ""
        assert lan.page.locator(target).count() == 1, target


def _open(walk: Walk, path: str, picture: str) -> None:
    walk.go(path)
    if picture:
        walk.picture(picture)
