"""The leader's telephone: what waits for my signature, several signed one after another, what is late and with whom."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import pytest

from tests.journeys import people
from tests.journeys.people import COUNTER, DEPUTY, SPECIALIST, TUONG
from tests.journeys.walk import DESK, PHONE_WITH_SCRIPTS, NewWalk, Walk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

SEVERAL: Final = 3
_TAP: Final = 44  # pixels a thumb needs


def test_a_leader_signs_several_on_the_phone_and_the_counter_hands_all_over_at_once(
    new_walk: NewWalk, tmp_path: Path
) -> None:
    started = time.perf_counter()
    codes = _prepared(new_walk, tmp_path)
    leader = new_walk(PHONE_WITH_SCRIPTS)
    people.sign_in_official(leader, DEPUTY)
    leader.go("/can-bo/lanh-dao/")
    leader.says("Chờ tôi ký", "Quá hạn và đang ở đâu", "Sắp trễ", *codes)
    leader.picture("leader")
    _large_enough_for_a_thumb(leader)
    taps = 0
    for code in codes:
        leader.follow(code)
        assert leader.path.endswith("/ky-duyet/")
        leader.press("Ký duyệt")
        taps += 2
        assert leader.path == "/can-bo/lanh-dao/", leader.path
        leader.says(f"Hồ sơ {code} đã có kết quả, chờ trả cho người nộp.")
        assert not leader.main.locator("ol").get_by_text(code).count()
    leader.follow("Sắp trễ", within=leader.main)
    leader.says("Hồ sơ chưa quá hạn nhưng có thể trễ")
    print(f"\n{SEVERAL} signatures, {taps} taps, {time.perf_counter() - started:.1f} s with everything before")

    counter = new_walk(DESK)
    people.sign_in_official(counter, COUNTER)
    _handed_over_at_once(counter, codes)


def _prepared(new_walk: NewWalk, folder: Path) -> list[str]:
    """Filed by a citizen, received in one batch, appraised with a draft of the result."""
    citizen = new_walk(DESK)
    people.sign_in_citizen(citizen, TUONG)
    codes = [people.file_one(citizen) for _number in range(SEVERAL)]
    counter = new_walk(DESK)
    people.sign_in_official(counter, COUNTER)
    counter.go("/can-bo/?q=" + TUONG.replace(" ", "+"))
    _tick(counter, codes)
    counter.press("Tiếp nhận", within=counter.page.locator("#hang-loat"))
    _wait_for_the_batch(counter, f"{SEVERAL} đã xong")
    specialist = new_walk(DESK)
    people.sign_in_official(specialist, SPECIALIST)
    draft = people.pdf_file(folder, "du-thao.pdf")
    for code in codes:
        specialist.go(f"/can-bo/ho-so/{code}/")
        specialist.page.get_by_label("Ý kiến xử lý").fill("Đủ điều kiện.")
        specialist.page.get_by_label("Dự thảo kết quả").set_input_files(draft)
        specialist.press("Chuyển xử lý")
    return codes


def _tick(walk: Walk, codes: list[str]) -> None:
    for code in codes:
        walk.page.get_by_label(f"Chọn hồ sơ {code}").check()


def _wait_for_the_batch(walk: Walk, said: str) -> None:
    for _second in range(20):
        if said in walk.text:
            return
        walk.page.wait_for_timeout(500)
        walk.page.reload()
    raise AssertionError(walk.text)


def _large_enough_for_a_thumb(walk: Walk) -> None:
    small: list[str] = walk.page.evaluate(
        """(least) => [...document.querySelectorAll("main a, main button")].filter((one) => one.offsetParent
          && one.getBoundingClientRect().height < least).map((one) => one.innerText)""",
        _TAP,
    )
    assert not small, small


def _handed_over_at_once(counter: Walk, codes: list[str]) -> None:
    """The results of the day in one batch, each with its own line."""
    counter.go("/can-bo/?xem=to_hand_over")
    _tick(counter, codes)
    counter.press("Trả kết quả", within=counter.page.locator("#hang-loat"))
    counter.page.get_by_label("Người nhận hoặc số hiệu bưu gửi").fill("Người nộp ký nhận tại quầy")
    counter.press(f"Trả kết quả {SEVERAL} hồ sơ")
    _wait_for_the_batch(counter, f"{SEVERAL} đã xong, 0 đã được xử lý từ trước, 0 chưa làm được.")
    counter.look()
    counter.says(*codes)
    counter.picture("batch-handed-over")
