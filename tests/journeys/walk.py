"""One person's browser window: every page it comes to is held to the rules of all pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Response,
)

from tests.journeys import pictures, rules
from tests.journeys.product import Product

_STATUS_LINE: Final = re.compile(r"Failed to load resource: the server responded with a status of \d+")


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person looks at."""

    name: str
    width: int
    height: int
    scripts: bool

    @property
    def suffix(self) -> str:
        """How its pictures are named."""
        return "-phone" if self.width < 600 else ""


DESK: Final = Screen("desk", 1280, 800, scripts=True)
PHONE: Final = Screen("phone without scripts", 360, 740, scripts=False)
PHONE_WITH_SCRIPTS: Final = Screen("phone", 360, 740, scripts=True)


class Walk:
    """A browser context with one page, watched."""

    def __init__(
        self,
        browser: Browser,
        product: Product,
        screen: Screen,
        *,
        named: bool = False,
    ) -> None:
        self.product = product
        self.screen = screen
        self.address = product.named_address if named else product.address
        self.context: BrowserContext = browser.new_context(
            base_url=self.address,
            viewport={"width": screen.width, "height": screen.height},
            java_script_enabled=screen.scripts,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self._expected: set[int] = set()
        self._patient = False
        self.watch(self.page)

    # ---- watching ----

    def watch(self, page: Page) -> None:
        """Note everything that goes wrong in this window."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not self._patient and not _STATUS_LINE.match(message.text):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # A navigation that becomes a download, or is left for another, counts as aborted.
        if not self._patient and "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"request failed: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected and not self._patient:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Answers with these statuses are right here."""
        self._expected |= set(statuses)
        try:
            yield
            self.look()
        finally:
            self._expected -= set(statuses)

    @contextmanager
    def tolerating(self, *statuses: int) -> Iterator[None]:
        """Answers with these statuses may come here, and requests may be given up for later ones."""
        self._expected |= set(statuses)
        self._patient = True
        try:
            yield
        finally:
            self._expected -= set(statuses)
            self._patient = False

    @contextmanager
    def offline(self) -> Iterator[None]:
        """The connection is dead for a while; what fails then is no fault."""
        self._patient = True
        self.context.set_offline(True)
        try:
            yield
        finally:
            self.context.set_offline(False)
            self._patient = False

    # ---- moving ----

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)
        self.look()

    def follow(self, name: str | re.Pattern[str], *, exact: bool = False, within: Locator | None = None) -> None:
        """Press a link."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("link", name=name, exact=exact).first.click()
        self.look()

    def press(self, name: str, *, exact: bool = True, within: Locator | None = None) -> None:
        """Press a button of the page (not of its header)."""
        with self.page.expect_navigation():
            self.button(name, exact=exact, within=within).click()
        self.look()

    def press_twice(self, name: str) -> None:
        """Press a button of the page twice, quickly: the second press may end the first one's answer on its way."""
        before = self._began()
        self.button(name).dblclick()
        while self._began() in {before, None}:
            self.page.wait_for_timeout(50)
        self.page.wait_for_load_state()

    def _began(self) -> object:
        """When this page began; nothing while it is being replaced."""
        try:
            return self.page.evaluate("performance.timeOrigin")
        except Error:
            return None

    def button(self, name: str, *, exact: bool = True, within: Locator | None = None) -> Locator:
        """A button of the page, or a link drawn as one."""
        place = within or self.main
        button = place.get_by_role("button", name=name, exact=exact)
        return button.or_(place.locator("a.govuk-button").filter(has_text=name)).first

    @property
    def main(self) -> Locator:
        """The page without its header and footer."""
        return self.page.locator("main")

    @property
    def text(self) -> str:
        """What a person reads on the page."""
        return self.main.inner_text()

    @property
    def path(self) -> str:
        """Where we are."""
        return urlsplit(self.page.url).path

    def fetch(self, path: str) -> bytes:
        """A file behind a link of this page, with this person's session."""
        answer = self.context.request.get(path)
        assert answer.ok, f"{answer.status} {path}"
        return answer.body()

    def says(self, *sentences: str) -> None:
        """All of this stands on the page."""
        text = " ".join(self.text.split())
        for sentence in sentences:
            assert sentence in text, f"“{sentence}” is not on {self.path}:\n{text}"

    def does_not_say(self, *sentences: str) -> None:
        """None of this stands anywhere on the page."""
        text = " ".join(self.page.locator("body").inner_text().split())
        for sentence in sentences:
            assert sentence not in text, f"“{sentence}” stands on {self.path}"

    # ---- the rules of every page ----

    def look(self) -> None:
        """Hold the page we have come to to the rules of all pages."""
        page = self.page
        page.wait_for_load_state("load")
        where = f"{page.url} at {self.screen.width} px"
        wrong = rules.broken(page)
        assert not wrong, f"{wrong}: {where}"
        self._axe(where)
        if self.complaints:
            said = [one.inner_text() for one in page.locator(".govuk-error-message").all()]
            complaints, self.complaints = self.complaints, []
            raise AssertionError(f"{where}: {complaints}, the page says {said}")

    def _axe(self, where: str) -> None:
        if not self.screen.scripts:
            return
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|H18[^/]*|\d+", "*", self.path) + self.page.title().split(":")[0]
        if (self.screen.width, kind) in _SEEN_BY_AXE:
            return
        _SEEN_BY_AXE.add((self.screen.width, kind))
        grave = rules.grave(self.page)
        assert not grave, f"axe at {where}: {grave}"

    def picture(self, name: str) -> None:
        """Keep a picture of the page for ``docs/screens``."""
        pictures.take(self.page, f"{name}{self.screen.suffix}")

    def close(self) -> None:
        """Go away; nothing may have gone wrong unseen."""
        self.context.close()
        assert not self.complaints, self.complaints


_SEEN_BY_AXE: Final[set[tuple[int, str]]] = set()  # of this run: a page of a kind is read once at each width
NewWalk = Callable[..., Walk]
