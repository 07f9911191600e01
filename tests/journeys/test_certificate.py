"""The story the house was built for: a certificate of marital status, from a search box to the paper in her hand."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.journeys import people
from tests.journeys.people import CODE, COUNTER, DEPUTY, LAN, SPECIALIST
from tests.journeys.walk import DESK, PHONE, NewWalk, Screen, Walk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

_DUE = re.compile(r"hẹn trả ([^.\n]+)")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["at a desk", "on a phone without scripts"])
def test_a_certificate_travels_from_a_search_to_the_result(screen: Screen, new_walk: NewWalk, tmp_path: Path) -> None:
    lan = new_walk(screen)
    _she_finds_the_procedure(lan)
    _she_signs_in_and_begins(lan)
    _she_fills_the_form(lan)
    code = _she_files(lan)
    stranger = new_walk(screen)
    _a_stranger_sees_the_stage_only(stranger, code, "Chờ tiếp nhận")

    _the_counter_receives(new_walk(screen), code)
    due = _she_sees_that_it_is_under_way(lan, code)
    secret = _she_takes_form_01(lan, code, due, tmp_path)
    _the_secret_opens_the_way(stranger, code, secret)

    _the_specialist_prepares(new_walk(screen), code, people.pdf_file(tmp_path, "du-thao.pdf"))
    lan.go(f"/ho-so/{code}/")
    lan.says("Đang giải quyết – hẹn trả")

    _the_deputy_decides(new_walk(screen), code, people.pdf_file(tmp_path, "giay-xac-nhan.pdf"))
    _she_sees(lan, code, "Đã có kết quả")

    _the_counter_hands_over(new_walk(screen), code)
    _she_has_the_result(lan, code)
    _a_stranger_sees_the_stage_only(stranger, code, "Đã")
    _she_sees_who_read_her_data(lan)


def _she_finds_the_procedure(lan: Walk) -> None:
    lan.go("/")
    lan.says("Ông/Bà cần làm thủ tục gì?", "Theo sự kiện trong đời sống", "Tra cứu hồ sơ")
    lan.picture("home")
    lan.page.get_by_role("searchbox", name="Tìm dịch vụ công").fill("xac nhan hon nhan")
    lan.press("Tìm", within=lan.page.get_by_role("search", name="Tìm dịch vụ công"))
    lan.picture("catalogue")
    lan.follow("tình trạng hôn nhân")
    assert lan.path == f"/dich-vu-cong/{people.MARITAL}/"
    lan.says("Giấy tờ cần có", "Bao lâu có kết quả?", "Hết bao nhiêu tiền?", "Nộp ở đâu, ai giải quyết?")
    lan.picture("procedure")
    lan.press("Bắt đầu nộp hồ sơ")


def _she_signs_in_and_begins(lan: Walk) -> None:
    lan.picture("sign-in")
    lan.press("Đăng nhập bằng VNeID")
    assert lan.page.url.startswith(lan.product.provider)
    lan.picture("identity-provider")
    people.choose_at_provider(lan, LAN)
    assert lan.path == f"/nop-ho-so/{people.MARITAL}/", lan.path
    lan.page.get_by_label("Xã, phường giải quyết hồ sơ").select_option(label=people.COMMUNE)
    lan.picture("start")
    lan.press("Bắt đầu điền hồ sơ")


def _she_fills_the_form(lan: Walk) -> None:
    titles = []
    for _page in range(12):
        titles.append(lan.page.locator("h1").inner_text())
        if lan.path.endswith("/kiem-tra/"):
            break
        lan.picture(f"form-{len(titles)}")
        if lan.path.endswith("/giay-to/"):
            lan.press("Tiếp tục")
        else:
            people.fill_page(lan)
            lan.press("Lưu và tiếp tục")
    lan.says("Kiểm tra lại trước khi gửi", LAN)
    lan.picture("form-check")


def _she_files(lan: Walk) -> str:
    code = people.send(lan)
    lan.says("Đã gửi hồ sơ, chờ cơ quan tiếp nhận")
    lan.picture("filed")
    lan.press("Theo dõi hồ sơ")
    lan.says("Đã gửi hồ sơ, chờ cơ quan tiếp nhận", "Hồ sơ đang ở đâu")
    lan.go("/ho-so/")
    lan.says(code)
    lan.picture("my-dossiers")
    return code


def _a_stranger_sees_the_stage_only(stranger: Walk, code: str, stage: str) -> None:
    stranger.go("/tra-cuu/")
    stranger.page.get_by_label("Số hồ sơ").fill(code.lower())
    stranger.press("Tra cứu")
    stranger.says(code, stage)
    stranger.does_not_say(LAN, "Lan", "Tình trạng hôn nhân", "xác nhận")
    stranger.picture("lookup")


def _the_counter_receives(counter: Walk, code: str) -> None:
    counter.go("/can-bo/dang-nhap/")
    counter.picture("official-sign-in")
    people.type_password(counter, COUNTER)
    assert counter.path == "/can-bo/"
    counter.says(code)
    counter.picture("inbox")
    counter.follow(code)
    counter.says(LAN, "Tờ khai")
    counter.picture("officer-dossier")
    counter.press("Tiếp nhận")
    counter.says(f"Đã tiếp nhận hồ sơ {code}")


def _she_sees_that_it_is_under_way(lan: Walk, code: str) -> str:
    _she_sees(lan, code, "Đang giải quyết – hẹn trả")
    lan.says("Vì sao hẹn trả ngày này?")
    lan.page.get_by_text("Vì sao hẹn trả ngày này?").click()
    lan.picture("timeline-in-progress")
    due = _DUE.search(lan.text)
    assert due, lan.text
    return due.group(1).strip()


def _she_sees(lan: Walk, code: str, words: str) -> None:
    """Her page says it, and a notice told her."""
    lan.go(f"/ho-so/{code}/")
    lan.says(words)
    _a_notice_told_her(lan, code, words)
    lan.go(f"/ho-so/{code}/")


def _a_notice_told_her(lan: Walk, code: str, words: str) -> None:
    """Notices are written by the worker, a moment later."""
    for _second in range(20):
        lan.go("/thong-bao/")
        told = lan.main.locator("li").filter(has_text=code)
        if told.filter(has_text=words).count():
            break
        lan.page.wait_for_timeout(1_000)
    else:
        raise AssertionError(f"no notice says “{words}” about {code}: {lan.text}")
    lan.picture("notices")


def _she_takes_form_01(lan: Walk, code: str, due: str, folder: Path) -> str:
    link = lan.page.get_by_role("link", name="Tải Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    paper = folder / "form01.pdf"
    paper.write_bytes(lan.fetch(link.get_attribute("href") or ""))
    text = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True, text=True).stdout
    assert code in text, text
    assert LAN in " ".join(text.split()), text
    clock, day = re.search(r"\d+ giờ(?: \d+)?", due), re.search(r"(\d+)/(\d+)", due)
    assert clock, due
    assert day, due
    flat = " ".join(text.split())
    assert clock.group() in flat, (due, text)
    assert re.search(rf"ngày 0?{int(day[1])} tháng 0?{int(day[2])} năm 20\d\d", flat), (due, text)
    secret = re.search(r"[Mm]ã bí mật[^:]*:\s*([A-Z0-9]{4}-[A-Z0-9]{4})", flat)
    assert secret, text
    return secret.group(1)


def _the_secret_opens_the_way(stranger: Walk, code: str, secret: str) -> None:
    stranger.go("/tra-cuu/")
    stranger.page.get_by_label("Số hồ sơ").fill(code)
    stranger.page.get_by_label("Mã bí mật").fill("SAI-SAI1")
    with stranger.expecting(422):
        stranger.press("Tra cứu")
        stranger.says("Số hồ sơ hoặc mã bí mật chưa đúng")
    stranger.page.get_by_label("Mã bí mật").fill(secret)
    stranger.press("Tra cứu")
    stranger.says("Hồ sơ đang ở đâu", "Đang giải quyết – hẹn trả")
    stranger.picture("lookup-with-secret")


def _the_specialist_prepares(specialist: Walk, code: str, draft: Path) -> None:
    people.sign_in_official(specialist, SPECIALIST)
    specialist.follow(code)
    specialist.says(LAN, "Việc cần làm")
    specialist.page.get_by_label("Ý kiến xử lý").fill("Đã tra cứu dữ liệu hộ tịch: chưa đăng ký kết hôn với ai.")
    specialist.page.get_by_label("Dự thảo kết quả").set_input_files(draft)
    specialist.picture("officer-work")
    specialist.press("Chuyển xử lý")
    specialist.says(f"Đã chuyển hồ sơ {code} sang bước sau.")


def _the_deputy_decides(deputy: Walk, code: str, result: Path) -> None:
    people.sign_in_official(deputy, DEPUTY)
    deputy.follow(code)
    deputy.press("Ký duyệt")
    deputy.says("Đã tra cứu dữ liệu hộ tịch", "du-thao.pdf")
    deputy.page.get_by_label("Tệp kết quả đã ký").set_input_files(result)
    deputy.picture("decide")
    deputy.press("Ký duyệt")
    deputy.says(f"Hồ sơ {code} đã có kết quả, chờ trả cho người nộp.")


def _the_counter_hands_over(counter: Walk, code: str) -> None:
    people.sign_in_official(counter, COUNTER)
    row = counter.main.locator("tr").filter(has_text=code)
    if not row.count():
        counter.go(f"/can-bo/ho-so/{code}/")
    else:
        counter.follow(code)
    counter.press("Trả kết quả")
    counter.says(LAN)
    counter.picture("hand-over")
    counter.press("Trả kết quả")
    counter.says(f"Đã trả kết quả hồ sơ {code}.")


def _she_has_the_result(lan: Walk, code: str) -> None:
    _she_sees(lan, code, "Đã trả kết quả")
    lan.says("Kết quả")
    lan.picture("timeline-done")
    link = lan.page.get_by_role("link", name="Tải kết quả về").get_attribute("href") or ""
    assert lan.fetch(link).startswith(b"%PDF")


def _she_sees_who_read_her_data(lan: Walk) -> None:
    lan.go("/tai-khoan-cua-toi/")
    lan.says(LAN)
    lan.picture("profile")
    lan.go("/tai-khoan-cua-toi/luot-xem/")
    lan.says("Xử lý hồ sơ")
    lan.picture("who-read-my-data")


def test_the_code_pattern_is_that_of_the_numbering() -> None:
    assert CODE.fullmatch("H18.12-261123-0001")
