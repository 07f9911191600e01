"""A counter day: forty people called by number, filed for by card and keyboard, their form 01 printed with one key; what
came over the network meanwhile is received in one batch, by keys too."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from statistics import median
from typing import Final

import pytest
from playwright.sync_api import Locator, Response

from namkhong.kernel.identity_card import IdentityCard
from tests.journeys import people
from tests.journeys.keyboard import Keys
from tests.journeys.people import COUNTER, TUONG
from tests.journeys.walk import DESK, PHONE, NewWalk, Walk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

PEOPLE: Final = 40  # at a commune on a market day; ``make endure`` serves them all, ``make test`` the first twelve
# What people come for: copies and signatures certified, extracts from the register, a paper given again.
USUAL: Final = ("2.000815", "2.000884", "2.000815", "2.000635", "2.000815", "1.001653", "2.000884", "2.000908")
# Two people have a whole form filled: marital status, a household business.
LONG: Final = {7: "1.004873", 10: "1.001612"}
ONLINE: Final = 2
_WORDS: Final = {
    "Ngày": "12",
    "Tháng": "5",
    "Năm": "1990",
    "Số điện thoại": "0912000555",
    "Vốn": "50000000",
    "Số": "2",
}
_FAMILIES: Final = ("Lò", "Quàng", "Cà", "Vì", "Lường", "Giàng", "Sùng", "Mùa")
_GIVEN: Final = ("Hoa", "Inh", "Pản", "Én", "Chía")


def _card(number: int) -> str:
    """Somebody of the commune who was never here before."""
    born = date(1970 + number % 30, 1 + number % 12, 1 + number % 28)
    century = "0" if born.year < 2000 else "2"
    return IdentityCard(
        personal_number=f"011{century}{born.year % 100:02}{700_000 + number:06}",
        full_name=f"{_FAMILIES[number % 8]} Văn {_GIVEN[number % 5]}",
        date_of_birth=born,
        gender="male",
        address="Bản Che Căn, Xã Mường Phăng, Tỉnh Điện Biên",
        issued_on=date(2022, 7, 1),
    ).written()


@pytest.mark.parametrize("served", [12, pytest.param(PEOPLE, marks=pytest.mark.endure)])
def test_forty_people_at_the_counter_by_keyboard(new_walk: NewWalk, served: int) -> None:
    citizen = new_walk(DESK)
    people.sign_in_citizen(citizen, TUONG)
    online = [people.file_one(citizen) for _number in range(ONLINE)]
    clerk = new_walk(DESK)
    people.sign_in_official(clerk, COUNTER)
    keys = Keys(clerk)
    before_them = _sit_down(clerk, keys)
    _forty_take_numbers(clerk, new_walk(PHONE))

    clerk.go("/can-bo/quay/")
    clerk.picture("counter-queue")
    started, took, pressed = time.perf_counter(), [], Counter[str]()
    for number in range(served):
        begun, before = time.perf_counter(), keys.pressed
        procedure = LONG.get(number, USUAL[number % len(USUAL)])
        keys.go("n")
        if number == 0:
            keys.go("h")
        _file_for(clerk, keys, number, procedure, look=procedure not in pressed)
        _print(keys, clerk)
        took.append(time.perf_counter() - begun)
        pressed[procedure] = keys.pressed - before
    clerk.look()
    clerk.says(f"còn {before_them + PEOPLE - served} người chờ")
    print(
        f"\n{served} people in {time.perf_counter() - started:.1f} s: median {median(took):.2f} s, slowest "
        f"{max(took):.2f} s each; keys the clerk pressed per procedure: {dict(pressed)}"
    )
    _receive_at_once(clerk, keys, online)
    keys.no_mouse()


def _sit_down(clerk: Walk, keys: Keys) -> int:
    clerk.go("/can-bo/quay/")
    if keys.here()["name"] == "quay":
        keys.type("3")
        keys.go("Enter")
        clerk.look()
    clerk.says("Quầy 3")
    return int(clerk.main.locator(".nk-figure dd").first.inner_text())


def _forty_take_numbers(clerk: Walk, hall: Walk) -> None:
    """At the kiosk in the hall, without a script; the board says who is called."""
    kiosk = _address(clerk.main.get_by_role("link", name="Mở trang lấy số của hôm nay"))
    hall.go(kiosk)
    hall.picture("kiosk")
    hall.press("Lấy số")
    hall.says("Số của ông/bà")
    hall.picture("kiosk-number")
    form: dict[str, str | float | bool] = {"csrfmiddlewaretoken": "", "khoa": ""}
    hall.go(kiosk)
    for name in form:
        form[name] = hall.page.locator(f"input[name={name}]").get_attribute("value") or ""
    for number in range(PEOPLE - 1):
        sent = {**form, "khoa": f"{form['khoa']}-{number}"}
        answer = hall.context.request.post(kiosk, form=sent, headers={"Referer": hall.page.url}, max_redirects=0)
        assert answer.status == 302, answer.text()


def _address(link: Locator) -> str:
    return link.get_attribute("href") or ""


def _file_for(clerk: Walk, keys: Keys, number: int, procedure: str, *, look: bool) -> None:
    """The procedure by its code, the card by the scanner, the form by Tab, Space and Enter.

    ``look``: hold every page on the way to the rules of all pages.
    """
    assert clerk.path == "/can-bo/nop-ho-so/", clerk.path
    keys.type(procedure)
    keys.go("Enter")
    if number == 0:
        _card_read_badly(clerk, keys)
    if look:
        clerk.look()
    keys.scan(_card(number))
    if number == 0:
        clerk.picture("counter-begin")
    keys.press("Space")  # the first way she may agree has the focus
    for _page in range(14):
        if look:
            clerk.look()
        if clerk.path.endswith("/xong/"):
            clerk.says("Đã nộp")
            if number == 0:
                clerk.picture("counter-done")
            return
        keys.answer_page(_WORDS)
    raise AssertionError(f"no end at {clerk.path}: {clerk.text}")


def _card_read_badly(clerk: Walk, keys: Keys) -> None:
    """Half a card: the page says so, and the card is simply read again."""
    with clerk.expecting(422):
        keys.scan("011")
    clerk.says("Chưa đọc được thẻ.")


def _print(keys: Keys, clerk: Walk) -> None:
    """One key, and form 01 comes as a PDF in a tab of its own."""
    with clerk.context.expect_page() as opened, clerk.context.expect_event("response", _is_form01) as answered:
        keys.press("p")
    answer = answered.value
    assert answer.status == 200, answer.status
    assert answer.headers["content-type"] == "application/pdf", answer.headers
    opened.value.close()


def _is_form01(response: Response) -> bool:
    return response.url.endswith("/giay-tiep-nhan.pdf")


def _receive_at_once(clerk: Walk, keys: Keys, codes: list[str]) -> None:
    """The rows of the day that came over the network: ticked, received, each with its own line."""
    clerk.go("/can-bo/?q=" + TUONG.replace(" ", "+"))
    found = 0
    for _row in range(30):
        keys.press("j")
        if keys.here()["label"] in codes:
            keys.press("x")
            found += 1
        if found == len(codes):
            break
    keys.press("b")
    assert keys.here()["label"] == "Tiếp nhận", keys.here()
    clerk.picture("counter-batch")
    keys.go("Enter")
    for _second in range(20):
        if f"{len(codes)} đã xong" in clerk.text:
            break
        clerk.page.wait_for_timeout(500)
        clerk.page.reload()
    clerk.look()
    clerk.says(f"{len(codes)} đã xong, 0 đã được xử lý từ trước, 0 chưa làm được.", *codes)
