"""A certificate of food safety from a department: three agencies, a paper that was missing, a promise moved and kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.journeys import people
from tests.journeys.people import LAN
from tests.journeys.walk import DESK, PHONE, NewWalk, Walk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

FOOD: Final = "2.001827"
CENTRE: Final = "motcua.trungtamphucvuhanhchinhcong"
DEPARTMENT: Final = "nongnghiepvamoitruong"
HEALTH: Final = "Sở Y tế tỉnh Điện Biên"
TRADE: Final = "Sở Công Thương tỉnh Điện Biên"
COOPERATIVE: Final = "Cho cơ quan, doanh nghiệp, hợp tác xã, hộ kinh doanh mà tôi đại diện"
STEPS: Final = 10  # filed, received, forwarded, asked, completed, moved, three hand-overs, decided, issued
EXPLANATION: Final = "Bản thuyết minh điều kiện bảo đảm an toàn thực phẩm của cơ sở"


def test_a_food_safety_certificate_goes_through_three_departments(new_walk: NewWalk, tmp_path: Path) -> None:
    lan = new_walk(PHONE)
    code = _she_files_for_her_cooperative(lan, tmp_path)
    counter = new_walk(DESK)
    people.sign_in_official(counter, CENTRE)
    _press_on(counter, code, "Tiếp nhận", f"Đã tiếp nhận hồ sơ {code}")
    specialist = new_walk(DESK)
    people.sign_in_official(specialist, f"chuyenvien.{DEPARTMENT}")
    _press_on(specialist, code, "Nhận việc này", "Đã phân công hồ sơ")

    _something_is_missing(specialist, counter, code)
    _she_completes_it(lan, code, tmp_path)
    _two_departments_are_asked(specialist, lan, code)
    _both_answer(new_walk, code)
    leader = new_walk(PHONE)
    people.sign_in_official(leader, f"giamdoc.{DEPARTMENT}")
    _the_promise_moves(specialist, leader, lan, code)
    _anybody_sees_where_it_is(new_walk(PHONE), code)

    _it_is_decided(specialist, new_walk, leader, code, tmp_path)
    _press_on(counter, code, "Trả kết quả", LAN)
    counter.press("Trả kết quả")
    counter.says(f"Đã trả kết quả hồ sơ {code}.")
    lan.go(f"/ho-so/{code}/")
    lan.says("Đã trả kết quả", "Đã bổ sung đủ", "đã hẹn lại", "Văn thư cấp số và phát hành kết quả")
    lan.picture("food-done")
    _she_rates_it(lan, code)
    _she_checks_that_nothing_was_back_dated(lan, code, tmp_path)


def _press_on(walk: Walk, code: str, button: str, says: str) -> None:
    """Open the dossier and do the one thing."""
    walk.go(f"/can-bo/ho-so/{code}/")
    walk.press(button)
    walk.says(says)


def _she_files_for_her_cooperative(lan: Walk, folder: Path) -> str:
    people.sign_in_citizen(lan, LAN)
    people.begin(lan, FOOD, commune="")
    lan.page.get_by_label(COOPERATIVE).check()
    lan.picture("general-form-for-whom")
    for _page in range(12):
        if lan.path.endswith("/kiem-tra/"):
            break
        if lan.path.endswith("/giay-to/"):
            _upload(lan, folder, "thuyet-minh.pdf")
            lan.press("Tiếp tục")
            continue
        people.fill_page(lan)
        lan.press("Lưu và tiếp tục")
    lan.says("Hợp tác xã Chè Tủa Chùa", "thuyet-minh.pdf")
    return people.send(lan)


def _upload(lan: Walk, folder: Path, name: str) -> None:
    paper = people.pdf_file(folder, name)
    for number in range(lan.main.locator("input[type=file]").count()):
        lan.main.locator("input[type=file]").nth(number).set_input_files(paper)
        with lan.page.expect_navigation():
            lan.main.get_by_role("button", name="Tải lên").nth(number).click()
        lan.look()


def _something_is_missing(specialist: Walk, counter: Walk, code: str) -> None:
    specialist.go(f"/can-bo/ho-so/{code}/")
    specialist.follow("Yêu cầu bổ sung", within=specialist.main)
    page = specialist.page
    page.locator("#component-0").select_option(label=EXPLANATION)
    page.locator("#what-0").fill("Thiếu sơ đồ mặt bằng khu sản xuất")
    page.locator("#law-0").fill("Điều 17 Thông tư 38/2018/TT-BNNPTNT")
    page.locator("#sample-0").fill("Sơ đồ có kích thước, chiều di chuyển từ nguyên liệu đến thành phẩm")
    specialist.picture("request-supplement")
    specialist.press("Yêu cầu bổ sung")
    specialist.says("Yêu cầu bổ sung lần 1", "Thiếu sơ đồ mặt bằng khu sản xuất")
    specialist.picture("supplement-proposed")
    _press_on(counter, code, "Gửi người nộp yêu cầu bổ sung", "Tạm dừng – chờ bổ sung")


def _she_completes_it(lan: Walk, code: str, folder: Path) -> None:
    lan.go(f"/ho-so/{code}/")
    lan.says("Hồ sơ còn thiếu, cần bổ sung")
    lan.picture("supplement-asked")
    form02 = lan.page.get_by_role("link", name="yêu cầu bổ sung").first
    assert lan.fetch(form02.get_attribute("href") or "").startswith(b"%PDF")
    lan.press("Xem còn thiếu gì và bổ sung")
    lan.says("Thiếu sơ đồ mặt bằng khu sản xuất", "Điều 17 Thông tư 38/2018/TT-BNNPTNT")
    lan.picture("supplement")
    _upload(lan, folder, "so-do-mat-bang.pdf")
    lan.press("Gửi bổ sung")
    lan.go(f"/ho-so/{code}/")
    lan.says("Đang giải quyết – hẹn trả")


def _two_departments_are_asked(specialist: Walk, lan: Walk, code: str) -> None:
    specialist.go(f"/can-bo/ho-so/{code}/")
    specialist.press("Lấy ý kiến")
    specialist.says(HEALTH, TRADE)
    specialist.page.get_by_label("Cần hỏi về việc gì").fill("Cơ sở có đủ điều kiện an toàn thực phẩm không?")
    for agency in (HEALTH, TRADE):
        specialist.page.get_by_label(agency).check()
    specialist.page.get_by_label("Thời hạn trả lời").fill("3")
    specialist.page.get_by_label("Phải chờ trả lời").check()
    specialist.picture("ask-opinions")
    specialist.press("Gửi câu hỏi")
    specialist.says(HEALTH, TRADE)
    specialist.picture("opinions-waiting")
    with specialist.expecting(409, 422):
        specialist.press("Chuyển xử lý")
    lan.go(f"/ho-so/{code}/")
    lan.says("Sở Y tế", "Sở Công Thương")
    lan.does_not_say("Cơ sở có đủ điều kiện an toàn thực phẩm không?")
    lan.picture("opinions-waiting-citizen")


def _both_answer(new_walk: NewWalk, code: str) -> None:
    writer, health, trade = new_walk(DESK), new_walk(PHONE), new_walk(DESK)
    people.sign_in_official(writer, "chuyenvien.yte")
    _opinion(
        writer, code, "Đồng ý, có điều kiện", "Người trực tiếp sản xuất khám sức khỏe mỗi năm", "Trình lãnh đạo ký"
    )
    people.sign_in_official(health, "giamdoc.yte")
    health.go("/can-bo/y-kien/")
    health.follow(code, within=health.main)
    health.says("Người trực tiếp sản xuất khám sức khỏe mỗi năm")
    health.press("Ký và gửi ý kiến")
    people.sign_in_official(trade, "giamdoc.congthuong")
    _opinion(trade, code, "Đồng ý", "", "Ký và gửi ý kiến")


def _opinion(walk: Walk, code: str, verdict: str, words: str, button: str) -> None:
    walk.go("/can-bo/y-kien/")
    walk.follow(code, within=walk.main)
    walk.page.get_by_label(verdict, exact=True).check()
    walk.page.get_by_label("Nội dung ý kiến").fill(words)
    walk.picture("opinion")
    walk.press(button)


def _the_promise_moves(specialist: Walk, leader: Walk, lan: Walk, code: str) -> None:
    specialist.go(f"/can-bo/ho-so/{code}/")
    specialist.says("Người trực tiếp sản xuất khám sức khỏe mỗi năm", "Đồng ý")
    specialist.picture("opinions-answered")
    specialist.follow("Xin lỗi, hẹn lại", within=specialist.main)
    specialist.page.get_by_label("Lý do chậm").fill("Mưa lũ làm hỏng đường, đoàn chưa đến thẩm định được cơ sở")
    specialist.main.get_by_role("radio").last.check()
    later = "/".join(specialist.page.locator(f"#new_day-{part}").input_value() for part in ("day", "month"))
    specialist.picture("extension")
    specialist.press("Lưu dự thảo")
    specialist.says("Chờ lãnh đạo cơ quan giải quyết ký")
    leader.go(f"/can-bo/ho-so/{code}/")
    leader.follow("Ký phiếu xin lỗi, hẹn lại", within=leader.main)
    leader.picture("extension-to-sign")
    leader.press("Ký và báo người nộp")
    lan.go(f"/ho-so/{code}/")
    lan.says("Xin lỗi ông/bà vì đã phải hẹn lại", later)
    lan.picture("extended")
    letter = lan.page.get_by_role("link", name="xin lỗi").first.get_attribute("href") or ""
    assert lan.fetch(letter).startswith(b"%PDF")


def _anybody_sees_where_it_is(visitor: Walk, code: str) -> None:
    """The public board: the stage, never a name; the counts of today are counted later."""
    visitor.go("/cong-khai/")
    visitor.says("Công khai giải quyết hồ sơ")
    visitor.picture("board")
    visitor.go("/tra-cuu/")
    visitor.page.get_by_label("Số hồ sơ").fill(code)
    visitor.press("Tra cứu")
    visitor.does_not_say(LAN, "Tủa Chùa")


def _it_is_decided(specialist: Walk, new_walk: NewWalk, leader: Walk, code: str, folder: Path) -> None:
    specialist.go(f"/can-bo/ho-so/{code}/")
    specialist.page.get_by_label("Ý kiến xử lý").fill("Đã thẩm định cơ sở, đủ điều kiện.")
    specialist.page.get_by_label("Dự thảo kết quả").set_input_files(people.pdf_file(folder, "du-thao.pdf"))
    specialist.press("Chuyển xử lý")
    head, clerk = new_walk(DESK), new_walk(DESK)
    people.sign_in_official(head, f"truongphong.{DEPARTMENT}")
    _press_on(head, code, "Chuyển xử lý", "Đã chuyển hồ sơ")
    leader.go("/can-bo/lanh-dao/")
    leader.says(code)
    leader.picture("leader")
    _press_on(leader, code, "Ký duyệt", "Đã thẩm định cơ sở, đủ điều kiện.")
    leader.page.get_by_label("Tệp kết quả đã ký").set_input_files(people.pdf_file(folder, "giay-chung-nhan.pdf"))
    leader.press("Ký duyệt")
    people.sign_in_official(clerk, f"vanthu.{DEPARTMENT}")
    _press_on(clerk, code, "Chuyển xử lý", "")


def _she_rates_it(lan: Walk, code: str) -> None:
    lan.follow("Đánh giá", within=lan.main)
    lan.page.get_by_label("5 – Rất hài lòng").check()
    lan.page.get_by_label("Điều ông/bà muốn nói thêm").fill("Cán bộ hướng dẫn rõ từng giấy tờ.")
    lan.picture("rate")
    lan.press("Gửi đánh giá")
    lan.go(f"/ho-so/{code}/")
    lan.says("Ông/Bà đã đánh giá 5 trên 5: rất hài lòng")


def _she_checks_that_nothing_was_back_dated(lan: Walk, code: str, folder: Path) -> None:
    """The three files are taken from the pages as she would; the program then runs far from this product."""
    alone = folder / "kiem-chung"
    alone.mkdir()
    lan.product.let_the_night_pass()
    lan.go("/cong-khai/nhat-ky/")
    lan.picture("public-log")
    (alone / "kiem-chung.py").write_bytes(lan.fetch(_link(lan, "kiem-chung.py")))
    (alone / "nhat-ky.json").write_bytes(lan.fetch(_link(lan, "năm 20")))
    lan.go(f"/ho-so/{code}/")
    (alone / "ho-so.json").write_bytes(lan.fetch(_link(lan, "Tải tệp kiểm chứng hồ sơ")))
    assert json.loads((alone / "ho-so.json").read_text("utf-8"))["dossier"] == code
    code_of_program, said = _run(alone)
    assert code_of_program == 0, said
    assert "KẾT LUẬN: ĐÚNG" in said, said
    assert said.count("  đúng ") >= STEPS, said
    kept = (alone / "ho-so.json").read_text("utf-8")
    proof = json.loads(kept)
    proof["steps"][2]["said"][7] = "2026-01-05T01:00:00Z"
    (alone / "ho-so.json").write_text(json.dumps(proof, ensure_ascii=False), "utf-8")
    code_of_program, said = _run(alone)
    assert code_of_program == 1, said
    assert "KẾT LUẬN: CÓ ĐIỀU SAI" in said, said


def _link(lan: Walk, name: str) -> str:
    return lan.page.get_by_role("link", name=name).first.get_attribute("href") or ""


def _run(folder: Path) -> tuple[int, str]:
    """As she runs it: no network is needed, nothing of this house is imported."""
    command = [sys.executable, "-I", "kiem-chung.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
