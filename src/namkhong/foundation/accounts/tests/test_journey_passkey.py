"""A passkey in a real browser: made, used to sign in, used to elevate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connections
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from namkhong.foundation.accounts import queries
from namkhong.foundation.accounts.tests import factories
from namkhong.foundation.accounts.tests.factories import PASSWORD
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import AgencyId, Post, PostId, Role

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A browser with a fingerprint reader that always says yes."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver runs a loop in this thread
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(base_url=live_server.url, locale="vi-VN")
        context.set_default_timeout(20_000)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        reader = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {"options": {**reader, "isUserVerified": True, "automaticPresenceSimulation": True}},
        )
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        yield page
        browser.close()
        connections.close_all()  # while the driver's loop runs, the ORM keeps connections of its own in this thread
    assert not [line for line in said if "Content Security Policy" in line]


def test_a_passkey_is_made_signs_in_and_elevates(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post(PostId(1), Role.ADMINISTRATOR, AgencyId(7), "/1/7/", "Sở Khoa học và Công nghệ", "Quản trị hệ thống")

    def posts_of(account_id: int, on: date) -> tuple[Post, ...]:
        return (post,)

    monkeypatch.setattr(organisations, "acting_posts_of", posts_of)
    account = factories.official()

    page.goto("/can-bo/dang-nhap/?next=/can-bo/bao-mat/")
    page.get_by_label("Tên đăng nhập").fill("lan.lt")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    page.get_by_label("Đặt tên").fill("Máy ở bàn")
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    expect(page.locator("h1")).to_have_text("Mã dự phòng")
    assert [factor.name for factor in queries.factors_of(account)] == ["Máy ở bàn", ""]

    page.goto("/dang-xuat/")
    page.get_by_role("main").get_by_role("button", name="Đăng xuất").click()
    page.goto("/can-bo/dang-nhap/?next=/can-bo/bao-mat/")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.locator("h1")).to_have_text("Bảo mật tài khoản")
    assert Entry.objects.filter(action="accounts.signed_in").latest("pk").detail == {"methods": ["passkey"]}

    page.goto("/can-bo/nang-quyen/?next=/can-bo/bao-mat/")
    page.get_by_label("Lý do nâng quyền").fill("Mở tài khoản cho cán bộ mới")
    page.get_by_role("button", name="Nâng quyền bằng khóa truy cập").click()
    expect(page.get_by_text("Đang nâng quyền quản trị đến")).to_be_visible()
    page.get_by_role("button", name="Kết thúc nâng quyền").click()
    expect(page.get_by_text("Đang nâng quyền quản trị đến")).to_have_count(0)

    page.context.clear_cookies()
    page.goto("/can-bo/dang-nhap/?next=/can-bo/bao-mat/")
    page.get_by_label("Tên đăng nhập").fill("lan.lt")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator("h1")).to_have_text("Bước hai: xác nhận là ông/bà")
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.locator("h1")).to_have_text("Bảo mật tài khoản")
