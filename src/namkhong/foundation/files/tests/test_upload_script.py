"""The upload script in a real browser, on a line that breaks."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from playwright.sync_api import Page, Route, sync_playwright

from namkhong.config.middleware import ActorMiddleware
from namkhong.foundation.files.models import StoredFile, Upload
from namkhong.foundation.files.tests.factories import EXE, citizen, image
from namkhong.web.http import Request

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
CHROMIUM = shutil.which("chromium")
SECRET = "a" * 32
FORM = f"""<!doctype html><html lang="vi"><meta charset="utf-8"><script src="/tinh/files/upload.js" defer></script>
<form method="post" action="/gui-xong"><input type="hidden" name="csrfmiddlewaretoken" value="{SECRET}">
<input type="file" name="giay_to" required data-resumable="/tep/gui/"><button>Nộp</button></form>"""


@pytest.fixture
def browse(
    live_server: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Callable[[Callable[[Page], None]], list[str]]:
    """Runs a story on the form's page; returns what the form finally posted."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

    def as_citizen(self: ActorMiddleware, request: Request) -> HttpResponseBase:
        request.actor = citizen()
        return self.get_response(request)

    monkeypatch.setattr(ActorMiddleware, "__call__", as_citizen)
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    settings.ALLOWED_HOSTS = ["*"]

    def run(story: Callable[[Page], None]) -> list[str]:
        posted: list[str] = []

        def end(route: Route) -> None:
            posted.append(route.request.post_data or "")
            route.fulfill(body="Xong", content_type="text/html; charset=utf-8")

        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page()
            page.context.add_cookies([{"name": settings.CSRF_COOKIE_NAME, "value": SECRET, "url": live_server.url}])
            page.route("**/thu", lambda route: route.fulfill(body=FORM, content_type="text/html; charset=utf-8"))
            page.route("**/gui-xong", end)
            page.goto(f"{live_server.url}/thu")
            story(page)
            browser.close()
        return posted

    return run


def test_a_file_survives_a_line_that_breaks(
    browse: Callable[[Callable[[Page], None]], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = image("PNG", size=(300, 300)) + b"\0" * 300_000
    path = tmp_path / "Ảnh căn cước.png"
    path.write_bytes(body)
    broken: list[str] = []

    def break_some(route: Route) -> None:
        if route.request.method == "PATCH" and len(broken) < 3:
            broken.append(route.request.headers["upload-offset"])
            if len(broken) == 2:  # the answer is lost, not the piece
                route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    def story(page: Page) -> None:
        page.route("**/tep/gui/**", break_some)
        page.set_input_files("input[type=file]", path)
        page.get_by_role("button", name="Nộp").click()  # before it has arrived: the form waits
        page.wait_for_url("**/gui-xong", timeout=30_000)

    (posted,) = browse(story)
    assert len(broken) == 3
    stored = StoredFile.objects.get()
    assert stored.content_id == hashlib.sha256(body).hexdigest()
    assert stored.name == "Ảnh căn cước.png"
    assert str(stored.pk) in posted
    assert "giay_to__stored" in posted


def test_progress_and_receipt_are_said_in_vietnamese(
    browse: Callable[[Callable[[Page], None]], list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "anh.png"
    path.write_bytes(image("PNG"))

    def story(page: Page) -> None:
        page.set_input_files("input[type=file]", path)
        page.get_by_text("Đã nhận “anh.png”").wait_for(timeout=20_000)
        page.get_by_role("button", name="Bỏ tệp này").click()
        assert page.locator("input[name=giay_to__stored]").count() == 0

    browse(story)


def test_a_refusal_is_shown_beside_the_field(
    browse: Callable[[Callable[[Page], None]], list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "don.pdf"
    path.write_bytes(EXE)

    def story(page: Page) -> None:
        page.set_input_files("input[type=file]", path)
        page.get_by_role("alert").wait_for(timeout=20_000)
        said = page.get_by_role("alert").inner_text()
        assert said == "Tệp “don.pdf” không phải là PDF, ảnh hoặc Word/Excel. Xin chọn tệp khác."

    browse(story)
    assert not Upload.objects.exists()
