"""A citizen's own page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from namkhong.foundation.accounts.models import Account
from namkhong.foundation.citizens import queries
from namkhong.foundation.citizens.tests import factories
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
MINE = "/tai-khoan-cua-toi/"


@pytest.fixture
def lan(client: Client, settings: Settings) -> int:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    person = factories.recognised()
    client.force_login(Account.objects.get(pk=factories.account()))
    return person


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_she_sees_what_is_known_of_her_and_no_english(client: Client, lan: int) -> None:
    page = words(client.get(MINE))
    assert "Thông tin đã có, ông/bà chỉ cần kiểm tra" in page
    assert "Lò Thị Lan" in page
    assert "14/03/1998" in page
    assert "Nữ" in page
    assert "0912345678" in page
    assert "011198004217" not in page
    assert english_in(page) == set()


def test_she_changes_where_she_can_be_reached(client: Client, lan: int) -> None:
    answer = client.post(MINE, {"phone": "+84 987 654 321", "email": "Lan@Example.VN"})
    assert answer["Location"] == f"{MINE}?da-luu=1"
    assert "Đã lưu" in words(client.get(answer["Location"]))
    card = queries.person(lan)
    assert (card.phone, card.email) == ("0987654321", "Lan@example.vn")


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client: Client, lan: int) -> None:
    answer = client.post(MINE, {"phone": "<b>12</b>", "email": "lan"})
    assert answer.status_code == 422
    page = words(answer)
    assert 'href="#phone"' in page
    assert 'href="#email"' in page
    assert "&lt;b&gt;12&lt;/b&gt;" in page
    assert 'value="lan"' in page
    assert english_in(page) == set()
    assert queries.person(lan).phone == "0912345678"


def test_ten_megabytes_of_text_are_refused(client: Client, lan: int) -> None:
    assert client.post(MINE, {"phone": "1" * 10_000_000, "email": ""}).status_code == 400
    assert client.post(MINE, {"phone": "1" * 100_000, "email": "\x00"}).status_code == 422


def test_visitors_are_asked_to_sign_in_first(client: Client) -> None:
    assert client.get(MINE)["Location"] == "/dang-nhap/?next=%2Ftai-khoan-cua-toi%2F"
