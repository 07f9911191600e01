"""The citizen's page of who has read her data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from namkhong.config.middleware import ActorMiddleware
from namkhong.foundation.audit import actions, naming
from namkhong.foundation.audit.tests.factories import NOW, citizen, official
from namkhong.kernel.actor import Actor

pytestmark = pytest.mark.django_db
PATH = "/tai-khoan-cua-toi/luot-xem/"


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[Actor], Client]:
    """A browser in which this actor is signed in."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)

    def make(actor: Actor) -> Client:
        monkeypatch.setattr(ActorMiddleware, "_actor", lambda self, request: actor)
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = "x"
        return client

    return make


def _read(times: int = 1, purpose: str = "Giải quyết hồ sơ H18.35-261120-0015", days: int = 0) -> None:
    for n in range(times):
        now = NOW + timedelta(days=days * n)
        actions.record_access(official(), person_id=7, purpose=purpose, subject=("dossier", 15), now=now)


def test_it_tells_post_agency_purpose_and_time(visit: Callable[[Actor], Client]) -> None:
    _read()
    page = visit(citizen()).get(PATH).content.decode()
    for words in ("Phó Chủ tịch UBND xã Mường Phăng", "Giải quyết hồ sơ H18.35-261120-0015", "8 giờ, thứ Hai 23/11"):
        assert words in page
    assert "Tưởng" not in page


def test_it_names_the_dossier_and_says_how_often(
    visit: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "_namers", {"dossier": lambda ids: dict.fromkeys(ids, "hồ sơ H18-0015")})
    _read(3, purpose="Xử lý hồ sơ")
    page = visit(citizen()).get(PATH).content.decode()
    assert page.count("Xử lý hồ sơ") == 1
    assert "hồ sơ H18-0015" in page
    assert "3 lần trong ngày, lần cuối 8 giờ, thứ Hai 23/11" in page


def test_a_purpose_is_text_not_markup(visit: Callable[[Actor], Client]) -> None:
    _read(purpose="<script>alert(1)</script>")
    assert "<script>alert" not in visit(citizen()).get(PATH).content.decode()


def test_nobody_yet_is_said_in_words(visit: Callable[[Actor], Client]) -> None:
    assert "Chưa có ai xem thông tin của ông/bà." in visit(citizen()).get(PATH).content.decode()


def test_the_next_page_is_one_link_away_in_few_queries(
    visit: Callable[[Actor], Client], django_assert_max_num_queries: Any
) -> None:
    _read(31, days=1)
    client = visit(citizen())
    with django_assert_max_num_queries(6):
        first = client.get(PATH)
    assert 'rel="next"' in first.content.decode()


@pytest.mark.parametrize(
    ("actor", "status"), [(Actor.anonymous(), 302), (official(), 403), (citizen(), 200), (Actor.system("x"), 403)]
)
def test_who_may_open_it(visit: Callable[[Actor], Client], actor: Actor, status: int) -> None:
    assert visit(actor).get(PATH).status_code == status


def test_a_forged_cursor_is_told(visit: Callable[[Actor], Client]) -> None:
    assert visit(citizen()).get(PATH, {"sau": "x"}).status_code == 422


def test_the_way_to_it_is_in_her_menu(visit: Callable[[Actor], Client]) -> None:
    assert f'href="{PATH}"' in visit(citizen()).get(PATH).content.decode()
