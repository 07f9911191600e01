"""The first page: one question, three ways on."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import translation

from namkhong.kernel import codes
from namkhong.portal.home import queries
from namkhong.web import slots
from namkhong.web.http import Request
from namkhong.web.tests.english import english_in


@pytest.fixture(autouse=True)
def _alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = "namkhong.portal.home.tests.urls"
    monkeypatch.setattr(slots, "_fillers", defaultdict(list))
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def _page(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_page_asks_what_is_needed_in_vietnamese(client: Client) -> None:
    html = _page(client)
    assert "<h1" in html
    assert "Ông/Bà cần làm thủ tục gì?</h1>" in html
    assert "Xem cần giấy tờ gì, nộp hồ sơ, theo dõi và nhận kết quả" in html
    assert "Theo sự kiện trong đời sống" in html
    assert english_in(html) == set()


def test_a_visitor_without_a_session_costs_no_query(client: Client, django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        client.get("/")


def test_searching_and_looking_up_are_plain_forms(client: Client) -> None:
    html = _page(client)
    assert re.search(r'<form[^>]*action="/dich-vu-cong/" method="get"', html)
    assert 'name="q"' in html
    assert re.search(r'<form[^>]*action="/tra-cuu/" method="get"', html)
    assert 'name="ma"' in html
    assert "Số hồ sơ ghi trên Giấy tiếp nhận" in html
    assert "<script" not in html


def test_every_event_of_life_leads_to_the_catalogue(client: Client) -> None:
    html = _page(client)
    for event in queries.life_events().events:
        assert event.name in html
        assert event.hint in html
    assert html.count('<a href="/dich-vu-cong/?q=') == len(queries.life_events().events)
    assert "/dich-vu-cong/?q=khai+sinh" in html


def test_figures_appear_when_a_room_above_gives_them(client: Client) -> None:
    assert "trả đúng hẹn" not in _page(client)

    def figures(request: Request) -> str:
        return "<section>99,2 % trả đúng hẹn</section>"

    slots.fill("home_figures", figures)
    assert "<section>99,2 % trả đúng hẹn</section>" in _page(client)


def test_the_facts_are_whole_and_in_two_languages() -> None:
    life = queries.life_events()
    assert len(life.events) >= 6
    for one in (*life.events, *life.often):
        assert one.name
        assert one.name_en
        assert one.search
    for event in life.events:
        assert event.hint
        assert event.hint_en
        assert event.codes
        assert all(codes.is_procedure_code(code) for code in event.codes)
    assert len({event.key for event in life.events}) == len(life.events)


def test_an_english_visitor_reads_the_events_in_english(client: Client) -> None:
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        html = _page(client)
    assert '<html lang="en"' in html
    assert "Getting married" in html
    assert "Kết hôn" not in html


def test_changed_facts_are_read_without_a_restart(settings: Any, tmp_path: Path) -> None:
    facts = json.loads((configured.FACTS / "life_events.json").read_text(encoding="utf-8"))
    settings.FACTS = tmp_path
    path = tmp_path / "life_events.json"
    path.write_text(json.dumps(facts), encoding="utf-8")
    assert len(queries.life_events().events) == len(facts["events"])
    facts["events"].pop()
    path.write_text(json.dumps(facts), encoding="utf-8")
    assert len(queries.life_events().events) == len(facts["events"])
