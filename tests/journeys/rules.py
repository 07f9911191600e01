"""The rules every page is held to, in whatever way a browser came to it."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE: Final = Axe()
_GRAVE: Final = {"serious", "critical"}
_ALSO: Final = {"region"}  # axe calls it moderate: everything stands in a landmark, back links and banners too


def broken(page: Page) -> list[str]:
    """What is wrong with the page as it is drawn: title, language, headings, width, ids, names of fields."""
    found: dict[str, Any] = page.evaluate(_MEASURE)
    rules = (
        (found["title"], "no title"),
        (found["lang"] == "vi", f"not in Vietnamese: {found['lang']}"),
        (found["h1"] == 1, f"{found['h1']} main headings"),
        (found["scroll"] <= found["inner"], f"scrolls sideways ({found['scroll']} px, {found['widest']})"),
        (not found["twice"], f"ids twice ({found['twice']})"),
        (not found["nameless"], f"fields without a name ({found['nameless']})"),
    )
    return [sentence for holds, sentence in rules if not holds]


def grave(page: Page) -> list[str]:
    """What axe calls serious or critical, and whatever stands outside the landmarks."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE.axe_script)
    answer: dict[str, Any] = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {one['help']} – {[node['html'] for node in one['nodes']][:3]}"
        for one in answer["violations"]
        if one["impact"] in _GRAVE or one["id"] in _ALSO
    ]


_MEASURE: Final = """() => {
  const root = document.documentElement;
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  const wide = [...document.querySelectorAll("body *")].find(
    (one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".nk-scroll, .govuk-visually-hidden"));
  const fields = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
  return {
    title: document.title.trim(),
    lang: root.lang,
    h1: document.querySelectorAll("h1").length,
    scroll: root.scrollWidth,
    inner: innerWidth,
    widest: wide ? wide.outerHTML.slice(0, 120) : "",
    twice: ids.filter((id, index) => ids.indexOf(id) !== index).join(" "),
    nameless: fields.filter((one) => !one.hidden && !one.labels?.length && !one.ariaLabel).map((one) => one.name).join(" "),
  };
}"""
