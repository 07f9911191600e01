"""What the administrator sees and does, and what a connected system does through the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts import queries as sign_in
from namkhong.foundation.accounts.models import ApiClient, OnceKey
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers.tests import factories as lives
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.subscriptions.models import Notice, Subscription
from namkhong.services.subscriptions.tests import factories
from namkhong.services.subscriptions.tests import receiver as machines
from namkhong.services.subscriptions.tests.independent import verified_by
from namkhong.services.subscriptions.tests.receiver import Receiver
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
Browser = Callable[[Actor], Client]
LIST = "/can-bo/quan-tri/nhan-tin/"


@pytest.fixture
def admin(world: Province, browser: Browser) -> Client:
    """The province's administrator, elevated."""
    client = browser(world.administrator)
    session = client.session
    until = (MONDAY + timedelta(minutes=30)).isoformat()
    session[sign_in.ELEVATION] = {"reason": "Trợ giúp đơn vị", "until": until}
    session.save()
    return client


def _read(answer: Any, status: int = 200) -> str:
    html = str(answer.content.decode())
    assert answer.status_code == status, html[:2_000]
    assert not english_in(html)
    return html


def test_the_administrator_sees_how_each_fares_and_helps(admin: Client, world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    one = lives.received(world)
    factories.heard(one.id, MONDAY)
    receiver.next.append(machines.status(500))
    factories.delivered(told, MONDAY)
    page = f"{LIST}{told.public_id}/"
    assert "Máy nhận đang lỗi" in _read(admin.get(LIST))
    shown = _read(admin.get(page))
    assert one.code in shown
    assert "Máy nhận đang có lỗi (mã 500)" in shown
    assert told.secret not in shown
    notice = Notice.objects.get(revision=1)
    assert "mã 500" in _read(admin.get(f"{page}tin/{notice.public_id}/"))

    assert "Xin ghi lý do" in _read(admin.post(f"{page}dung/", {"reason": " "}), 422)
    assert admin.post(f"{page}dung/", {"reason": "Đơn vị nhận bảo trì"}).status_code == 302
    assert "Đơn vị nhận bảo trì" in _read(admin.get(page))
    assert admin.post(f"{page}dung/", {"reason": "Lần nữa"}).status_code == 409
    assert admin.post(f"{page}tiep-tuc/").status_code == 302
    factories.delivered(told, MONDAY)
    assert len(receiver.came) == 4
    assert "Đã nhận" in _read(admin.get(page))
    assert "Không có tin nào" in _read(admin.get(f"{page}?cho"))
    assert admin.post(f"{page}tin/{notice.public_id}/gui-lai/").status_code == 302
    assert factories.delivered(told, MONDAY) == 1
    day = {"since-day": "23", "since-month": "11", "since-year": "2026"}
    assert admin.post(f"{page}gui-lai/", day).status_code == 302
    assert factories.delivered(told, MONDAY) == 3
    assert "Xin ghi đủ" in _read(admin.post(f"{page}gui-lai/", {"since-day": "32"}), 422)
    assert "30 ngày" in _read(admin.post(f"{page}gui-lai/", day | {"since-year": "2025"}), 422)
    renewed = admin.post(f"{page}khoa-moi/")
    assert "whsec_" in _read(renewed)
    assert renewed["Cache-Control"] == "no-store"
    assert admin.post(f"{page}thu/").status_code == 302
    assert admin.post(f"{page}huy/").status_code == 302
    assert admin.get(page).status_code == 404


def test_the_administrator_adds_one_and_is_shown_the_secret_once(
    admin: Client, world: Province, receiver: Receiver
) -> None:
    who = factories.program()
    form = {"client": str(who.account_id), "url": "http://10.0.0.1/", "kinds": ["dossier.decided"]}
    refused = _read(admin.post(f"{LIST}them/", form), 422)
    assert 'value="http://10.0.0.1/"' in refused, "what was typed stays"
    assert "Xin chọn một hệ thống" in _read(admin.post(f"{LIST}them/", form | {"client": "x"}), 422)
    assert "Xin chọn ít nhất một loại tin" in _read(admin.post(f"{LIST}them/", form | {"kinds": []}), 422)
    made = _read(admin.post(f"{LIST}them/", form | {"url": receiver.url}))
    assert made.count("whsec_") == 1
    assert Subscription.objects.get().kinds == ["dossier.decided"]
    assert "đã đăng ký địa chỉ này" in _read(admin.post(f"{LIST}them/", form | {"url": receiver.url}), 409)
    assert "Thêm đăng ký nhận tin" in _read(admin.get(f"{LIST}them/"))


class Caller:
    """The connected system with a token."""

    def __init__(self, client_id: str = "cong-xa") -> None:
        row = ApiClient.objects.get(client_id=client_id)
        token = accounts.give_token(client=row, scopes=row.scopes, now=MONDAY).token
        self.client = Client(enforce_csrf_checks=True)
        self.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        self.keys = 0

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/webhooks{path}")

    def post(self, path: str, body: Any = None, *, key: str = "") -> Any:
        self.keys += 1
        return self.client.post(
            f"/api/v1/webhooks{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers={"Idempotency-Key": key or f"khoa-{id(self)}-{self.keys}"},
        )


def test_a_connected_system_does_it_all_by_itself(world: Province, receiver: Receiver) -> None:
    with time_machine.travel(MONDAY, tick=False):
        factories.program()
        caller = Caller()
        made = caller.post("", {"url": receiver.url}, key="dang-ky-1")
        assert made.status_code == 201, made.content.decode()
        again = caller.post("", {"url": receiver.url}, key="dang-ky-1")
        assert again.json() == made.json(), "the same key, the same secret"
        assert again["Idempotency-Replayed"] == "true"
        secret, here = made.json()["secret"], f"/{made.json()['id']}"
        assert made["Location"] == f"/api/v1/webhooks{here}"
        assert secret not in str(list(OnceKey.objects.values()))
        told = factories.Told(Subscription.objects.get(), Actor.anonymous(), secret)
        one = lives.received(world)
        factories.heard(one.id, MONDAY)
        tried = caller.post(f"{here}/test")
        assert tried.status_code == 202
        assert factories.delivered(told, MONDAY) == 4
        assert all(verified_by(came, secret) for came in receiver.came)
        notices = caller.get(f"{here}/notices").json()["items"]
        assert {row["type"] for row in notices} >= {"subscription.test", "dossier.received"}
        assert all(row["last"]["status"] == 204 for row in notices)
        assert caller.get(f"{here}/notices?waiting=true").json() == {"items": [], "next": ""}
        assert caller.post(f"{here}/replay", {"since": MONDAY.isoformat()}).json() == {"notices": 4}
        assert caller.post(f"{here}/notices/{notices[0]['id']}/replay").status_code == 202
        assert factories.delivered(told, MONDAY) == 4
        new = caller.post(f"{here}/secret", key="doi-khoa-1")
        assert new.json()["secret"] != secret
        assert caller.post(f"{here}/secret", key="doi-khoa-1").json() == new.json()
        assert caller.post(f"{here}/pause", {"reason": "Bảo trì"}).json()["state"] == "paused"
        assert caller.post(f"{here}/resume").json()["state"] == "active"
        assert caller.post(f"{here}/resume").status_code == 409
        assert [row["id"] for row in caller.get("").json()["items"]] == [made.json()["id"]]
        read = caller.get(here)
        unchanged = caller.client.get(f"/api/v1/webhooks{here}", headers={"If-None-Match": read["ETag"]})
        assert unchanged.status_code == 304
        assert caller.client.delete(f"/api/v1/webhooks{here}").status_code == 204
        assert caller.get(here).status_code == 404
        assert caller.client.delete(f"/api/v1/webhooks{here}").status_code == 404


def test_through_the_api_too_nothing_inside_is_written_to_and_nobody_sees_anothers(
    world: Province, receiver: Receiver
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        told = factories.subscribed(receiver.url)
        factories.program("cong-ben", lives.NEXT_DOOR)
        stranger = Caller("cong-ben")
        here = f"/{told.public_id}"
        assert stranger.get("").json()["items"] == []
        for path in (here, f"{here}/notices"):
            assert stranger.get(path).status_code == 404
        for path, body in (("secret", {}), ("pause", {"reason": "x"}), ("test", {}), ("resume", {})):
            assert stranger.post(f"{here}/{path}", body).status_code == 404
        assert stranger.client.delete(f"/api/v1/webhooks{here}").status_code == 404
        for url in ("http://169.254.169.254/latest/", "https://127.0.0.1/", "https://localhost/", "gopher://x/", ""):
            refused = stranger.post("", {"url": url})
            assert refused.status_code == 422, url
            assert refused["Content-Type"] == "application/problem+json"
        assert stranger.post("", {"url": receiver.url, "kinds": ["dossier.burnt"]}).status_code == 422
        nobody = Client().get("/api/v1/webhooks")
        assert nobody.status_code == 401
