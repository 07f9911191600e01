"""The cast of the demo province, and the few things several journeys do in the same way."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Locator
from pypdf import PdfWriter

from tests.journeys.walk import Walk

LAN: Final = "Lò Thị Lan"
TUONG: Final = "Quàng Văn Tưởng"
DO: Final = "Giàng A Dơ"
MY: Final = "Sùng Thị Mỷ"
HANG: Final = "Nguyễn Thu Hằng"

COUNTER: Final = "motcua.muongphang"
SECOND_COUNTER: Final = "motcua2.muongphang"
SPECIALIST: Final = "hotich.muongphang"
DEPUTY: Final = "phochutich.muongphang"
ADMINISTRATOR: Final = "quantri.tinh"
PASSWORD: Final = "Dien-Bien-2026"

COMMUNE: Final = "Ủy ban nhân dân xã Mường Phăng"
MARITAL: Final = "1.004873"
CODE: Final = re.compile(r"H18[.\d]*-\d{6}-\d{4,}")


def sign_in_citizen(walk: Walk, name: str, *, next_path: str = "/ho-so/") -> None:
    """At the identity provider, choosing a person of the trial."""
    walk.go(f"/dang-nhap/?next={next_path}")
    walk.press("Đăng nhập bằng VNeID")
    choose_at_provider(walk, name)


def choose_at_provider(walk: Walk, name: str) -> None:
    """The provider's page: who, and yes."""
    walk.page.get_by_label(name).check()
    walk.press("Đồng ý chia sẻ và đăng nhập")


def type_password(walk: Walk, username: str, password: str = PASSWORD) -> None:
    """The officials' sign-in, first step."""
    walk.page.get_by_label("Tên đăng nhập").fill(username)
    walk.page.get_by_label("Mật khẩu", exact=True).fill(password)
    walk.press("Đăng nhập")


def sign_in_official(walk: Walk, username: str, password: str = PASSWORD) -> None:
    """Name and password; the trial does not insist on a second factor."""
    walk.go("/can-bo/dang-nhap/")
    type_password(walk, username, password)


def begin(walk: Walk, code: str = MARITAL, commune: str = COMMUNE) -> str:
    """From the procedure's start page into the form; the draft's address. No commune: one agency decides them all."""
    walk.go(f"/nop-ho-so/{code}/")
    if commune:
        walk.page.get_by_label("Xã, phường giải quyết hồ sơ").select_option(label=commune)
    walk.press("Bắt đầu điền hồ sơ")
    match = re.match(r"/nop-ho-so/ban-nhap/[0-9a-f-]+/", walk.path)
    assert match, walk.path
    return match.group()


def fill_page(walk: Walk) -> None:
    """Answer what this page still asks, as somebody would who reads the labels."""
    form = walk.main.locator("form").filter(has=walk.page.get_by_role("button", name="Lưu và tiếp tục"))
    for group in form.locator("fieldset:has(input[type=radio])").all():
        if not group.locator("input:checked").count():
            likely = [group.get_by_label(words, exact=True) for words in _LIKELY]
            next((one for one in likely if one.count()), group.get_by_role("radio").first).check()
    for box in form.get_by_role("checkbox").all():
        box.check()
    for choice in form.locator("select").all():
        if (choice.get_attribute("name") or "").endswith("-province"):
            choice.select_option(label="Tỉnh Điện Biên")
        elif not choice.input_value():
            likely_one = choice.locator("option").filter(has_text="Thái")
            choice.select_option(label="Thái") if likely_one.count() else choice.select_option(index=1)
    for box in form.locator("input[type=text], input:not([type]), textarea, input[type=tel], input[type=email]").all():
        if not box.input_value() and not _optional(box):
            box.fill(_sensible(box))


_LIKELY: Final = ("Không", "Vay vốn", "Bản điện tử, gửi vào tài khoản của tôi")
_PARTS: Final = {"-day": "12", "-month": "5", "-year": "2020", "commune": "Mường Phăng", "-full_name": "Cà Văn Hải"}
_WORDS: Final = {
    "Số bản sao": "1",
    "Họ, chữ đệm, tên của trẻ": "Lò Minh An",
    "Quốc tịch": "Việt Nam",
    "Tên cơ quan, tổ chức": "Hợp tác xã Chè Tủa Chùa",
    "Chức vụ": "giám đốc",
    "Nơi": "bản Che Căn, xã Mường Phăng, tỉnh Điện Biên",
}


def _optional(box: Locator) -> bool:
    asked: str = box.evaluate(
        "one => `${one.labels[0].innerText} ${one.closest('fieldset')?.querySelector('legend')?.innerText}`"
    )
    return "không bắt buộc" in asked


def _sensible(box: Locator) -> str:
    name = box.get_attribute("name") or ""
    label: str = box.evaluate("one => one.labels[0].innerText")
    known = [value for part, value in _PARTS.items() if name.endswith(part)]
    known += [value for words, value in _WORDS.items() if label.startswith(words)]
    return known[0] if known else "Vay vốn ngân hàng để làm nhà"


def fill_to_check(walk: Walk) -> list[str]:
    """All pages of the draft, until the last one; returns their titles."""
    titles = []
    for _page in range(12):
        titles.append(walk.page.locator("h1").inner_text())
        if walk.path.endswith("/kiem-tra/"):
            return titles
        if walk.path.endswith("/giay-to/"):
            walk.press("Tiếp tục")
            continue
        fill_page(walk)
        walk.press("Lưu và tiếp tục")
    raise AssertionError(f"the form does not end: {titles}")


def send(walk: Walk) -> str:
    """Declare and file; the dossier's code."""
    for box in walk.main.get_by_role("checkbox").all():
        box.check()
    walk.press("Gửi hồ sơ")
    code = CODE.search(walk.text)
    assert code, walk.text
    return code.group()


def file_one(walk: Walk) -> str:
    """A whole dossier without looking around; its code."""
    begin(walk)
    fill_to_check(walk)
    return send(walk)


def pdf(title: str) -> bytes:
    """A small real PDF."""
    made = PdfWriter()
    made.add_blank_page(width=595, height=842)
    made.add_metadata({"/Title": title})
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def photograph(folder: Path, name: str) -> Path:
    """About a megabyte, as a telephone makes it: noise, which no packing makes smaller."""
    path = folder / name
    Image.effect_noise((1_400, 1_000), 80).convert("RGB").save(path, "JPEG", quality=90)
    return path


def pdf_file(folder: Path, name: str) -> Path:
    """The same, on disk, to be chosen in a file field."""
    path = folder / name
    path.write_bytes(pdf(name))
    return path
