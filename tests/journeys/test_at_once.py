"""Two hands on one dossier, a finger that presses twice, a tab that was forgotten, a second telephone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.people import COUNTER, DO, HANG, LAN, MY, SECOND_COUNTER, TUONG
from tests.journeys.walk import DESK, PHONE, PHONE_WITH_SCRIPTS, NewWalk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


def test_of_two_officials_one_wins_and_the_other_is_told_who_and_when(new_walk: NewWalk) -> None:
    citizen = new_walk(PHONE)
    people.sign_in_citizen(citizen, TUONG)
    code = people.file_one(citizen)
    first, second = new_walk(DESK), new_walk(DESK)
    people.sign_in_official(first, COUNTER)
    people.sign_in_official(second, SECOND_COUNTER)
    for official in (first, second):
        official.go(f"/can-bo/ho-so/{code}/")
        official.says("Chờ tiếp nhận")

    first.press("Tiếp nhận")
    first.says(f"Đã tiếp nhận hồ sơ {code}")
    winner = first.page.locator(".nk-menu__name").inner_text().strip()

    with second.expecting(409):
        second.press("Tiếp nhận")
    second.says("Chưa thực hiện được", winner)
    refusal = second.main.get_by_role("alert").inner_text()
    assert winner in refusal, refusal
    assert "giờ" in refusal or ":" in refusal, refusal
    second.picture("told-who-was-first")


def test_pressing_twice_receives_once(new_walk: NewWalk) -> None:
    citizen = new_walk(PHONE)
    people.sign_in_citizen(citizen, DO)
    code = people.file_one(citizen)
    official = new_walk(DESK)
    people.sign_in_official(official, COUNTER)
    official.go(f"/can-bo/ho-so/{code}/")
    form = official.button("Tiếp nhận").locator("xpath=ancestor::form")
    sent: dict[str, str | float | bool] = form.evaluate("one => Object.fromEntries(new FormData(one))")
    address = form.evaluate("one => one.action")
    with official.tolerating(409):
        official.press_twice("Tiếp nhận")
        again = official.context.request.post(address, form=sent, headers={"Referer": official.page.url})
    assert again.status in {200, 409}, again.text()
    official.go(f"/can-bo/ho-so/{code}/")
    done = official.main.get_by_role("listitem").filter(has=official.page.get_by_text("Tiếp nhận", exact=True))
    assert done.count() == 1, official.text
    assert not official.button("Tiếp nhận").count()


def test_pressing_twice_files_once(new_walk: NewWalk) -> None:
    citizen = new_walk(DESK)
    people.sign_in_citizen(citizen, HANG)
    people.begin(citizen)
    people.fill_to_check(citizen)
    for box in citizen.main.get_by_role("checkbox").all():
        box.check()
    with citizen.tolerating(409):
        citizen.press_twice("Gửi hồ sơ")
    citizen.look()
    code = people.CODE.search(citizen.text)
    assert code, citizen.text
    citizen.go("/ho-so/")
    newest = citizen.main.get_by_role("listitem").all_inner_texts()[:2]
    assert code.group() in newest[0], newest
    assert len(newest) == 1 or "chờ cơ quan tiếp nhận" not in newest[1], newest


def test_a_forgotten_tab_is_told_and_nothing_typed_is_lost(new_walk: NewWalk) -> None:
    old, new = new_walk(DESK), new_walk(PHONE)
    people.sign_in_citizen(old, MY)
    people.sign_in_citizen(new, MY)
    address = people.begin(old)
    page = old.path
    new.go(address)
    phone = "Số điện thoại"
    old.page.get_by_label(phone).fill("0912000111")
    new.page.get_by_label(phone).fill("0912000222")
    people.fill_page(new)
    new.press("Lưu và tiếp tục")

    people.fill_page(old)
    with old.expecting(409):
        old.press("Lưu và tiếp tục")
    assert old.path == page
    assert old.page.get_by_label(phone).input_value() == "0912000111"
    said = old.main.get_by_role("alert").inner_text()
    assert said, old.text
    old.picture("forgotten-tab")
    old.press("Lưu và tiếp tục")
    assert old.path != page

    new.go(page)
    assert new.page.get_by_label(phone).input_value() == "0912000111"


def test_a_draft_goes_on_at_another_device(new_walk: NewWalk) -> None:
    telephone, computer = new_walk(PHONE), new_walk(DESK)
    people.sign_in_citizen(telephone, MY)
    address = people.begin(telephone)
    telephone.page.get_by_label("Số điện thoại").fill("0912000333")
    people.fill_page(telephone)
    telephone.press("Lưu và tiếp tục")
    people.fill_page(telephone)
    typed = telephone.page.get_by_label("Quốc tịch").input_value()
    assert typed
    telephone.press("Lưu, để sau làm tiếp")
    telephone.says("Hồ sơ của tôi", "Bản nháp")

    people.sign_in_citizen(computer, MY)
    computer.page.locator(f"a[href='{address}']").click()
    computer.page.wait_for_load_state()
    computer.look()
    assert computer.page.get_by_label("Số điện thoại").input_value() == "0912000333"
    computer.press("Lưu và tiếp tục")
    assert computer.page.get_by_label("Quốc tịch").input_value() == typed


def test_an_upload_goes_on_after_the_connection_was_dead(new_walk: NewWalk, tmp_path: Path) -> None:
    lan = new_walk(PHONE_WITH_SCRIPTS)
    people.sign_in_citizen(lan, LAN)
    address = people.begin(lan)
    lan.go(f"{address}giay-to/")
    line = lan.context.new_cdp_session(lan.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 50, "downloadThroughput": 200_000, "uploadThroughput": 120_000}
    line.send("Network.emulateNetworkConditions", slow)
    photograph = people.photograph(tmp_path, "giay-cu.jpg")

    lan.main.locator("input[type=file][data-resumable]").first.set_input_files(photograph)
    said = lan.main.get_by_role("status")
    expect(said).to_have_text(re.compile(r"Đang gửi “giay-cu.jpg”: [1-9]\d? %"), timeout=20_000)
    with lan.offline():
        line.send("Network.emulateNetworkConditions", {**slow, "offline": True})
        expect(said).to_have_text(re.compile(r"Mất kết nối. Tệp “giay-cu.jpg” đã gửi [1-9]\d? %, đang thử gửi tiếp…"))
        lan.picture("connection-lost")
        line.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": 2_000_000})
    expect(said).to_contain_text("Đã nhận “giay-cu.jpg”", timeout=60_000)
    lan.press("Tải lên", within=lan.main.locator("li").filter(has_text="Đã nhận “giay-cu.jpg”"))
    lan.says("giay-cu.jpg", "Bỏ tệp này")
    assert not lan.main.get_by_role("status").count()
    lan.picture("papers-given")
