"""The running product and a browser. No journey touches the database: everything goes through the pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys import chromiums
from tests.journeys import product as products
from tests.journeys.product import Product
from tests.journeys.walk import NewWalk, Screen, Walk


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is."""
    return chromiums.find()


@pytest.fixture(scope="session")
def product(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One copy for all journeys of this run; it must also stop as it should."""
    if address := os.environ.get("NAMKHONG_JOURNEY_PORT"):  # a copy that is already running, while writing journeys
        var = os.environ.get("NAMKHONG_JOURNEY_VAR")
        yield products.Product(None, int(address), Path(os.devnull), Path(var) if var else None)
        return
    started = products.start(tmp_path_factory.mktemp("product"))
    print(f"\nproduct answers at {started.address}")
    yield started
    code = started.stop()
    assert code == 0, f"stopped with {code}:\n{started.said()}"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for a module. Playwright keeps an event loop open, which Django's database calls would refuse to
    work beside: it must be gone before another module's tests run."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(chromiums.QUIET))
        yield started
        started.close()


@pytest.fixture
def new_walk(browser: Browser, product: Product) -> Iterator[NewWalk]:
    """Opens a window for one more person; all are closed, and asked for complaints, in the end."""
    opened: list[Walk] = []

    def open_window(screen: Screen, *, named: bool = False) -> Walk:
        walk = Walk(browser, product, screen, named=named)
        opened.append(walk)
        return walk

    yield open_window
    for walk in opened:
        walk.close()
