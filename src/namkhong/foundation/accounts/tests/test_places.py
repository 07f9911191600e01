"""Everybody sees where she is signed in, ends what is not hers, and no session lives for ever."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from namkhong.foundation.accounts import actions
from namkhong.foundation.accounts.models import SessionOwner
from namkhong.foundation.accounts.sessions import device_of
from namkhong.foundation.accounts.tests import factories
from namkhong.foundation.accounts.tests.factories import NOW, PASSWORD
from namkhong.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db

ANDROID = "Mozilla/5.0 (Linux; Android 9; A50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def signed_in(user_agent: str = ANDROID, username: str = "lan.lt") -> Client:
    """One more machine at which this official signs in."""
    client = Client(headers={"user-agent": user_agent})
    answer = client.post("/can-bo/dang-nhap/", {"username": username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    """Does this machine still open her pages?"""
    return client.get("/can-bo/bao-mat/").status_code == 200


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (ANDROID, "Chrome · Android"),
        (WINDOWS, "Firefox · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/120.0 Chrome/114.0 Safari/537.36", "Cốc Cốc · Windows"),
        ("curl/8.0", ""),
        ("<script>", ""),
    ],
)
def test_a_machine_is_named_so_that_its_owner_knows_it(sent: str, shown: str) -> None:
    assert device_of(sent) == shown


def test_she_sees_each_machine_and_ends_the_one_that_is_not_hers() -> None:
    factories.official()
    here, there = signed_in(), signed_in(WINDOWS)
    page = here.get("/noi-dang-nhap/").content.decode()
    assert "Chrome · Android – máy đang dùng" in " ".join(page.split())
    (place,) = re.findall(r'name="place" value="([0-9a-f]{32})"', page)
    assert str(here.session.session_key) not in page
    assert str(there.session.session_key) not in page, "what stands on a page opens nothing"
    for _twice in range(2):
        answer = here.post("/noi-dang-nhap/ket-thuc/", {"place": place})
        assert answer["Location"] == "/noi-dang-nhap/?da-ket-thuc=1"
    assert is_in(here)
    assert not is_in(there)
    assert Entry.objects.filter(action="accounts.place_ended").count() == 1


def test_nobody_ends_the_session_of_another() -> None:
    factories.official()
    other_account = factories.official("hoa.lt")
    mine, hers = signed_in(), signed_in(username="hoa.lt")
    own = hers.get("/noi-dang-nhap/").content.decode()
    assert 'name="place"' not in own
    (key,) = SessionOwner.objects.filter(account=other_account).values_list("pk", flat=True)
    for guess in (key, "0" * 32, "", "\x00", "Đ" * 500):
        mine.post("/noi-dang-nhap/ket-thuc/", {"place": guess})
    mine.post("/noi-dang-nhap/ket-thuc-noi-khac/")
    assert is_in(hers)


def test_all_other_places_end_at_once_and_a_new_key_keeps_the_place_hers() -> None:
    account = factories.official()
    here, there, third = signed_in(), signed_in(), signed_in()
    before = here.session.session_key
    store = here.session
    store.cycle_key()
    here.cookies["nk_phien"] = str(store.session_key)
    assert store.session_key != before
    assert SessionOwner.objects.filter(account=account).count() == 3
    here.post("/noi-dang-nhap/ket-thuc-noi-khac/")
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]


def test_the_sixth_machine_ends_the_one_that_was_left_longest() -> None:
    factories.official()
    with time_machine.travel(NOW, tick=False) as clock:
        machines = []
        for _each in range(6):
            machines.append(signed_in())
            clock.shift(timedelta(minutes=2))
        assert [is_in(client) for client in machines] == [False, *[True] * 5]


def test_after_twelve_hours_everybody_signs_in_again_however_busy() -> None:
    factories.official()
    with time_machine.travel(NOW, tick=False) as clock:
        client = signed_in()
        for _each in range(12 * 6):
            clock.shift(timedelta(minutes=10))
            assert is_in(client)
        clock.shift(timedelta(minutes=1))
        answer = client.get("/can-bo/bao-mat/", follow=True)
        assert "Ông/Bà đã đăng nhập từ 12 giờ trước" in answer.content.decode()


def test_an_administrator_signs_an_official_out_everywhere_and_she_may_come_back() -> None:
    account = factories.official()
    client = signed_in()
    actions.sign_out_everywhere(account_id=account, reason="máy để mở", actor=factories.administrator(404), now=NOW)
    assert not is_in(client)
    assert Session.objects.filter(owner__account=account).count() == 0
    assert is_in(signed_in())
