"""Administrators work in a session with a reason and an end."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from namkhong.foundation.accounts import actions, queries
from namkhong.foundation.accounts.tests import factories
from namkhong.foundation.accounts.tests.factories import NOW, PASSWORD
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.audit.wording import reasons_of
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import AgencyId, Post, PostId, Role

pytestmark = pytest.mark.django_db
ELEVATE = "/can-bo/nang-quyen/"
REASON = "Mở tài khoản cho cán bộ mới của xã Mường Phăng"


@pytest.fixture
def lan(client: Client, monkeypatch: pytest.MonkeyPatch) -> int:
    """An administrator of today, signed in."""
    post = Post(PostId(1), Role.ADMINISTRATOR, AgencyId(7), "/1/7/", "Sở Khoa học và Công nghệ", "Quản trị hệ thống")

    def posts_of(account_id: int, on: date) -> tuple[Post, ...]:
        return (post,)

    monkeypatch.setattr(organisations, "acting_posts_of", posts_of)
    return factories.official()


def sign_in(client: Client) -> None:
    client.post("/can-bo/dang-nhap/", {"username": "lan.lt", "password": PASSWORD})


def elevate(client: Client, **more: str) -> Any:
    return client.post(
        ELEVATE, {"reason": REASON, "minutes": "30", "password": PASSWORD, "next": "/can-bo/bao-mat/", **more}
    )


def test_reason_time_and_proof_open_it_and_it_is_recorded_and_seen(client: Client, lan: int) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client)
        before = client.session.session_key
        answer = elevate(client)
        assert answer["Location"] == "/can-bo/bao-mat/"
        assert client.session.session_key != before
        page = client.get("/can-bo/bao-mat/").content.decode()
        assert "Đang nâng quyền quản trị đến 8 giờ 30" in page
        assert REASON in page
    entry = Entry.objects.get(action="accounts.elevated")
    assert (reasons_of([entry])[entry.pk], entry.detail["minutes"], entry.actor_account_id) == (REASON, 30, lan)


def test_without_the_password_without_a_reason_or_too_long_it_stays_closed(client: Client, lan: int) -> None:
    sign_in(client)
    for wrong, sentence in (
        ({"password": "sai"}, "Mật khẩu hiện tại chưa đúng"),
        ({"reason": "vì"}, "Xin ghi lý do bằng một câu"),
        ({"minutes": "61"}, "không quá 60 phút"),
        ({"minutes": "-5"}, "không quá 60 phút"),
        ({"minutes": "²"}, "không quá 60 phút"),
    ):
        answer = elevate(client, **wrong)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert REASON in elevate(client, password="sai").content.decode()
    assert not Entry.objects.filter(action="accounts.elevated").exists()


def test_it_times_out(client: Client, lan: int) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client)
        elevate(client, minutes="15")
        for _step in range(4):
            clock.shift(4 * 60)
            page = client.get("/can-bo/bao-mat/").content.decode()
        assert "Đang nâng quyền" not in page
        assert "Bảo mật tài khoản" in page


def test_left_alone_for_five_minutes_an_elevated_session_is_locked(client: Client, lan: int) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client)
        elevate(client)
        clock.shift(5 * 60 + 1)
        answer = client.get("/can-bo/bao-mat/")
        assert answer["Location"].startswith("/can-bo/dang-nhap/")
        assert "quá 5 phút" in client.get(answer["Location"]).content.decode()


def test_the_button_ends_it(client: Client, lan: int) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client)
        elevate(client)
        client.post("/can-bo/nang-quyen/ket-thuc/")
        client.post("/can-bo/nang-quyen/ket-thuc/")
        assert "Đang nâng quyền" not in client.get("/can-bo/bao-mat/").content.decode()
    assert Entry.objects.filter(action="accounts.elevation_ended").count() == 1


def test_signing_in_again_starts_without_it(client: Client, lan: int) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client)
        elevate(client)
        sign_in(client)
        assert "Đang nâng quyền" not in client.get("/can-bo/bao-mat/").content.decode()


def test_a_broken_note_in_the_session_is_no_elevation(client: Client, lan: int) -> None:
    session = client.session
    session[queries.ELEVATION] = {"reason": "x", "until": (NOW - timedelta(seconds=1)).astimezone(UTC).isoformat()}
    assert queries.session_state(session, official=True, now=NOW).elevation is None
    actions.end_elevation(actor=factories.administrator(lan), session=session, now=NOW)
