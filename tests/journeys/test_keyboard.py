"""Without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from tests.journeys import people
from tests.journeys.people import COUNTER, LAN, TUONG
from tests.journeys.walk import DESK, PHONE, NewWalk, Walk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

_FOCUS = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const seen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const box = one.getBoundingClientRect();
  const label = one.matches(".govuk-radios__input, .govuk-checkboxes__input") && one.labels.length
    ? getComputedStyle(one.labels[0], "::before") : null;
  const drawn = label && (label.outlineStyle !== "none" || label.boxShadow !== "none" || parseFloat(label.borderWidth) > 2);
  return {seen: seen || Boolean(drawn), inside: box.bottom > 0 && box.top < innerHeight,
          what: one === document.body ? "" : one.outerHTML.slice(0, 160)};
}"""


def test_an_official_works_through_the_list_by_keys(new_walk: NewWalk) -> None:
    citizen = new_walk(PHONE)
    people.sign_in_citizen(citizen, TUONG)
    codes = {people.file_one(citizen), people.file_one(citizen)}
    official = new_walk(DESK)
    people.sign_in_official(official, COUNTER)
    keys = official.page.keyboard

    keys.press("/")
    _focused(official, official.page.locator("[data-search]"))
    keys.type("quang van tuong")
    with official.page.expect_navigation():
        keys.press("Enter")
    official.look()
    official.says(*codes)

    keys.press("j")
    rows = official.main.locator("[data-keys] > tr a[data-open]")
    _focused(official, rows.nth(0))
    keys.press("j")
    _focused(official, rows.nth(1))
    official.picture("inbox-by-keys")
    keys.press("k")
    _focused(official, rows.nth(0))
    code = rows.nth(0).inner_text()
    with official.page.expect_navigation():
        keys.press("Enter")
    official.look()
    official.says(code)


def test_a_citizen_fills_a_page_by_tab_and_enter_alone(new_walk: NewWalk) -> None:
    lan = new_walk(DESK)
    people.sign_in_citizen(lan, LAN)
    people.begin(lan)
    page = lan.path
    keys = lan.page.keyboard

    keys.press("Tab")
    skip = _focus(lan)
    assert "Bỏ qua đến nội dung" in skip, skip
    keys.press("Enter")
    _tab_to(lan, lan.page.get_by_label("Số điện thoại"))
    keys.press("Control+A")
    keys.type("0912000444")
    _tab_to(lan, lan.page.get_by_label("Tôi xin cho chính tôi"))
    keys.press("Space")
    assert lan.page.get_by_label("Tôi xin cho chính tôi").is_checked()
    _tab_to(lan, lan.button("Lưu và tiếp tục"))
    with lan.page.expect_navigation():
        keys.press("Enter")
    lan.look()
    assert lan.path != page

    # Enter in a text field sends the page too, and what is wrong takes the focus.
    _tab_to(lan, lan.page.get_by_label("Quốc tịch"))
    with lan.expecting(422), lan.page.expect_navigation():
        keys.press("Enter")
    lan.says("Còn chỗ chưa đúng, xin ông/bà xem lại")
    # (Where the skip link was used before, browsers put the focus on the page itself; the summary is first in it.)
    focused = lan.page.evaluate("document.activeElement.className")
    assert "govuk-error-summary" in focused or "govuk-main-wrapper" in focused, focused
    keys.press("Tab")
    assert lan.page.evaluate("Boolean(document.activeElement.closest('.govuk-error-summary'))"), _focus(lan)
    keys.press("Enter")
    place = lan.page.evaluate("document.querySelector(location.hash)?.matches(':focus, :target')")
    assert place, lan.page.url


def _tab_to(walk: Walk, wanted: Locator) -> None:
    """Tab until it has the focus; every stop on the way shows where it is."""
    for _stop in range(60):
        walk.page.keyboard.press("Tab")
        _focus(walk)
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by Tab on {walk.path}")


def _focused(walk: Walk, wanted: Locator) -> None:
    assert wanted.evaluate("one => one === document.activeElement"), f"{_focus(walk)} has the focus, not {wanted}"
    _focus(walk)


def _focus(walk: Walk) -> str:
    """What has the focus; it must be seen."""
    found = walk.page.evaluate(_FOCUS)
    assert found["seen"], f"the focus is not visible on {found['what']} of {walk.path}"
    assert found["inside"], f"the focus is off the screen on {found['what']} of {walk.path}"
    return str(found["what"])
