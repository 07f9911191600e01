"""Layouts: who sees what in the frame, and the choice of language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.utils import translation

from namkhong.web import slots
from namkhong.web.http import Request
from namkhong.web.jinja import environment, request_context
from namkhong.web.middleware import LanguageMiddleware
from namkhong.web.tests import cast

Ask = Callable[..., Request]


def _page(request: Request, layout: str = "citizen") -> str:
    return render(request, f"web/{layout}.html").content.decode()


def test_the_first_thing_on_a_page_is_the_way_past_the_header(ask: Ask) -> None:
    html = _page(ask())
    body = html[html.index("<body") :]
    assert body.index("Bỏ qua đến nội dung") < body.index("<header")
    assert 'href="#noi-dung"' in body
    assert 'id="noi-dung"' in body
    assert '<html lang="vi"' in html


@pytest.mark.parametrize("layout", ["citizen", "official"])
def test_the_way_back_stands_in_a_landmark_and_only_where_there_is_one(ask: Ask, layout: str) -> None:
    def page(block: str) -> str:
        source = f'{{% extends "web/{layout}.html" %}}{{% block before_main %}}{block}{{% endblock %}}'
        return environment().from_string(source).render(request_context(request) | {"request": request})

    request = ask()
    assert '<nav aria-label="Quay lại"><a href="/truoc/">Trước</a></nav>' in page('<a href="/truoc/">Trước</a>')
    assert 'aria-label="Quay lại"' not in page("")


def test_a_citizens_page_needs_no_script(ask: Ask) -> None:
    assert "<script" not in _page(ask())
    assert "official.css" not in _page(ask())


def test_a_visitor_is_asked_to_sign_in_with_vneid(ask: Ask) -> None:
    html = _page(ask("/dich-vu-cong/"))
    assert "Đăng nhập bằng VNeID" in html
    assert "Hồ sơ của tôi" not in html
    assert '<a href="/dich-vu-cong/" aria-current="page">' in html


def test_a_citizen_sees_her_own_pages_and_the_way_out(ask: Ask) -> None:
    html = _page(ask("/ho-so/H18/", cast.CITIZEN))
    assert "Vì Thị Mai" in html
    assert '<a href="/ho-so/" aria-current="true">Hồ sơ của tôi' in html
    assert '<form method="post" action="/dang-xuat/"><input type="hidden" name="csrfmiddlewaretoken"' in html


def test_what_was_just_done_is_said_once(ask: Ask) -> None:
    request = ask("/ho-so/", cast.CITIZEN)
    request.__dict__["_messages"] = CookieStorage(request)
    messages.success(request, "Đã tiếp nhận hồ sơ.")
    assert '<p class="nk-notice__title">Đã tiếp nhận hồ sơ.</p>' in _page(request)
    assert "nk-notice" not in _page(ask("/ho-so/", cast.CITIZEN))


def test_an_official_sees_agency_search_posts_and_the_way_out(ask: Ask) -> None:
    html = _page(ask("/can-bo/", cast.LEADER), "official")
    assert "UBND xã Mường Phăng" in html
    assert "Phó Chủ tịch UBND xã Mường Phăng" in html
    assert "data-search" in html
    assert 'action="/dang-xuat/"' in html
    assert '"allowEval":false' in html


def test_a_slot_shows_what_was_put_in_it_once(ask: Ask) -> None:
    def filler(request: Request) -> str:
        return "<p>Bản chạy thử</p>"

    slots.fill("banner", filler)
    slots.fill("banner", filler)
    assert _page(ask()).count("<p>Bản chạy thử</p>") == 1


def _say_language(request: Request) -> HttpResponse:
    return HttpResponse(translation.get_language())


@pytest.mark.parametrize(
    ("cookie", "language"), [("", "vi"), ("en", "en"), ("vi", "vi"), ("xx", "vi"), ("../en", "vi")]
)
def test_only_a_choice_changes_the_language_not_the_telephones_setting(ask: Ask, cookie: str, language: str) -> None:
    request = ask()
    request.META["HTTP_ACCEPT_LANGUAGE"] = "en-US,en;q=0.9"
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    answer = LanguageMiddleware(_say_language)(request)
    assert isinstance(answer, HttpResponse)
    assert answer.content.decode() == language
    assert answer["Content-Language"] == language


def test_the_choice_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/dich-vu-cong/?q=khai+sinh"})
    assert (answer.status_code, answer["Location"]) == (303, "/dich-vu-cong/?q=khai+sinh")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


@pytest.mark.parametrize("target", ["https://xau.example/", "//xau.example", "javascript:alert(1)", ""])
def test_the_choice_never_leads_elsewhere(client: Client, target: str) -> None:
    assert client.post("/ngon-ngu/", {"language": "en", "next": target})["Location"] == "/"


def test_an_unknown_language_is_not_kept_and_a_link_cannot_choose(client: Client) -> None:
    assert settings.LANGUAGE_COOKIE_NAME not in client.post("/ngon-ngu/", {"language": "xx"}).cookies
    assert client.get("/ngon-ngu/").status_code == 405
