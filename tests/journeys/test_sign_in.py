"""Coming in: officials with two factors or a passkey, citizens by their identity account, administrators who let others in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import struct
import time

import pytest

from tests.journeys import people
from tests.journeys.people import ADMINISTRATOR, LAN, PASSWORD
from tests.journeys.walk import DESK, PHONE, NewWalk, Walk

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]

_COMMUNES = (
    "muongthanh",
    "tuachua",
    "sinthau",
    "muongnhe",
    "tuangiao",
    "muongcha",
    "nabung",
    "thanhnua",
)


def test_password_and_the_code_of_an_app(new_walk: NewWalk) -> None:
    walk, username = new_walk(DESK), _somebody("ketoan")
    people.sign_in_official(walk, username)
    walk.go("/can-bo/bao-mat/")
    walk.says("Ứng dụng xác thực", "Khóa truy cập", "Mật khẩu")
    walk.picture("security")
    walk.press("Thiết lập ứng dụng xác thực")
    _prove_again(walk)
    walk.says("Thiết lập ứng dụng xác thực")
    walk.picture("totp")
    walk.page.get_by_text("Không quét được? Nhập tay dãy chữ này").click()
    secret = walk.main.locator("code").inner_text().replace(" ", "")
    walk.page.get_by_label("Mã xác thực").fill("000000" if _code(secret) != "000000" else "111111")
    with walk.expecting(422):
        walk.press("Bật ứng dụng xác thực")
    walk.says("Mã chưa đúng hoặc đã hết hạn")
    walk.page.get_by_label("Mã xác thực").fill(_code(secret))
    walk.press("Bật ứng dụng xác thực")
    walk.says("Mã dự phòng")
    recovery = re.findall(r"\d{4} \d{4}", walk.text)
    assert len(recovery) >= 8, walk.text
    _sign_out(walk)

    people.sign_in_official(walk, username)
    assert walk.path == "/can-bo/dang-nhap/buoc-hai/"
    walk.picture("second-step")
    walk.page.get_by_label("Mã xác thực").fill(_code(secret, ahead=30))  # the next one: the present one was just used
    walk.press("Tiếp tục")
    assert walk.path == "/can-bo/"
    _sign_out(walk)

    people.sign_in_official(walk, username)
    walk.page.get_by_label("Mã xác thực").fill(recovery[0])
    walk.press("Tiếp tục")
    assert walk.path == "/can-bo/"


def test_a_passkey_opens_the_door_without_a_password(new_walk: NewWalk) -> None:
    walk, username = new_walk(DESK, named=True), _somebody("kinhte")
    device = walk.context.new_cdp_session(walk.page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    people.sign_in_official(walk, username)
    walk.go("/can-bo/bao-mat/")
    walk.press("Thêm khóa truy cập")
    _prove_again(walk)
    walk.page.get_by_label("Đặt tên để dễ nhận ra").fill("máy tính ở bàn làm việc")
    walk.picture("passkey")
    walk.press("Tạo khóa truy cập")
    walk.go("/can-bo/bao-mat/")
    walk.says("máy tính ở bàn làm việc")
    _sign_out(walk)

    walk.go("/can-bo/dang-nhap/")
    walk.press("Dùng khóa truy cập")
    assert walk.path == "/can-bo/", walk.text


def test_five_wrong_passwords_hold_the_door(new_walk: NewWalk) -> None:
    walk, username = new_walk(PHONE), _somebody("vanthu")
    walk.go("/can-bo/dang-nhap/")
    with walk.expecting(422):
        for _time in range(4):
            people.type_password(walk, username, "khong-phai-mat-khau")
            walk.says("Tên đăng nhập hoặc mật khẩu chưa đúng")
            assert walk.page.get_by_label("Tên đăng nhập").input_value() == username
    with walk.expecting(429):
        people.type_password(walk, username, "khong-phai-mat-khau")
        walk.says("Đã nhập sai 5 lần")
        people.type_password(walk, username)  # the right one comes too late
    walk.says("Đã nhập sai 5 lần nên việc đăng nhập tạm dừng. Xin thử lại sau")
    walk.picture("sign-in-held")


def test_a_citizen_who_says_no_is_told_that_nothing_was_shared(new_walk: NewWalk) -> None:
    walk = new_walk(PHONE)
    walk.go("/dang-nhap/?next=/ho-so/")
    walk.press("Đăng nhập bằng VNeID")
    with walk.expecting(403):
        walk.press("Không đồng ý")
        assert walk.page.url.startswith(walk.address)
        walk.says("Chưa đăng nhập được", "Ông/Bà đã dừng đăng nhập. Chưa có thông tin nào được chia sẻ.")
    walk.picture("sign-in-refused")
    walk.press("Đăng nhập bằng VNeID")
    people.choose_at_provider(walk, LAN)
    assert walk.address in walk.page.url


def test_a_citizen_whose_account_is_not_proved_enough_is_told_where_to_go(new_walk: NewWalk) -> None:
    walk = new_walk(PHONE)
    walk.go("/dang-nhap/?next=/ho-so/")
    walk.press("Đăng nhập bằng VNeID")
    with walk.expecting(403):
        people.choose_at_provider(walk, "Moong Thị Hoa")
        walk.says("đang ở mức 1, cần mức 2", "Công an xã")


def test_an_administrator_lets_an_official_in_moves_her_and_locks_her(new_walk: NewWalk) -> None:
    admin, official = new_walk(DESK), new_walk(PHONE)
    username = f"thu.{secrets.token_hex(4)}"
    people.sign_in_official(admin, ADMINISTRATOR)
    admin.go("/can-bo/quan-tri/nhan-su/")
    admin.picture("admin-officials")
    admin.press("Thêm cán bộ")
    admin.says("Nâng quyền quản trị")
    admin.picture("elevate")
    admin.page.get_by_label("Lý do nâng quyền").fill("Mở tài khoản cho cán bộ mới của xã Mường Phăng")
    admin.page.get_by_label("Mật khẩu của ông/bà").fill(PASSWORD)
    admin.press("Nâng quyền")
    assert admin.path == "/can-bo/quan-tri/nhan-su/moi/", admin.path
    admin.page.locator("body").get_by_text("Đang nâng quyền quản trị đến").wait_for()

    admin.page.get_by_label("Họ và tên").fill("Vì Thị Mai Hoa")
    admin.page.get_by_label("Tên đăng nhập").fill(username)
    admin.page.get_by_label("Cơ quan, đơn vị").select_option(
        label=_option(admin, "Cơ quan, đơn vị", "Trung tâm Phục vụ hành chính công xã Mường Phăng")
    )
    admin.page.get_by_label("Vị trí công tác").select_option(index=1)
    since = admin.page.get_by_role("group", name="Từ ngày")
    for part, value in (("Ngày", "1"), ("Tháng", "10"), ("Năm", "2026")):
        since.get_by_label(part).fill(value)
    admin.picture("admin-official-new")
    admin.press("Thêm cán bộ và cấp mật khẩu")
    admin.says("Mật khẩu chỉ hiện lần này")
    once = admin.main.locator(".govuk-summary-list__value").nth(1).inner_text().strip()
    admin.press("Đã đưa mật khẩu, về trang cán bộ")
    page = admin.path

    people.sign_in_official(official, username, once)
    official.says("Xin đặt mật khẩu của riêng ông/bà")
    own = f"ruong bac thang {secrets.token_hex(4)}"
    official.page.get_by_label("Mật khẩu hiện tại").fill(once)
    official.page.get_by_label("Mật khẩu mới", exact=True).fill(own)
    official.page.get_by_label("Nhập lại mật khẩu mới").fill(own)
    official.press("Đổi mật khẩu")
    official.go("/can-bo/")

    admin.follow(re.compile("^Chuyển"), within=admin.main)
    admin.page.get_by_label("Chuyển đến").select_option(label=_option(admin, "Chuyển đến", "xã Nà Tấu"))
    admin.page.get_by_label("Vị trí mới").select_option(index=1)
    admin.page.get_by_label("Quyết định điều động").fill("Số 12/QĐ-UBND ngày 20/11/2026")
    admin.press("Chuyển", exact=True)
    assert admin.path == page
    admin.says("Đã ghi việc chuyển công tác.", "xã Nà Tấu")
    admin.picture("admin-official")

    admin.press("Khóa tài khoản")
    admin.page.get_by_label("Lý do").fill("Nghỉ việc")
    admin.press("Khóa tài khoản")
    admin.says("Tài khoản bị khóa từ", "Nghỉ việc")
    official.go("/can-bo/")
    assert official.path == "/can-bo/dang-nhap/", "a locked official is signed out at once"
    with official.expecting(403):
        people.type_password(official, username, own)
    official.says("Tài khoản này đang bị khóa")


def _option(walk: Walk, label: str, part: str) -> str:
    found: list[str] = walk.page.get_by_label(label).locator("option").filter(has_text=part).all_inner_texts()
    assert found, f"“{part}” is not offered"
    return found[0]


def _somebody(seat: str) -> str:
    """An official no other journey needs."""
    return f"{seat}.{secrets.choice(_COMMUNES)}"


def _prove_again(walk: Walk) -> None:
    """Asked once more for the password before the account's safety is touched."""
    if walk.path == "/can-bo/xac-nhan/":
        walk.page.get_by_label("Mật khẩu của ông/bà").fill(PASSWORD)
        walk.press("Tiếp tục")


def _sign_out(walk: Walk) -> None:
    walk.go("/dang-xuat/")
    walk.press("Đăng xuất", within=walk.main)
    walk.says("Đã đăng xuất")


def _code(secret: str, ahead: int = 0) -> str:
    """RFC 6238: six digits, thirty seconds, SHA-1."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time() + ahead) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
