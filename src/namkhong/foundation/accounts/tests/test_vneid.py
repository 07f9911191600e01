"""Citizens sign in at the certified provider: code flow, PKCE, state, nonce, level of assurance."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
import time_machine
from allauth.socialaccount.internal import statekit
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from namkhong.config import adapters
from namkhong.config.demo_idp import DemoProvider
from namkhong.foundation.accounts import actions, errors, queries, vneid
from namkhong.foundation.accounts.models import Account
from namkhong.foundation.accounts.tests import factories, provider
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.citizens import queries as citizens
from namkhong.kernel import clock

pytestmark = pytest.mark.django_db
GO = "/dang-nhap/vneid/"
MINE = "/tai-khoan-cua-toi/"


@pytest.fixture(scope="module")
def idp() -> Iterator[DemoProvider]:
    with provider.running("http://testserver") as demo:
        yield demo


@pytest.fixture(autouse=True)
def _connected(idp: DemoProvider, settings: Settings) -> Iterator[None]:
    provider.connect(settings, idp)
    cache.clear()
    yield
    cache.clear()


def words(answer: Any) -> str:
    return str(answer.content.decode())


def go(client: Client, **posted: str) -> str:
    answer = client.post(GO, posted)
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"])


def changed(address: str, **values: str) -> str:
    parts = urlsplit(address)
    query = {name: found[0] for name, found in parse_qs(parts.query).items()} | values
    return urlunsplit(parts._replace(query=urlencode(query)))


def test_a_citizen_agrees_and_is_known(client: Client) -> None:
    answer = client.get(provider.agree(go(client, next=MINE)))
    assert answer["Location"] == MINE
    page = words(client.get(MINE))
    assert "Lò Thị Lan" in page
    assert "011 ••• ••• 217" in page
    assert "14/03/1998" in page
    person = citizens.by_personal_number("011198004217")
    assert person
    assert (person.full_name, person.gender, person.assurance, person.phone) == (
        "Lò Thị Lan",
        "female",
        2,
        "0100117919",
    )
    account = Account.objects.get(pk=person.account_id or 0)
    assert account.kind == "citizen"
    assert not account.has_usable_password()
    assert "vneid-thu-01" not in account.subject + account.username
    assert set(Entry.objects.values_list("action", flat=True)) == {
        "accounts.opened",
        "citizens.recognised",
        "accounts.signed_in",
    }


def test_the_question_carries_state_nonce_and_pkce(client: Client) -> None:
    asked = parse_qs(urlsplit(go(client)).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 24
    assert len(asked["state"][0]) >= 16
    assert asked["redirect_uri"] == ["http://testserver/dang-nhap/vneid/login/callback/"]


def test_coming_again_is_the_same_person(client: Client) -> None:
    client.get(provider.agree(go(client)))
    client.post("/dang-xuat/")
    client.get(provider.agree(go(client)))
    assert Account.objects.count() == 1
    assert Entry.objects.filter(action="citizens.recognised").count() == 1


def test_another_person_on_the_same_machine_is_another_session(client: Client) -> None:
    client.get(provider.agree(go(client)))
    client.get(provider.agree(go(client), person="vneid-thu-02"))
    page = words(client.get(MINE))
    assert "Quàng Văn Tưởng" in page
    assert "Lò Thị Lan" not in page


def test_who_does_not_agree_is_told_that_nothing_was_shared(client: Client) -> None:
    answer = client.get(provider.agree(go(client), answer="no"))
    assert answer.status_code == 403
    assert "Chưa có thông tin nào được chia sẻ" in words(answer)
    assert not Account.objects.exists()


def test_a_forged_state_is_refused(client: Client) -> None:
    back = provider.agree(go(client))
    answer = client.get(changed(back, state="x" * 16))
    assert answer.status_code == 403
    assert "làm lại từ đầu" in words(answer)
    assert client.get(MINE).status_code == 302


def test_an_answer_stolen_into_another_browser_is_refused(client: Client) -> None:
    back = provider.agree(go(client))
    assert Client().get(back).status_code == 403


def test_an_answer_is_good_once(client: Client) -> None:
    back = provider.agree(go(client))
    assert client.get(back).status_code == 302
    assert Client().get(back).status_code == 403
    assert client.get(back).status_code == 403


def test_a_token_for_another_question_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    back = provider.agree(go(client))
    real = statekit.unstash_state

    def other_nonce(*args: Any, **kwargs: Any) -> Any:
        state = real(*args, **kwargs)
        return state and {**state, "nonce": "another"}

    monkeypatch.setattr(statekit, "unstash_state", other_nonce)
    assert client.get(back).status_code == 403
    assert not Account.objects.exists()


def test_a_token_not_signed_by_the_provider_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    back = provider.agree(go(client))
    with provider.running("http://testserver") as stranger:
        config = {**cache.get(f"oidc:{_issuer()}"), "jwks_uri": f"{stranger.issuer}/jwks"}
        cache.set(f"oidc:{_issuer()}", config)
        answer = client.get(back)
    assert answer.status_code == 403
    assert not Account.objects.exists()


def _issuer() -> str:
    from django.conf import settings

    return str(settings.OIDC_ISSUER)


def test_too_low_a_level_is_refused_with_what_to_do(client: Client, idp: DemoProvider) -> None:
    people = json.loads(Path(idp.people).read_text(encoding="utf-8"))
    low = next(person for person in people if person["loa"] < 2)
    answer = client.get(provider.agree(go(client), person=low["sub"]))
    assert answer.status_code == 403
    assert "đang ở mức 1, cần mức 2" in words(answer)
    assert "Công an xã" in words(answer)
    assert not Account.objects.exists()


def test_a_locked_citizen_is_told(client: Client) -> None:
    client.get(provider.agree(go(client)))
    account = Account.objects.get()
    actions.lock(account_id=account.pk, reason="mạo danh", actor=factories.administrator(), now=clock.now())
    assert client.get(MINE).status_code == 302
    answer = client.get(provider.agree(go(client)))
    assert answer.status_code == 403
    assert "đang bị khóa" in words(answer)


def test_when_the_provider_is_silent_a_sentence_says_so(client: Client, settings: Settings) -> None:
    nobody = DemoProvider(port=provider.free_port(), callbacks=[])
    provider.connect(settings, nobody)
    answer = client.post(GO)
    assert answer.status_code == 503
    assert "VNeID chưa trả lời" in words(answer)


def test_when_the_provider_dies_on_the_way_a_sentence_says_so(client: Client, settings: Settings) -> None:
    back = provider.agree(go(client))
    cache.clear()
    nobody = DemoProvider(port=provider.free_port(), callbacks=[])
    provider.connect(settings, nobody)
    assert client.get(back).status_code == 503


def test_without_a_provider_the_page_says_so(client: Client, settings: Settings) -> None:
    settings.OIDC_ISSUER = ""
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert not vneid.configured()
    assert "chưa được nối với VNeID" in words(client.get("/dang-nhap/"))
    assert client.post(GO).status_code == 503


def test_nobody_is_sent_to_another_site_after_signing_in(client: Client) -> None:
    answer = client.get(provider.agree(go(client, next="https://xau.example/")))
    assert answer["Location"] == "/"


def test_visitors_cannot_steer_the_question(client: Client) -> None:
    answer = client.post(f"{GO}?scope=admin&auth_params=nonce%3Dfixed&process=connect&next=//xau.example")
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert "admin" not in asked["scope"][0]
    assert asked["nonce"] != ["fixed"]


@pytest.mark.parametrize("claims", [{}, {"id_token": "x"}, {"id_token": {"sub": ""}}, {"id_token": {"sub": "a"}}])
def test_an_unreadable_answer_is_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(errors.IdentityRefused):
        adapters._claims(claims, {"nonce": "n"})


def test_two_different_people_in_one_answer_are_refused() -> None:
    with pytest.raises(errors.IdentityRefused):
        adapters._claims({"id_token": {"sub": "a", "nonce": "n"}, "userinfo": {"sub": "b"}}, {"nonce": "n"})
    assert adapters._claims(
        {"id_token": {"sub": "a", "nonce": "n"}, "userinfo": {"sub": "a", "loa": 2}}, {"nonce": "n"}
    )


@pytest.mark.parametrize(
    ("said", "level"), [(2, 2), ("2", 2), ("LoA2", 2), ("loa3", 3), ("", 0), (None, 0), ("²", 0), (99, 0), (True, 0)]
)
def test_a_level_is_read_or_is_none(said: Any, level: int) -> None:
    assert adapters._level({"loa": said}) == level


@pytest.mark.parametrize("birthdate", ["", "1998", "1998-13-01", "14/03/1998", "19981403"])
def test_without_a_date_of_birth_nobody_is_known(birthdate: Any) -> None:
    with pytest.raises(errors.IdentityIncomplete):
        adapters._birthdate({"birthdate": birthdate})


def test_an_address_may_be_a_sentence_or_an_object() -> None:
    assert adapters._address({"address": {"formatted": "xã Mường Phăng"}}) == "xã Mường Phăng"
    assert adapters._address({"address": "xã Mường Phăng"}) == "xã Mường Phăng"
    assert adapters._address({"address": ["x"]}) == ""


def test_left_alone_for_half_an_hour_a_citizen_is_locked_too(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(provider.agree(go(client)))
    with time_machine.travel(clock.now(), tick=False) as later:
        client.get(MINE)
        with django_assert_num_queries(
            5
        ):  # the session, the account, the person, unread notices; then the page's own reading
            client.get(MINE)
        later.shift(29 * 60)
        assert client.get(MINE).status_code == 200
        later.shift(31 * 60)
        answer = client.get(MINE)
        assert answer["Location"] == "/dang-nhap/?next=%2Ftai-khoan-cua-toi%2F"
        assert f"quá {queries.IDLE_CITIZEN} phút" in words(client.get(answer["Location"]))
