"""A first visit over the thin line of a village on a hill: 50 kbit/s, a second there and back."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from tests.journeys.walk import PHONE_WITH_SCRIPTS, NewWalk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

_SECONDS = 10.0
_BYTES_WITHOUT_FONTS = 60_000
_BYTES_OF_FONTS = 50_000


@pytest.mark.parametrize("path", ["/", "/dich-vu-cong/1.004873/", "/dich-vu-cong/?q=khai+sinh", "/tra-cuu/"])
def test_a_first_visit_is_light_and_soon_readable(path: str, new_walk: NewWalk) -> None:
    walk = new_walk(PHONE_WITH_SCRIPTS)
    line = walk.context.new_cdp_session(walk.page)
    kinds: dict[str, str] = {}
    bytes_of: dict[str, int] = defaultdict(int)

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        bytes_of[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    line.on("Network.responseReceived", answered)
    line.on("Network.loadingFinished", finished)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": False})
    thin = {"offline": False, "latency": 1_000, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
    line.send("Network.emulateNetworkConditions", thin)

    walk.page.goto(path, wait_until="load", timeout=60_000)
    walk.page.wait_for_load_state("networkidle")
    paint = walk.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    fonts = bytes_of.pop("Font", 0)
    rest = sum(bytes_of.values())
    print(f"measured {path}: first contentful paint {paint / 1000:.1f} s, {rest} bytes {dict(bytes_of)}, fonts {fonts}")

    assert paint, "nothing was painted"
    assert paint / 1000 <= _SECONDS
    assert 0 < rest <= _BYTES_WITHOUT_FONTS
    assert fonts <= _BYTES_OF_FONTS
    for kind in ("Script", "XHR", "Fetch", "Image"):
        assert bytes_of.get(kind, 0) < 5_000, bytes_of
    walk.look()
