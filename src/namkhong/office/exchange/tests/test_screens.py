"""The screens: who opens them, what they say, and that a second click does no harm."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from namkhong.kernel.actor import Actor
from namkhong.office.exchange import actions
from namkhong.office.exchange.errors import AxisRefused
from namkhong.office.exchange.states import ConsignmentState
from namkhong.office.exchange.tests.factories import NOW, SYSTEM, Axis, House, drive, row, sent
from namkhong.office.exchange.types import Party

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
OUTBOX = "/can-bo/van-ban/gui-nhan/"
STRAYS = "/can-bo/van-ban/gui-nhan/khong-doc-duoc/"
BOOK = "/can-bo/quan-tri/danh-ba-lien-thong/"


def test_the_outbox_says_honestly_how_each_receiver_stands(house: House, axis: Axis, browser: Browser) -> None:
    axis.before.append(AxisRefused("Trục từ chối (lỗi 18): Trục không biết nơi nhận này"))
    dead, going = sent(house, "G99.01", "G99.02")
    drive()
    clerk = browser(house.clerk)
    page = clerk.get(OUTBOX).content.decode()
    assert "Chưa gửi được" in page
    assert "Đã gửi, chưa có xác nhận từ nơi nhận" in page
    assert "Cơ quan Thử nghiệm hai" in page
    only_dead = clerk.get(f"{OUTBOX}?xem=chua-gui-duoc").content.decode()
    assert "Trục không biết nơi nhận này" in only_dead
    assert "Cơ quan Thử nghiệm hai" not in only_dead
    one = clerk.get(f"{OUTBOX}{dead.id}/").content.decode()
    assert "Gửi lại" in one
    assert "Trục liên thông văn bản" in one
    again = clerk.post(f"{OUTBOX}{dead.id}/gui-lai/")
    assert again.status_code == 302
    assert row(dead).state == ConsignmentState.QUEUED
    assert clerk.post(f"{OUTBOX}{dead.id}/gui-lai/").status_code == 409
    drive()
    assert row(dead).state == ConsignmentState.SENT
    assert "Bên nhận ghi nhận lúc" in clerk.get(f"{OUTBOX}{going.id}/").content.decode()


def test_only_who_reads_the_exchange_of_the_agency_opens_it(house: House, axis: Axis, browser: Browser) -> None:
    (card,) = sent(house)
    for who, outbox, one, resend, strays, book in (
        (house.clerk, 200, 200, 409, 200, 403),
        (house.leader, 200, 200, 403, 200, 403),
        (house.specialist, 403, 403, 403, 403, 403),
        (house.other_clerk, 200, 404, 404, 200, 403),
        (house.province_clerk, 200, 404, 404, 200, 403),
        (house.administrator, 403, 403, 403, 200, 200),
    ):
        client = browser(who)
        got = (
            client.get(OUTBOX).status_code,
            client.get(f"{OUTBOX}{card.id}/").status_code,
            client.post(f"{OUTBOX}{card.id}/gui-lai/").status_code,
            client.get(STRAYS).status_code,
            client.get(BOOK).status_code,
        )
        assert got == (outbox, one, resend, strays, book), who.label
    assert Client().get(OUTBOX).status_code == 302


def test_what_could_not_be_read_is_listed_with_its_reason(house: House, browser: Browser) -> None:
    actions.accept_packet(data=b"<edXML/>", via="axis_http", now=NOW)
    page = browser(house.province_clerk).get(STRAYS).content.decode()
    assert "thiếu phần MessageHeader" in page
    assert "Không rõ nơi gửi" in page
    assert "Mọi văn bản đến đều đọc được" in browser(house.clerk).get(STRAYS).content.decode()


def test_the_address_book_is_searched_without_accents_and_shows_what_changed(house: House, browser: Browser) -> None:
    admin = browser(house.administrator)
    assert "Cơ quan Thử nghiệm hai" in admin.get(BOOK, {"q": "thu nghiem hai"}).content.decode()
    assert "Đơn vị ảo" not in admin.get(BOOK, {"q": "G99"}).content.decode()
    actions.load_address_book(
        entries=[Party("G99.01", "Cơ quan Đổi tên")], source="kiem-thu", actor=SYSTEM, now=NOW, complete=False
    )
    history = admin.get(BOOK, {"ma": "G99.01"}).content.decode()
    assert "Cơ quan Đổi tên" in history
    assert "Cơ quan Thử nghiệm một" in history
    assert admin.get(BOOK, {"tiep": "sai"}).status_code == 422
