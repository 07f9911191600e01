"""Those who design: a form, a process, a reorganisation; every screen at a desk and as wide as a telephone."""

from __future__ import annotations

import json
import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator

from namkhong.kernel import clock
from tests.journeys import people, pictures, rules
from tests.journeys.people import ADMINISTRATOR, PASSWORD
from tests.journeys.product import Product
from tests.journeys.walk import DESK, PHONE, NewWalk, Walk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

_CONTROLLER: Final = "kiemsoat.tinh"
_FORMS: Final = "/can-bo/quan-tri/bieu-mau/"
_PROCESSES: Final = "/can-bo/quan-tri/quy-trinh/"
_PLANS: Final = "/can-bo/quan-tri/sap-xep/"
_PROCESS: Final = "commune-office-24"  # of people.MARITAL
_QUESTION: Final = "Nơi nhận thông báo kết quả"
_BY_POST: Final = "Gửi qua bưu điện"


@pytest.fixture(scope="module")
def open_dossier(browser: Browser, product: Product) -> str:
    """There is work under way, for the counts; its code."""
    citizen = Walk(browser, product, PHONE)
    people.sign_in_citizen(citizen, people.LAN)
    code = people.file_one(citizen)
    citizen.close()
    return code


def test_a_form_is_designed_seen_carried_and_published(new_walk: NewWalk, tmp_path: Path) -> None:
    keeper = new_walk(DESK)
    people.sign_in_official(keeper, _CONTROLLER)
    title = f"Đơn đề nghị hỗ trợ nước sạch {secrets.token_hex(2)}"
    draft = _she_begins_a_form_like_another(keeper, title)
    _she_asks_one_more_question(keeper, draft)
    _she_sees_it_as_a_citizen_will(keeper, draft)
    _the_file_goes_out_and_comes_in_again(keeper, draft, tmp_path)
    _she_publishes_it_from_tomorrow(keeper, draft, title)
    _she_compares_the_next_draft(keeper, draft)


def _she_begins_a_form_like_another(keeper: Walk, title: str) -> str:
    keeper.go(_FORMS)
    _seen(keeper, "forms-admin")
    keeper.press("Biểu mẫu mới")
    keeper.page.get_by_label("Tên biểu mẫu").fill(title)
    like = keeper.page.get_by_label("Làm giống một biểu mẫu đã có?")
    like.select_option(label=_option(like, "nghị"))
    _seen(keeper, "form-design-new")
    keeper.press("Mở bản thảo")
    keeper.says("Bản thảo", title)
    return keeper.path


def _she_asks_one_more_question(keeper: Walk, draft: str) -> None:
    _seen(keeper, "form-design")
    keeper.page.get_by_role("link", name="Thêm câu hỏi vào phần này").last.click()
    keeper.look()
    keeper.page.get_by_label("Câu hỏi", exact=True).fill(_QUESTION)
    keeper.page.get_by_label("Loại câu hỏi").select_option(label="Một dòng chữ")
    after = keeper.page.get_by_label("Chỗ đứng")
    after.select_option(label=_option(after, "nhận kết quả"))
    _seen(keeper, "form-question-new")
    keeper.press("Thêm rồi ghi chi tiết")
    keeper.page.get_by_label("Lời nhắc dưới câu hỏi").fill("Số nhà, thôn, bản")
    more = keeper.page.get_by_label("Thêm điều kiện theo câu hỏi").first
    more.select_option(label=_option(more, "nhận kết quả"))
    keeper.main.get_by_role("button", name="Hiện các câu trả lời để chọn").first.click()
    keeper.look()
    keeper.page.locator("#show_if").get_by_label(_BY_POST).first.check()
    _seen(keeper, "form-question")
    keeper.press("Lưu")
    assert keeper.path == draft
    keeper.says(_QUESTION, "chỉ hiện khi")
    keeper.page.get_by_role("link", name="Sửa phần").last.click()
    keeper.look()
    _seen(keeper, "form-section")


def _she_sees_it_as_a_citizen_will(keeper: Walk, draft: str) -> None:
    keeper.go(f"{draft}xem-truoc/")
    frame = keeper.page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    assert frame.locator("body").evaluate("() => innerWidth") == PHONE.width
    keeper.page.get_by_role("navigation", name="Các phần của biểu mẫu").locator("li a").last.click()
    frame.get_by_label(_BY_POST).first.check()
    frame.get_by_role("button", name="Lưu và tiếp tục", exact=True).last.click()
    frame.get_by_label(_QUESTION).wait_for()
    assert frame.locator(".govuk-error-summary").is_visible()
    _seen(keeper, "form-preview")


def _the_file_goes_out_and_comes_in_again(keeper: Walk, draft: str, folder: Path) -> None:
    keeper.go(draft)
    written = keeper.fetch(keeper.page.get_by_role("link", name="Tải tệp biểu mẫu").get_attribute("href") or "")
    assert _QUESTION in written.decode()
    document = json.loads(written)
    document["sections"][-1]["code"] = "giay-to"
    wrong = folder / "bieu-mau.json"
    wrong.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    keeper.follow("Nhập từ tệp")
    with keeper.expecting(422):
        keeper.page.get_by_label("Tệp biểu mẫu").set_input_files(wrong)
        keeper.press("Nhập vào bản thảo")
        keeper.says("là địa chỉ của trang khác trong hồ sơ")
    _seen(keeper, "form-file-wrong")
    wrong.write_bytes(written)
    keeper.page.get_by_label("Tệp biểu mẫu").set_input_files(wrong)
    keeper.press("Nhập vào bản thảo")
    assert keeper.path == draft
    again = keeper.fetch(keeper.page.get_by_role("link", name="Tải tệp biểu mẫu").get_attribute("href") or "")
    assert again == written


def _she_publishes_it_from_tomorrow(keeper: Walk, draft: str, title: str) -> None:
    keeper.go(draft)
    keeper.press("Ban hành")
    _elevate(keeper, "Ban hành biểu mẫu theo Quyết định 12/QĐ-UBND")
    keeper.says("Ban hành phiên bản 1")
    _seen(keeper, "form-publish")
    keeper.press("Ban hành")
    keeper.says(title, "Phiên bản 1", "Chưa đến ngày")
    _seen(keeper, "form-versions")


def _she_compares_the_next_draft(keeper: Walk, draft: str) -> None:
    keeper.press("Mở bản thảo để sửa")
    keeper.follow(_QUESTION)
    keeper.page.get_by_label("Câu hỏi", exact=True).fill("Địa chỉ nhận kết quả")
    keeper.press("Lưu")
    keeper.follow("Khác gì bản đã ban hành?")
    keeper.says("sửa 1", "Địa chỉ nhận kết quả")
    _seen(keeper, "form-compare")


@pytest.mark.usefixtures("open_dossier")
def test_a_process_is_changed_drawn_tried_and_kept(new_walk: NewWalk) -> None:
    keeper = new_walk(DESK)
    people.sign_in_official(keeper, _CONTROLLER)
    keeper.go(_PROCESSES)
    _seen(keeper, "processes-admin")
    keeper.go(f"{_PROCESSES}{_PROCESS}/")
    _seen(keeper, "process")
    drawn = keeper.fetch(keeper.page.get_by_role("link", name="BPMN 2.0").get_attribute("href") or "")
    assert b"BPMNDiagram" in drawn
    keeper.press("Soạn phiên bản mới")
    keeper.follow("Thẩm tra hồ sơ")
    keeper.page.get_by_label("Số giờ làm việc").fill("9")
    _seen(keeper, "process-step")
    keeper.press("Lưu bước")
    keeper.says("Khác gì phiên bản đang dùng")
    assert keeper.main.locator("svg").get_by_text("9 giờ").count()
    _seen(keeper, "process-draft")
    keeper.press("Ban hành phiên bản mới")
    _elevate(keeper, "Ban hành quy trình theo Quyết định 15/QĐ-UBND")
    keeper.page.get_by_label("Quyết định phê duyệt quy trình nội bộ").fill("Quyết định 15/QĐ-UBND ngày 20/11/2026")
    _seen(keeper, "process-publish")
    keeper.press("Ban hành")
    _she_tries_it_on_open_dossiers(keeper)


def _she_tries_it_on_open_dossiers(keeper: Walk) -> None:
    newest = keeper.main.get_by_role("link", name=re.compile(r"^Phiên bản 2$"))
    if newest.count():
        newest.first.click()
        keeper.look()
    _seen(keeper, "process-version")
    keeper.press("Chạy thử trên hồ sơ đang giải quyết")
    for _second in range(40):
        if "Đang xem từng hồ sơ" not in keeper.text:
            break
        keeper.page.wait_for_timeout(500)
        keeper.page.reload()
    keeper.says("Chờ chọn giữ hay chuyển")
    keeper.page.get_by_label("Giữ phiên bản lúc nhận đến hết").check()
    keeper.page.get_by_label("Lý do").fill("Hồ sơ đã nhận làm theo quy trình lúc nhận")
    _seen(keeper, "process-trial")
    keeper.press("Ghi quyết định")
    keeper.says("Giữ theo phiên bản cũ")
    _seen(keeper, "process-trial-kept")


@pytest.mark.usefixtures("open_dossier")
def test_a_reorganisation_is_read_row_by_row_corrected_and_counted(new_walk: NewWalk, tmp_path: Path) -> None:
    admin = new_walk(DESK)
    people.sign_in_official(admin, ADMINISTRATOR)
    admin.go(_PLANS)
    admin.press("Nhập phương án")
    _elevate(admin, "Nhập phương án sắp xếp theo Nghị quyết 21/NQ-HĐND")
    title = "Sáp nhập xã Mường Phăng vào phường Điện Biên Phủ"
    merged = "Sáp nhập;Ủy ban nhân dân xã Mường Phăng;Ủy ban nhân dân phường Điện Biên Phủ;\n"
    renamed = "Đổi tên;Ủy ban nhân dân xã Thanh An;;Ủy ban nhân dân xã Thanh Yên\n"
    _give_plan(admin, tmp_path, title, merged.replace("Phăng", "Phang Xa") + renamed, "reorganisation-new")
    admin.says("Không có cơ quan", "Xin sửa tệp rồi nhập lại")
    _seen(admin, "reorganisation-wrong")
    admin.follow("Nhập tệp đã sửa")
    _give_plan(admin, tmp_path, title, merged + renamed)
    admin.says("Duyệt phương án", "Việc đang làm dở sẽ ở đâu")
    assert re.search(r"[1-9]\d* hồ sơ", admin.text), admin.text
    _seen(admin, "reorganisation")
    admin.press("Hủy phương án")
    admin.go(_PLANS)
    _seen(admin, "reorganisations")


def _give_plan(admin: Walk, folder: Path, title: str, rows: str, picture: str = "") -> None:
    plan = folder / "phuong-an.csv"
    plan.write_text(f"Việc;Cơ quan cũ;Cơ quan mới;Tên mới\n{rows}", "utf-8")
    day = clock.local_date(clock.now()) + timedelta(days=40)
    admin.page.get_by_label("Tệp phương án").set_input_files(plan)
    admin.page.get_by_label("Tên phương án").fill(title)
    admin.page.get_by_label("Nghị quyết, quyết định").fill("Nghị quyết 21/NQ-HĐND ngày 20/11/2026")
    group = admin.page.get_by_role("group", name="Có hiệu lực từ ngày")
    for label, value in (("Ngày", day.day), ("Tháng", day.month), ("Năm", day.year)):
        group.get_by_label(label).fill(str(value))
    if picture:
        _seen(admin, picture)
    admin.press("Kiểm tra phương án")


def _elevate(walk: Walk, reason: str) -> None:
    walk.page.get_by_label("Lý do nâng quyền").fill(reason)
    walk.page.get_by_label("Mật khẩu của ông/bà").fill(PASSWORD)
    walk.press("Nâng quyền")


def _option(select: Locator, words: str) -> str:
    """The first choice that says so."""
    return select.locator("option").filter(has_text=words).first.inner_text().strip()


def _seen(walk: Walk, name: str) -> None:
    """The screen at a desk, where ``look`` has held it to axe, and the same page as wide as a telephone."""
    walk.picture(name)
    walk.page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
    wrong = rules.broken(walk.page)
    pictures.take(walk.page, f"{name}{PHONE.suffix}")
    walk.page.set_viewport_size({"width": DESK.width, "height": DESK.height})
    assert not wrong, f"{walk.page.url} at {PHONE.width} px: {wrong}"
