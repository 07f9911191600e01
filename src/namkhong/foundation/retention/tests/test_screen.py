"""The administrator reads every rule with its source, what would go now, and what went, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from namkhong.config.middleware import ActorMiddleware
from namkhong.foundation.retention import actions
from namkhong.foundation.retention.models import Erasure, Rule
from namkhong.foundation.retention.tests.test_rules import NOW, SYSTEM, administrator
from namkhong.kernel.actor import Actor
from namkhong.web.tests.english import english_in

pytestmark = pytest.mark.django_db
PATH = "/can-bo/quan-tri/luu-giu/"


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[Actor], Client]:
    """A browser in which this actor is signed in."""

    def make(actor: Actor) -> Client:
        monkeypatch.setattr(ActorMiddleware, "_actor", lambda self, request: actor)
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = "x"
        return client

    return make


def test_every_rule_stands_there_with_its_source(visit: Callable[[Actor], Client]) -> None:
    actions.load_facts(NOW, SYSTEM)
    page = visit(administrator()).get(PATH).content.decode()
    assert not english_in(page)
    for words in ("180 ngày, kể từ lần lưu cuối", "Luật Lưu trữ 33/2024/QH15", "Cần xác nhận", "Không xóa ở đây"):
        assert words in page
    assert "Chưa có lần xóa nào." in page


def test_what_went_is_listed_page_by_page(visit: Callable[[Actor], Client]) -> None:
    actions.load_facts(NOW, SYSTEM)
    rule = Rule.objects.get(kind="accounts.sessions")
    Erasure.objects.bulk_create(
        Erasure(rule=rule, day=date(2026, 1, 1) + timedelta(days=day), at=NOW, before=NOW, count=1_000 + day)
        for day in range(25)
    )
    client = visit(administrator())
    first = client.get(PATH).content.decode()
    assert "1.024" in first
    assert "1.004" not in first
    link = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(PATH + link).content.decode()
    assert "1.004" in second
    assert "1.024" not in second
    assert client.get(PATH, {"tiep": "x"}).status_code == 422


def test_others_are_told_it_is_not_theirs(visit: Callable[[Actor], Client]) -> None:
    assert visit(administrator("/1/57/")).get(PATH).status_code == 403
    assert visit(Actor.anonymous()).get(PATH).status_code == 302
