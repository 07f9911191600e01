"""The identity provider of the demo does what VNeID's would: code, PKCE, a person's data once they agree."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.urls import reverse

from namkhong.config.demo_idp import CALLBACK, DemoProvider
from namkhong.kernel import codes

BACK = "http://127.0.0.1:9/back"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def provider() -> Iterator[DemoProvider]:
    demo = DemoProvider(port=_free_port(), callbacks=[BACK])
    process = subprocess.Popen(demo.command, env=demo.environment, stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            httpx.get(f"{demo.issuer}/suc-khoe")
            break
        except httpx.ConnectError:
            time.sleep(0.05)
    yield demo
    process.terminate()
    assert process.wait(5) == 0


def _ask(client: httpx.Client, demo: DemoProvider, **more: str) -> httpx.Response:
    asked = {
        "client_id": demo.client_id,
        "response_type": "code",
        "scope": "openid profile",
        "redirect_uri": BACK,
        "state": "s",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return client.get(f"{demo.issuer}/auth", params=asked | more, follow_redirects=True)


def _choose(client: httpx.Client, page: httpx.Response, **answer: str) -> dict[str, list[str]]:
    step = client.post(page.url, data=answer)
    while step.status_code == 303 and not step.headers["location"].startswith(BACK):
        step = client.get(step.headers["location"])
    return parse_qs(urlsplit(step.headers["location"]).query)


def test_a_person_agrees_and_the_portal_learns_who_she_is(provider: DemoProvider) -> None:
    with httpx.Client() as client:
        page = _ask(client, provider)
        assert "Lò Thị Lan" in page.text
        back = _choose(client, page, person="vneid-thu-01", answer="yes")
        tokens = client.post(
            f"{provider.issuer}/token",
            data={
                "grant_type": "authorization_code",
                "code": back["code"][0],
                "redirect_uri": BACK,
                "code_verifier": VERIFIER,
                "client_id": provider.client_id,
                "client_secret": provider.client_secret,
            },
        ).json()
        who = client.get(f"{provider.issuer}/me", headers={"authorization": f"Bearer {tokens['access_token']}"}).json()
    assert who["full_name"] == "Lò Thị Lan"
    assert who["personal_number"] == "011198004217"
    assert who["loa"] == 2
    claims = json.loads(base64.urlsafe_b64decode(tokens["id_token"].split(".")[1] + "=="))
    assert claims["personal_number"] == who["personal_number"]


def test_the_next_person_is_asked_again(provider: DemoProvider) -> None:
    with httpx.Client() as client:
        _choose(client, _ask(client, provider), person="vneid-thu-01", answer="yes")
        assert "Đăng nhập với tư cách ai?" in _ask(client, provider).text


def test_who_does_not_agree_goes_back_unknown(provider: DemoProvider) -> None:
    with httpx.Client() as client:
        assert _choose(client, _ask(client, provider), answer="no")["error"] == ["access_denied"]


def test_choosing_nobody_is_told_and_asked_again(provider: DemoProvider) -> None:
    with httpx.Client() as client:
        page = _ask(client, provider)
        again = client.post(page.url, data={"answer": "yes"})
        assert again.status_code == 422
        assert "Xin chọn một người" in again.text


def test_without_pkce_or_from_elsewhere_it_refuses_in_vietnamese(provider: DemoProvider) -> None:
    with httpx.Client() as client:
        refused = _ask(client, provider, redirect_uri="http://elsewhere.example/")
        assert refused.status_code == 400
        assert "Chưa đăng nhập được" in refused.text
        late = client.get(f"{provider.issuer}/dang-nhap/never-begun")
        assert late.status_code == 400
        assert "quá hạn" in late.text


def test_pages_hold_no_script_and_no_outside_thing(provider: DemoProvider) -> None:
    with httpx.Client() as client:
        page = _ask(client, provider)
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.search(r"(src|href)=\"https?:", page.text)


def test_invented_people_have_numbers_of_the_right_shape() -> None:
    people = json.loads(DemoProvider(port=1, callbacks=[]).people.read_text(encoding="utf-8"))
    assert len({person["personal_number"] for person in people}) == len(people) == 8
    for person in people:
        number = person["personal_number"]
        century = "01" if person["birthdate"] < "2000" else "23"
        assert codes.is_personal_number(number)
        assert number.startswith("011")
        assert number[3] == century[person["gender"] == "female"]
        assert number[4:6] == person["birthdate"][2:4]
        assert person["phone_number"].startswith("0100")
        assert len(person["phone_number"]) == 10


def test_the_provider_sends_people_back_to_where_we_listen() -> None:
    assert reverse("openid_connect_callback", kwargs={"provider_id": "vneid"}) == CALLBACK
