"""Every page of the permission table, drawn by Chromium on a wide screen and on a telephone.

The pages are asked for first, by whoever of the cast may open them; then one browser draws what was answered, headers and
all, so no server has to run and no query is asked while Playwright's loop turns. ``NAMKHONG_SHOW=folder`` keeps a
picture of each page, to look at.
"""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from tests.cast import World
from tests.journeys import chromiums, rules
from tests.promises.objects import address
from tests.promises.pages import is_page
from tests.promises.permissions import CITIZENS, OFFICIALS, ROWS, Cells, Row
from tests.promises.undoing import undone

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("promises: drawing")]

HOST: Final = "http://localhost"  # a name the browser trusts; nothing listens there
SIZES: Final = ((1280, 800), (360, 740))
SMALLEST: Final = 40  # CSS pixels: a thumb finds it
OF_CITIZENS: Final = 40  # at least so many pages are drawn: the walk must not shrink unseen
OF_OFFICIALS: Final = 75


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page as it was answered: to whom, under which address."""

    row: Row
    who: str
    path: str
    headers: dict[str, str]
    body: bytes


def _opener(row: Cells, *among: str) -> str:
    return next((who for who in among if row[who] == "ok"), "")


def _answered(world: World, *among: str) -> list[Drawn]:
    """The pages that one of these may open, each once."""
    found: dict[str, Drawn] = {}
    for row in ROWS:
        who = _opener(row.get, *among)
        if not who or (path := address(world, row.name, row.args)) in found:
            continue
        with undone():
            client: Any = world.browser(who)
            answer = client.get(path)
            if answer.streaming:
                b"".join(answer.streaming_content)
            elif answer.status_code == 200 and is_page(answer):
                headers = {name: value for name, value in answer.items() if name.lower() != "content-length"}
                found[path] = Drawn(row, who, path, headers, answer.content)
    return list(found.values())


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromiums.find(), args=list(chromiums.QUIET))
        try:
            yield browser
        finally:
            browser.close()


def _page(browser: Browser, pages: list[Drawn], *, scripts: bool, said: list[str]) -> Page:
    """A window in which these pages, and what they are drawn with, are the whole world."""
    answered = {one.path: one for one in pages}

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if route.request.is_navigation_request() and path in answered:
            route.fulfill(status=200, headers=answered[path].headers, body=answered[path].body)
        elif path.startswith("/tinh/") and (file := finders.find(path.removeprefix("/tinh/"))):
            kind = mimetypes.guess_type(str(file))[0] or "application/octet-stream"
            route.fulfill(status=200, content_type=kind, body=Path(str(file)).read_bytes())
        else:
            route.fulfill(status=204)

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(f"console: {message.text}")

    context = browser.new_context(java_script_enabled=scripts, locale="vi-VN")
    context.route("**/*", answer)
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    return page


def _keep(page: Page, one: Drawn, width: int) -> None:
    if folder := os.environ.get("NAMKHONG_SHOW"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        name = re.sub(r"\W+", "-", " ".join([one.row.name, *one.row.args.values()]))
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True, animations="disabled")


def _judged(pages: list[Drawn], *sizes: tuple[int, int], scripts: bool) -> list[str]:
    """Everything that is wrong with these pages at these sizes; each is fetched once and then drawn anew.

    axe reads officials' pages at the first size, where they work; citizens' at every size.
    """
    wrong: list[str] = []
    with _chromium() as browser:
        said: list[str] = []
        page = _page(browser, pages, scripts=scripts, said=said)
        for one in pages:
            page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})
            page.goto(f"{HOST}{one.path}", wait_until="load")
            for width, height in sizes:
                page.set_viewport_size({"width": width, "height": height})
                found = rules.broken(page) + ([] if scripts else _unusable(page))
                if scripts and (one.who not in OFFICIALS or width == sizes[0][0]):
                    found += rules.grave(page)
                found += _too_small(page) if width < 600 else []
                _keep(page, one, width)
                wrong += [f"{one.row.id} ({one.who}) at {width} px: {sentence}" for sentence in found + said]
                said.clear()
    return wrong


def _unusable(page: Page) -> list[str]:
    """What a person without scripts cannot do: a form that cannot be sent, a page that says nothing."""
    unsent: list[str] = page.evaluate("""() => [...document.querySelectorAll("main form")].filter((form) => {
      const closed = form.closest("details:not([open])");
      if (closed) closed.open = true;
      const sends = [...form.elements].some((one) => one.type === "submit" && !one.disabled && one.checkVisibility());
      if (closed) closed.open = false;
      return !sends;
    }).map((form) => form.outerHTML.slice(0, 160))""")
    text: str = page.locator("main").inner_text()
    return [f"cannot be sent: {form}" for form in unsent] + ([] if len(text) > 60 else [f"says only “{text}”"])


def _too_small(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """(least) => [...document.querySelectorAll(
        ".govuk-button, button, select, input:not([type=hidden]):not([type=radio]):not([type=checkbox])")].filter((one) =>
        one.checkVisibility() && !one.closest(".govuk-visually-hidden") && one.getBoundingClientRect().height < least
    ).map((one) => `${one.getBoundingClientRect().height} px: ${one.outerHTML.slice(0, 120)}`)""",
        SMALLEST,
    )
    return [f"too small for a thumb ({one})" for one in found]


def _citizens(world: World) -> list[Drawn]:
    return [one for one in _answered(world, *CITIZENS, "visitor") if b'src="/tinh/web/dist/official' not in one.body]


def test_citizens_pages_work_without_scripts_on_a_telephone(world: World) -> None:
    pages = _citizens(world)
    print(f"\n{len(pages)} pages of citizens drawn at 360 px without scripts")
    assert len(pages) >= OF_CITIZENS
    assert not (wrong := _judged(pages, (360, 740), scripts=False)), "\n".join(wrong)


def test_no_page_is_closed_to_a_disabled_person(world: World) -> None:
    citizens = _citizens(world)
    seen = {one.path for one in citizens}
    officials = [one for one in _answered(world, *OFFICIALS) if one.path not in seen]
    print(f"\n{len(citizens)} pages of citizens and {len(officials)} of officials judged by axe at 1280 and 360 px")
    assert len(citizens) >= OF_CITIZENS
    assert len(officials) >= OF_OFFICIALS
    assert not (wrong := _judged(citizens + officials, *SIZES, scripts=True)), "\n".join(wrong)
