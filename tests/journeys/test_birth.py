"""Birth registration: the parent checks the draft certificate on a telephone before anything is registered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys import people
from tests.journeys.people import COUNTER, DEPUTY, LAN, SPECIALIST
from tests.journeys.walk import DESK, PHONE, NewWalk, Walk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]
BIRTH = "1.001193"


def test_a_birth_certificate_is_confirmed_on_a_telephone_without_scripts(new_walk: NewWalk, tmp_path: Path) -> None:
    lan = new_walk(PHONE)
    people.sign_in_citizen(lan, LAN)
    people.begin(lan, BIRTH)
    people.fill_to_check(lan)
    code = people.send(lan)

    counter = new_walk(DESK)
    people.sign_in_official(counter, COUNTER)
    counter.go(f"/can-bo/ho-so/{code}/")
    counter.press("Tiếp nhận")

    specialist = new_walk(DESK)
    people.sign_in_official(specialist, SPECIALIST)
    specialist.go(f"/can-bo/ho-so/{code}/")
    specialist.press("Nhận việc này")
    specialist.says("Đã phân công hồ sơ")
    specialist.press("Chuyển xử lý")
    _send_draft(specialist, code, "Lò Minh An")

    lan.go(f"/ho-so/{code}/")
    lan.press("Xem và xác nhận bản dự thảo")
    lan.says("Xin trả lời trước", "còn 23 giờ", "Lò Minh An")
    lan.picture("confirm-draft")
    lan.page.get_by_text("Có chỗ chưa đúng").click()
    lan.page.get_by_label("Chỗ nào chưa đúng").fill("Tên con là Lò Minh Ân")
    lan.press("Báo chỗ sai")
    lan.says("Đã báo chỗ sai cho cán bộ")

    specialist.go(f"/can-bo/ho-so/{code}/")
    specialist.says("Tên con là Lò Minh Ân")
    _send_draft(specialist, code, "Lò Minh Ân")
    lan.go(f"/ho-so/{code}/ban-du-thao/")
    lan.says("Lò Minh Ân")
    lan.press("Đúng rồi, tôi đồng ý")
    lan.says("Cảm ơn ông/bà đã xác nhận")

    specialist.go(f"/can-bo/ho-so/{code}/")
    specialist.picture("outside-step")
    with specialist.expecting(422):
        specialist.press("Chuyển xử lý")
        specialist.says("Xin ghi số đăng ký")
    specialist.page.get_by_label("Số đăng ký").fill("125/2026")
    _today(specialist)
    specialist.press("Chuyển xử lý")
    specialist.says(f"Đã chuyển hồ sơ {code}")

    deputy = new_walk(DESK)
    people.sign_in_official(deputy, DEPUTY)
    deputy.go(f"/can-bo/ho-so/{code}/")
    deputy.says("số 125/2026")
    deputy.press("Ký duyệt")
    deputy.page.get_by_label("Tệp kết quả đã ký").set_input_files(people.pdf_file(tmp_path, "giay-khai-sinh.pdf"))
    deputy.press("Ký duyệt")
    lan.go(f"/ho-so/{code}/")
    lan.says("Đã có kết quả")


def _send_draft(specialist: Walk, code: str, name: str) -> None:
    specialist.go(f"/can-bo/ho-so/{code}/")
    specialist.page.get_by_label("Họ, chữ đệm, tên", exact=True).fill(name)
    specialist.picture("send-draft")
    specialist.press("Gửi người nộp xác nhận")
    specialist.says("cho người nộp xác nhận")


def _today(specialist: Walk) -> None:
    at: list[int] = specialist.page.evaluate(
        "() => { const d = new Date(); return [d.getDate(), d.getMonth() + 1, d.getFullYear()]; }"
    )
    for part, value in zip(("day", "month", "year"), at, strict=True):
        specialist.page.locator(f"#outside_on-{part}").fill(str(value))
