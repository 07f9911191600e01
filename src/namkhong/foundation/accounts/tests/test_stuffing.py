"""Stolen lists of names and passwords, tried from one place: held, logged once, and nobody else is held up."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from namkhong.foundation.accounts import actions, errors
from namkhong.foundation.accounts.actions.signing_in import ADDRESS_FAILURES
from namkhong.foundation.accounts.models import Window
from namkhong.foundation.accounts.tests import factories
from namkhong.foundation.accounts.tests.factories import NOW, PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/can-bo/dang-nhap/"
THIEF, OFFICE = "203.0.113.7", "198.51.100.4"


def _try(username: str, password: str, address: str, at: Any = NOW) -> str:
    try:
        actions.check_sign_in(username=username, password=password, address=address, now=at)
    except errors.AddressHeld:
        return "address held"
    except errors.SignInHeld:
        return "account held"
    except errors.SignInRefused:
        return "refused"
    return "in"


def test_fifty_names_from_one_address_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    factories.official()
    with caplog.at_level(logging.WARNING):
        said = [_try(f"ten.{number}", "sai", THIEF) for number in range(ADDRESS_FAILURES + 30)]
    assert said == ["refused"] * ADDRESS_FAILURES + ["address held"] * 30
    assert _try("lan.lt", PASSWORD, THIEF) == "address held"  # not even with the right one
    assert _try("lan.lt", PASSWORD, OFFICE) == "in"
    lines = [record.getMessage() for record in caplog.records if "limit_reached" in record.getMessage()]
    assert len(lines) == 1
    assert "sign_in_from" in lines[0]
    assert THIEF not in lines[0]


def test_a_held_address_holds_up_nobodys_account() -> None:
    """Whoever is held cannot lock out the leader by typing her name."""
    factories.official()
    for number in range(ADDRESS_FAILURES):
        _try(f"ten.{number}", "sai", THIEF)
    assert {_try("lan.lt", "sai", THIEF) for _attempt in range(20)} == {"address held"}
    assert _try("lan.lt", PASSWORD, OFFICE) == "in"


def test_a_whole_commune_signs_in_behind_one_address() -> None:
    """Only what fails counts."""
    factories.official()
    for _morning in range(3):
        assert {_try("lan.lt", PASSWORD, OFFICE) for _person in range(ADDRESS_FAILURES)} == {"in"}
        assert _try("lan.lt", "sai", OFFICE) == "refused"
    assert _try("lan.lt", PASSWORD, OFFICE) == "in"


def test_a_quarter_of_an_hour_later_it_is_over() -> None:
    factories.official()
    for number in range(ADDRESS_FAILURES + 1):
        _try(f"ten.{number}", "sai", THIEF)
    assert _try("lan.lt", PASSWORD, THIEF, NOW + timedelta(minutes=14)) == "address held"
    assert _try("lan.lt", PASSWORD, THIEF, NOW + timedelta(minutes=16)) == "in"


def test_on_the_page_it_is_said_with_the_time_to_wait(settings: Any) -> None:
    factories.official()
    with time_machine.travel(NOW, tick=False):
        client = Client(REMOTE_ADDR=THIEF)
        for number in range(ADDRESS_FAILURES):
            assert client.post(SIGN_IN, {"username": f"ten.{number}", "password": "sai"}).status_code == 422
        answer = client.post(SIGN_IN, {"username": "lan.lt", "password": PASSWORD})
        assert answer.status_code == 429
        assert "Từ mạng này đã có quá nhiều lần đăng nhập sai" in answer.content.decode()
        assert "15 phút" in answer.content.decode()
        assert Client(REMOTE_ADDR=OFFICE).post(SIGN_IN, {"username": "lan.lt", "password": PASSWORD}).status_code == 302


def test_no_address_is_kept_in_clear() -> None:
    _try("lan.lt", "sai", THIEF)
    assert not Window.objects.filter(bucket__contains=THIEF).exists()
