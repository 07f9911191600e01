"""Opening accounts, changing and resetting what one signs in with."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import Settings

from namkhong.foundation.accounts import actions, errors, events, factors, passwords, queries
from namkhong.foundation.accounts.models import Account
from namkhong.foundation.accounts.tests import factories
from namkhong.foundation.accounts.tests.factories import NOW, PASSWORD
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.audit.wording import reasons_of
from namkhong.kernel import events as kernel_events
from namkhong.kernel.problems import Invalid

pytestmark = pytest.mark.django_db
SIGN_IN = "/can-bo/dang-nhap/"
CHANGE = "/can-bo/bao-mat/mat-khau/"
NEW = "bốn con trâu qua suối"


@pytest.fixture
def lan(client: Client) -> int:
    account = factories.official()
    client.post(SIGN_IN, {"username": "lan.lt", "password": PASSWORD})
    return account


def change(client: Client, present: str = PASSWORD, new: str = NEW, again: str = NEW) -> Any:
    return client.post(CHANGE, {"present_password": present, "new_password": new, "new_password_again": again})


def test_a_new_password_ends_her_other_sessions_but_not_this_one(client: Client, lan: int) -> None:
    other = Client()
    other.post(SIGN_IN, {"username": "lan.lt", "password": PASSWORD})
    assert change(client).status_code == 302
    assert client.get(CHANGE).status_code == 200
    assert other.get(CHANGE).status_code == 302
    assert Client().post(SIGN_IN, {"username": "lan.lt", "password": PASSWORD}).status_code == 422
    assert Client().post(SIGN_IN, {"username": "lan.lt", "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"present": "sai"}, "Mật khẩu hiện tại chưa đúng"),
        ({"new": "ngắn", "again": "ngắn"}, "ít nhất 14 ký tự"),
        ({"new": "Lan.lt1234567890", "again": "Lan.lt1234567890"}, "giống tên của ông/bà"),
        ({"new": "12345678901234", "again": "12345678901234"}, "quá dễ đoán"),
        ({"new": "aaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaa"}, "quá dễ đoán"),
        ({"again": NEW + "!"}, "không giống nhau"),
        ({"new": PASSWORD, "again": PASSWORD}, "phải khác mật khẩu đang dùng"),
        ({"new": "x" * 201, "again": "x" * 201}, "dài quá 200"),
    ],
)
def test_a_poor_password_is_refused_with_the_reason(
    client: Client, lan: int, typed: dict[str, str], sentence: str
) -> None:
    answer = change(client, **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Client().post(SIGN_IN, {"username": "lan.lt", "password": PASSWORD}).status_code == 302


def test_with_a_required_second_factor_eight_characters_are_enough(settings: Settings) -> None:
    settings.NAMKHONG_SECOND_FACTOR = "required"
    assert passwords.complaint("suoi-xanh", username="lan.lt", display_name="Lò Thị Lan") is None
    settings.NAMKHONG_SECOND_FACTOR = "offered"
    assert passwords.complaint("suoi-xanh", username="lan.lt", display_name="Lò Thị Lan") is not None


def test_five_wrong_present_passwords_hold_the_page_too(client: Client, lan: int) -> None:
    for _attempt in range(4):
        assert change(client, present="sai").status_code == 422
    assert change(client, present="sai").status_code == 429
    assert change(client).status_code == 429


def test_a_reset_password_must_be_changed_before_anything_else(client: Client, lan: int) -> None:
    given = actions.reset_password(account_id=lan, reason="quên", actor=factories.administrator(), now=NOW)
    assert client.get(CHANGE).status_code == 302
    client.post(SIGN_IN, {"username": "lan.lt", "password": given})
    assert client.get("/")["Location"] == "/can-bo/bao-mat/mat-khau/?next=%2F"
    assert "do quản trị cấp" in client.get(CHANGE).content.decode()
    assert change(client, present=given).status_code == 302
    assert client.get("/").status_code == 200


def test_a_lost_phone_is_taken_out_by_an_administrator(client: Client, lan: int) -> None:
    factories.totp_of(lan)
    actions.reset_second_factor(account_id=lan, reason="mất máy", actor=factories.administrator(), now=NOW)
    assert queries.factors_of(lan) == []
    assert client.get(CHANGE).status_code == 302


def test_an_app_set_up_again_replaces_the_old_one(lan: int) -> None:
    factories.totp_of(lan)
    codes = factors.recovery_codes(lan)
    actions.renew_recovery_codes(actor=factories.actor(lan), now=NOW)
    assert set(codes).isdisjoint(factors.recovery_codes(lan))
    assert [factor.kind for factor in queries.factors_of(lan)] == [factors.TOTP, factors.RECOVERY]


def test_a_sign_in_name_is_folded_and_taken_once() -> None:
    account = factories.official(" Lan.LT ")
    assert queries.account(account).username == "lan.lt"
    found = queries.by_username("LAN.lt")
    assert found
    assert found.id == account
    with pytest.raises(errors.NameTaken):
        factories.official("lan.lt")
    with pytest.raises(Invalid):
        factories.official("hai chữ")
    with pytest.raises(errors.NoSuchAccount):
        queries.account(404)


def test_the_database_itself_refuses_a_citizen_with_a_password() -> None:
    account = actions.recognise_citizen(subject="s", display_name="Lò Thị Lan", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account).update(password=factories.password_hash())


def test_locking_is_announced_once_with_the_entry_that_says_why(lan: int, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[kernel_events.Event] = []
    monkeypatch.setattr(kernel_events, "_transport", told.append)
    for _time in range(2):
        actions.lock(account_id=lan, reason="nghỉ việc", actor=factories.administrator(), now=NOW)
    for _time in range(2):
        actions.unlock(account_id=lan, reason="trở lại", actor=factories.administrator(), now=NOW)
    locked, unlocked = told
    assert isinstance(locked, events.AccountLocked)
    assert isinstance(unlocked, events.AccountUnlocked)
    reasons = reasons_of(Entry.objects.filter(pk__in=[locked.entry_id, unlocked.entry_id]))
    assert reasons == {locked.entry_id: "nghỉ việc", unlocked.entry_id: "trở lại"}


def test_names_of_many_are_read_at_once(lan: int) -> None:
    actions.rename(account_id=lan, display_name=" Lò  Thị Lan Anh", email="", actor=factories.administrator(), now=NOW)
    assert queries.names_of([lan, 404]) == {lan: "Lò Thị Lan Anh"}
    assert queries.accounts([lan])[lan].is_official
