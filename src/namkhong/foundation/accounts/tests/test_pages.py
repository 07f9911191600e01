"""No page of signing in speaks English, holds a script inline or is kept in a cache."""

from __future__ import annotations

import re
from typing import Final

import pytest
from django.test import Client

from namkhong.foundation.accounts import actions
from namkhong.foundation.accounts.models import Account
from namkhong.foundation.accounts.tests import factories
from namkhong.foundation.accounts.tests.factories import PASSWORD
from namkhong.foundation.accounts.urls import urlpatterns
from namkhong.web.gates import gate_of
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
PUBLIC: Final = ["/dang-nhap/", "/can-bo/dang-nhap/"]
SIGNED_IN: Final = [
    "/dang-xuat/",
    "/noi-dang-nhap/",
    "/can-bo/bao-mat/",
    "/can-bo/bao-mat/mat-khau/",
    "/can-bo/bao-mat/ung-dung/",
    "/can-bo/bao-mat/khoa-truy-cap/",
    "/can-bo/bao-mat/ma-du-phong/",
    "/can-bo/xac-nhan/",
]


def check(client: Client, address: str, posted: dict[str, str] | None = None) -> str:
    answer = client.get(address) if posted is None else client.post(address, posted)
    page = answer.content.decode()
    assert answer.status_code in {200, 403, 422, 429}, (address, answer.status_code)
    assert "no-store" in answer["Cache-Control"], address
    assert english_in(page) == set(), address
    assert " style=" not in page, address
    assert not re.search(r"<script(?![^>]*\ssrc=)", page), address
    assert not re.search(r"\son\w+=", page), address
    return page


@pytest.mark.parametrize("address", PUBLIC)
def test_pages_before_signing_in(client: Client, address: str) -> None:
    check(client, address)
    check(client, f"{address}?next=/can-bo/")


@pytest.mark.parametrize("address", SIGNED_IN)
def test_pages_of_an_official(client: Client, address: str) -> None:
    account = factories.official()
    client.post("/can-bo/dang-nhap/", {"username": "lan.lt", "password": PASSWORD})
    check(client, address)
    factories.totp_of(account)
    check(client, address)


@pytest.mark.parametrize(
    ("address", "posted"),
    [
        ("/can-bo/dang-nhap/", {"username": "", "password": ""}),
        ("/can-bo/dang-nhap/khoa-truy-cap/", {"credential": "{}"}),
        ("/can-bo/dang-nhap/khoa-truy-cap/", {"credential": "<b>"}),
        ("/can-bo/dang-nhap/khoa-truy-cap/", {"credential": '{"response":{"userHandle":"MQ"},"id":"x","type":"y"}'}),
        ("/can-bo/dang-nhap/khoa-truy-cap/", {"credential": "[1,2]"}),
        ("/can-bo/dang-nhap/khoa-truy-cap/", {}),
    ],
)
def test_refusals_before_signing_in(client: Client, address: str, posted: dict[str, str]) -> None:
    factories.official()
    check(client, address, posted)


@pytest.mark.parametrize(
    ("address", "posted"),
    [
        ("/can-bo/bao-mat/mat-khau/", {}),
        ("/can-bo/bao-mat/ung-dung/", {}),
        ("/can-bo/bao-mat/khoa-truy-cap/", {"credential": '{"id": 1}', "name": "Máy ở bàn"}),
        ("/can-bo/bao-mat/khoa-truy-cap/", {}),
        ("/can-bo/xac-nhan/", {"code": "1"}),
        ("/can-bo/xac-nhan/", {"credential": "{}"}),
        ("/can-bo/xac-nhan/", {}),
    ],
)
def test_refusals_of_an_official(client: Client, address: str, posted: dict[str, str]) -> None:
    factories.totp_of(factories.official(), "JBSWY3DPEHPK3PXP")
    client.force_login(Account.objects.get())
    client.post("/can-bo/xac-nhan/", {"password": PASSWORD})
    check(client, address, posted)


def test_the_second_step_in_both_states(client: Client) -> None:
    factories.totp_of(factories.official())
    client.post("/can-bo/dang-nhap/", {"username": "lan.lt", "password": PASSWORD})
    check(client, "/can-bo/dang-nhap/buoc-hai/")
    check(client, "/can-bo/dang-nhap/buoc-hai/", {"code": "12"})
    check(client, "/can-bo/dang-nhap/buoc-hai/", {"credential": "{}"})


def test_every_address_has_a_gate() -> None:
    assert all(gate_of(pattern.callback) for pattern in urlpatterns if hasattr(pattern, "callback"))


def test_a_citizen_and_a_visitor_see_nothing_of_an_officials_pages(client: Client) -> None:
    for address in [*SIGNED_IN[2:], "/can-bo/nang-quyen/"]:
        assert client.get(address)["Location"].startswith("/can-bo/dang-nhap/")
    account = actions.recognise_citizen(subject="s", display_name="Lò Thị Lan", now=factories.NOW)
    client.force_login(Account.objects.get(pk=account))
    for address in [*SIGNED_IN[2:], "/can-bo/nang-quyen/"]:
        assert client.get(address).status_code == 403


def test_only_administrators_reach_elevation(client: Client) -> None:
    factories.official()
    client.post("/can-bo/dang-nhap/", {"username": "lan.lt", "password": PASSWORD})
    assert client.get("/can-bo/nang-quyen/").status_code == 403
