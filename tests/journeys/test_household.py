"""A household opens its shop: the registration of a commune, the fee paid at the counter, the receipt in the record."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.journeys import people
from tests.journeys.people import COUNTER, DEPUTY, TUONG
from tests.journeys.walk import DESK, PHONE, NewWalk, Walk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

HOUSEHOLD: Final = "1.001612"
SPECIALIST: Final = "kinhte.muongphang"
ANSWERS: Final = {
    "name": "Hộ kinh doanh Quàng Văn Tưởng",
    "place-detail": "Bản Che Căn",
    "business_phone": "0912 345 678",
    "capital": "80.000.000",
    "workers": "2",
    "trades-0-name": "Bán lẻ hàng tạp hóa",
    "trades-0-code": "4711",
    "members-0-name": "Lò Thị Hoa",
    "members-0-number": "011190000017",
    "members-0-address": "Bản Che Căn, xã Mường Phăng",
    "starts_on-day": "1",
    "starts_on-month": "12",
    "starts_on-year": "2026",
}


def test_a_household_business_is_registered_and_its_fee_is_paid_at_the_counter(
    new_walk: NewWalk, tmp_path: Path
) -> None:
    tuong = new_walk(PHONE)
    code = _he_files(tuong)
    counter = new_walk(DESK)
    people.sign_in_official(counter, COUNTER)
    counter.go(f"/can-bo/ho-so/{code}/")
    counter.press("Tiếp nhận")
    _he_pays_at_the_counter(counter, tuong, code)
    _the_commune_decides(new_walk, code, tmp_path)

    counter.go(f"/can-bo/ho-so/{code}/")
    counter.press("Trả kết quả")
    counter.press("Trả kết quả")
    counter.says(f"Đã trả kết quả hồ sơ {code}.")
    tuong.go(f"/ho-so/{code}/")
    tuong.says("Đã trả kết quả", f"Đã nộp phí, lệ phí 50.000 đồng, biên lai số TT{code[-4:]}")
    result = tuong.page.get_by_role("link", name="Tải kết quả về").get_attribute("href") or ""
    assert tuong.fetch(result).startswith(b"%PDF")
    tuong.picture("household-done")


def _he_files(tuong: Walk) -> str:
    people.sign_in_citizen(tuong, TUONG)
    people.begin(tuong, HOUSEHOLD)
    for _page in range(12):
        if tuong.path.endswith("/kiem-tra/"):
            break
        if tuong.path.endswith("/giay-to/"):
            tuong.press("Tiếp tục")
            continue
        for name, answer in ANSWERS.items():
            for box in tuong.main.locator(f'input[name="{name}"]').all():
                box.fill(answer)
        if tuong.path.endswith("/thanh-vien/"):
            tuong.picture("household-table")
        for family in tuong.main.get_by_label("Các thành viên hộ gia đình").all():
            family.check()
        people.fill_page(tuong)
        tuong.press("Lưu và tiếp tục")
    tuong.says("Hộ kinh doanh Quàng Văn Tưởng", "80.000.000 đồng", "Bán lẻ hàng tạp hóa", "Lò Thị Hoa")
    tuong.picture("household-check")
    return people.send(tuong)


def _he_pays_at_the_counter(counter: Walk, tuong: Walk, code: str) -> None:
    counter.go(f"/can-bo/ho-so/{code}/")
    counter.follow("Biên lai", within=counter.main)
    counter.page.get_by_label("Số tiền đã thu").fill("50.000")
    counter.page.get_by_label("Số biên lai").fill(f"TT{code[-4:]}")
    counter.page.get_by_label("Tiền mặt").check()
    counter.page.get_by_label("Lý do được miễn, giảm, hoặc thu khác mức trên").fill(
        "Mức thu của Hội đồng nhân dân tỉnh"
    )
    counter.picture("fee-receipt")
    counter.press("Ghi biên lai")
    counter.says("50.000 đồng", f"TT{code[-4:]}", TUONG)
    counter.picture("fee-receipt-kept")
    tuong.go(f"/ho-so/{code}/")
    tuong.says(f"Đã nộp phí, lệ phí 50.000 đồng, biên lai số TT{code[-4:]}")
    tuong.picture("fee-paid")


def _the_commune_decides(new_walk: NewWalk, code: str, folder: Path) -> None:
    specialist, deputy = new_walk(DESK), new_walk(DESK)
    people.sign_in_official(specialist, SPECIALIST)
    specialist.go(f"/can-bo/ho-so/{code}/")
    specialist.page.get_by_label("Dự thảo kết quả").set_input_files(people.pdf_file(folder, "du-thao.pdf"))
    specialist.press("Chuyển xử lý")
    people.sign_in_official(deputy, DEPUTY)
    deputy.go(f"/can-bo/ho-so/{code}/")
    deputy.press("Ký duyệt")
    deputy.page.get_by_label("Tệp kết quả đã ký").set_input_files(people.pdf_file(folder, "giay-chung-nhan.pdf"))
    deputy.press("Ký duyệt")
    deputy.says(f"Hồ sơ {code} đã có kết quả")
