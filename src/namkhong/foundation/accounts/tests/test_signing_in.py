"""Officials sign in: what is refused, held, asked for, remembered and locked."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from namkhong.foundation.accounts import actions, errors, factors, queries
from namkhong.foundation.accounts.models import Account
from namkhong.foundation.accounts.tests import factories
from namkhong.foundation.accounts.tests.factories import NOW, PASSWORD
from namkhong.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
SIGN_IN = "/can-bo/dang-nhap/"
SECOND = "/can-bo/dang-nhap/buoc-hai/"
SECURITY = "/can-bo/bao-mat/"


def sign_in(client: Client, username: str = "lan.lt", password: str = PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def words(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def lan() -> int:
    return factories.official()


def test_name_and_password_open_the_session(client: Client, lan: int) -> None:
    answer = sign_in(client, username=" LAN.LT ")
    assert answer.status_code == 302
    assert client.get(SECURITY).status_code == 200
    entry = Entry.objects.get(action="accounts.signed_in")
    assert entry.actor_account_id == lan
    assert entry.detail == {"methods": ["password"]}


def test_the_session_gets_a_new_key_at_sign_in(client: Client, lan: int) -> None:
    session = client.session
    session["before"] = "1"
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_a_wrong_password_keeps_the_name_and_says_what_to_do(client: Client, lan: int) -> None:
    answer = sign_in(client, password="sai")
    assert answer.status_code == 422
    assert 'value="lan.lt"' in words(answer)
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in words(answer)
    assert "sai" not in re.sub(r"<[^>]*>", "", words(answer)).split()


def test_five_failures_hold_the_sixth_even_if_right(client: Client, lan: int) -> None:
    for _attempt in range(4):
        assert sign_in(client, password="sai").status_code == 422
    assert sign_in(client, password="sai").status_code == 429
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "Đã nhập sai 5 lần" in words(answer)
    assert "15 phút" in words(answer)
    assert client.get(SECURITY).status_code == 302


def test_after_fifteen_minutes_the_right_password_works_again(lan: int) -> None:
    for _attempt in range(5):
        with pytest.raises((errors.SignInRefused, errors.SignInHeld)):
            actions.check_sign_in(username="lan.lt", password="sai", now=NOW)
    with pytest.raises(errors.SignInHeld):
        actions.check_sign_in(username="lan.lt", password=PASSWORD, now=NOW + timedelta(minutes=14, seconds=59))
    assert actions.check_sign_in(username="lan.lt", password=PASSWORD, now=NOW + timedelta(minutes=15)) == lan


def test_the_hold_is_always_full_however_slowly_one_guesses(lan: int) -> None:
    late = NOW + timedelta(minutes=14)
    for moment in (NOW, NOW, NOW, NOW, late):
        with pytest.raises((errors.SignInRefused, errors.SignInHeld)):
            actions.check_sign_in(username="lan.lt", password="sai", now=moment)
    with pytest.raises(errors.SignInHeld) as held:
        actions.check_sign_in(username="lan.lt", password=PASSWORD, now=late + timedelta(minutes=10))
    assert held.value.retry_after == 5 * 60


def test_the_right_password_wipes_out_the_wrong_ones(lan: int) -> None:
    for _round in range(3):
        for _attempt in range(4):
            with pytest.raises(errors.SignInRefused):
                actions.check_sign_in(username="lan.lt", password="sai", now=NOW)
        assert actions.check_sign_in(username="lan.lt", password=PASSWORD, now=NOW) == lan


def test_an_unknown_name_gets_the_same_answers(client: Client, lan: int) -> None:
    def without_token(answer: Any) -> str:
        return re.sub(r'value="[^"]*"', "", words(answer))

    known = [sign_in(client, "lan.lt", "sai") for _attempt in range(6)]
    unknown = [sign_in(client, "khong.co", "sai") for _attempt in range(6)]
    assert (
        [answer.status_code for answer in known] == [answer.status_code for answer in unknown] == [422] * 4 + [429] * 2
    )
    assert [without_token(answer) for answer in known] == [without_token(answer) for answer in unknown]


def test_an_unknown_name_costs_the_same(
    lan: int, django_assert_num_queries: DjangoAssertNumQueries, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    Account.objects.filter(pk=lan).update(password=make_password(PASSWORD))

    def cost(username: str) -> float:
        start = time.perf_counter()
        with django_assert_num_queries(3), pytest.raises(errors.SignInRefused):
            actions.check_sign_in(username=username, password="sai", now=NOW)
        return time.perf_counter() - start

    known = min(cost("lan.lt") for _attempt in range(4))
    unknown = min(cost("khong.co") for _attempt in range(4))
    assert 0.5 < known / unknown < 2


def test_a_citizens_account_has_no_way_in_by_password(client: Client) -> None:
    account = actions.recognise_citizen(subject="s", display_name="Lò Thị Lan", now=NOW)
    name = Account.objects.get(pk=account).username
    assert sign_in(client, name, "").status_code == 422
    assert sign_in(client, name, "!").status_code == 422


def test_a_locked_official_is_told_only_with_the_right_password(client: Client, lan: int) -> None:
    actions.lock(account_id=lan, reason="nghỉ việc", actor=factories.administrator(), now=NOW)
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in words(sign_in(client, password="sai"))
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "đang bị khóa" in words(answer)


def test_a_locked_official_loses_her_session_at_once_and_for_good(client: Client, lan: int) -> None:
    sign_in(client)
    actions.lock(account_id=lan, reason="nghỉ việc", actor=factories.administrator(), now=NOW)
    assert client.get(SECURITY).status_code == 302
    other = Client()
    other.cookies = client.cookies
    actions.unlock(account_id=lan, reason="nhầm", actor=factories.administrator(), now=NOW)
    assert other.get(SECURITY).status_code == 302


def test_nobody_is_sent_to_another_site(client: Client, lan: int) -> None:
    for bad in (
        "https://xau.example/",
        "//xau.example",
        r"\\xau.example",
        "javascript:alert(1)",
        "/\\xau.example",
        "http:xau",
    ):
        answer = Client().post(SIGN_IN, {"username": "lan.lt", "password": PASSWORD, "next": bad})
        assert answer.status_code == 302
        assert "xau" not in answer["Location"]
        assert "javascript" not in answer["Location"]
        assert "xau" not in words(client.get(SIGN_IN, {"next": bad}))
    assert sign_in(client, next="/can-bo/bao-mat/")["Location"] == "/can-bo/bao-mat/"


def test_left_alone_for_fifteen_minutes_the_session_is_locked_and_returns_to_the_page(client: Client, lan: int) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client)
        clock.shift(14 * 60)
        assert client.get(SECURITY).status_code == 200
        clock.shift(15 * 60 + 1)
        answer = client.get("/can-bo/bao-mat/mat-khau/")
        assert answer.status_code == 302
        assert answer["Location"] == "/can-bo/dang-nhap/?next=%2Fcan-bo%2Fbao-mat%2Fmat-khau%2F"
        page = client.get(answer["Location"])
        assert "rời máy quá 15 phút" in words(page)
        assert sign_in(client, next="/can-bo/bao-mat/mat-khau/")["Location"] == "/can-bo/bao-mat/mat-khau/"


def test_pages_cost_a_visitor_nothing_and_an_official_four_queries(
    client: Client, lan: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with time_machine.travel(NOW, tick=False):  # a session's last sign of life is written once a minute
        with django_assert_num_queries(0):
            client.get(SIGN_IN)
        sign_in(client)
        client.get("/can-bo/bao-mat/mat-khau/")
        with django_assert_num_queries(4):  # the session's row, the account, her posts, and the header's unread notices
            client.get("/can-bo/bao-mat/mat-khau/")


def test_signing_out_asks_first_and_is_recorded(client: Client, lan: int) -> None:
    sign_in(client)
    assert "Đăng xuất" in words(client.get("/dang-xuat/"))
    assert client.get(SECURITY).status_code == 200
    assert "Đã đăng xuất" in words(client.post("/dang-xuat/"))
    assert client.get(SECURITY).status_code == 302
    assert Entry.objects.filter(action="accounts.signed_out", actor_account_id=lan).count() == 1


# ---- second factor -----------------------------------------------------------------------------------------------


def test_with_an_app_the_password_alone_opens_nothing(client: Client, lan: int) -> None:
    secret = factories.totp_of(lan)
    answer = sign_in(client, next="/can-bo/bao-mat/mat-khau/")
    assert answer["Location"] == SECOND
    assert client.get(SECURITY).status_code == 302
    with time_machine.travel(NOW, tick=False):
        assert client.post(SECOND, {"code": "000000"}).status_code == 422
        answer = client.post(SECOND, {"code": factories.code_at(secret, NOW)})
    assert answer["Location"] == "/can-bo/bao-mat/mat-khau/"
    assert Entry.objects.get(action="accounts.signed_in").detail == {"methods": ["password", "code"]}


def test_a_code_is_good_once_in_every_process(lan: int) -> None:
    secret = factories.totp_of(lan)
    with time_machine.travel(NOW, tick=False):
        code = factories.code_at(secret, NOW)
        assert actions.check_code(account_id=lan, code=code, now=NOW) == factors.TOTP
        with pytest.raises(errors.CodeUsed):
            actions.check_code(account_id=lan, code=f" {code[:3]} {code[3:]}", now=NOW)


def test_five_wrong_codes_hold_the_sixth(lan: int) -> None:
    secret = factories.totp_of(lan)
    with time_machine.travel(NOW, tick=False):
        for _attempt in range(4):
            with pytest.raises(errors.WrongCode):
                actions.check_code(account_id=lan, code="000000", now=NOW)
        with pytest.raises(errors.SignInHeld):
            actions.check_code(account_id=lan, code="000000", now=NOW)
        with pytest.raises(errors.SignInHeld):
            actions.check_code(account_id=lan, code=factories.code_at(secret, NOW), now=NOW)


def test_a_recovery_code_opens_once(client: Client, lan: int) -> None:
    factories.totp_of(lan)
    code = factors.recovery_codes(lan)[0]
    sign_in(client)
    assert client.post(SECOND, {"code": code}).status_code == 302
    assert code not in factors.recovery_codes(lan)


def test_the_second_step_without_the_first_leads_back(client: Client, lan: int) -> None:
    assert client.get(SECOND)["Location"] == SIGN_IN


def test_the_secret_of_the_app_is_not_readable_in_the_database(lan: int) -> None:
    factories.totp_of(lan, "JBSWY3DPEHPK3PXP")
    kept = Authenticator.objects.get(user_id=lan, type="totp").data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_where_a_second_factor_is_required_it_is_set_up_before_anything_else(
    client: Client, lan: int, settings: Settings
) -> None:
    settings.NAMKHONG_SECOND_FACTOR = "required"
    with time_machine.travel(NOW, tick=False):
        sign_in(client)
        answer = client.get("/")
        assert answer["Location"] == "/can-bo/bao-mat/?next=%2F"
        assert "lớp bảo vệ thứ hai trước khi làm việc" in words(client.get(answer["Location"]))
        page = words(client.get("/can-bo/bao-mat/ung-dung/?next=/"))
        shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
        assert shown
        assert 'src="data:image/svg+xml' in page
        secret = shown[1].replace(" ", "")
        wrong = client.post("/can-bo/bao-mat/ung-dung/", {"code": "000000", "next": "/"})
        assert wrong.status_code == 422
        assert secret in words(wrong).replace(" ", "")
        done = client.post("/can-bo/bao-mat/ung-dung/", {"code": factories.code_at(secret, NOW), "next": "/"})
        assert done["Location"] == "/can-bo/bao-mat/ma-du-phong/?next=%2F"
        codes = words(client.get(done["Location"]))
        assert len(re.findall(r"<code>\d{4} \d{4}</code>", codes)) == 10
        assert client.get("/").status_code == 200
    assert queries.factors_of(lan)[0].kind == factors.TOTP


def test_where_it_is_required_the_last_factor_stays(client: Client, lan: int, settings: Settings) -> None:
    settings.NAMKHONG_SECOND_FACTOR = "required"
    factories.totp_of(lan)
    factor = queries.factors_of(lan)[0]
    with pytest.raises(errors.LastFactor):
        actions.remove_factor(actor=factories.actor(lan), factor_id=factor.id, now=NOW)
    settings.NAMKHONG_SECOND_FACTOR = "offered"
    actions.remove_factor(actor=factories.actor(lan), factor_id=factor.id, now=NOW)
    assert queries.factors_of(lan) == []


def test_nobody_removes_anothers_factor(lan: int) -> None:
    other = factories.official("tuong.qv", "Quàng Văn Tưởng")
    factories.totp_of(other)
    with pytest.raises(errors.NoSuchAccount):
        actions.remove_factor(actor=factories.actor(lan), factor_id=queries.factors_of(other)[0].id, now=NOW)


def test_changing_what_one_signs_in_with_asks_again_after_ten_minutes(client: Client, lan: int) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client)
        assert client.get("/can-bo/bao-mat/ung-dung/").status_code == 200
        clock.shift(11 * 60)
        answer = client.get("/can-bo/bao-mat/ung-dung/")
        assert answer["Location"].startswith("/can-bo/xac-nhan/")
        assert client.post(answer["Location"], {"password": "sai"}).status_code == 422
        back = client.post(answer["Location"], {"password": PASSWORD})
        assert back["Location"] == "/can-bo/bao-mat/ung-dung/"
        assert client.get(back["Location"]).status_code == 200


# ---- many at once ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_get_five_chances() -> None:
    factories.official()
    outcomes: list[str] = []

    def guess() -> None:
        try:
            actions.check_sign_in(username="lan.lt", password="sai", now=NOW)
        except (errors.SignInRefused, errors.SignInHeld) as problem:
            outcomes.append(type(problem).__name__)
        finally:
            connection.close()

    run_together(guess, 20)
    assert len(outcomes) == 20
    assert outcomes.count("SignInRefused") == 4
    assert Entry.objects.filter(action="accounts.sign_in_refused").count() == 5


def run_together(work: Callable[[], None], many: int) -> None:
    threads = [threading.Thread(target=work) for _n in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
