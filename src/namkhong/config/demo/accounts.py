"""Who can sign in to the demo: a short cast in one commune and one department, and how everybody else is named."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from namkhong.config.demo.staff import PASSWORD, SEATS, seat_username

CAST_COMMUNE: Final = "Mường Phăng"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One line of ``namkhong demo-accounts``."""

    role: str
    username: str
    password: str
    agency: str


def accounts() -> list[dict[str, str]]:
    """The cast: the officials of one commune, the provincial administrator; citizens choose a name at the identity provider."""
    cast = [
        DemoAccount(seat.label, seat_username(seat, CAST_COMMUNE), PASSWORD, f"xã {CAST_COMMUNE}")
        for seat in SEATS["commune"]
    ]
    cast.append(DemoAccount("Quản trị hệ thống", "quantri.tinh", PASSWORD, "Tỉnh Điện Biên"))
    cast.append(DemoAccount("Kiểm soát thủ tục hành chính", "kiemsoat.tinh", PASSWORD, "Tỉnh Điện Biên"))
    cast.append(
        DemoAccount(
            "Người dân", "chọn “Lò Thị Lan” khi đăng nhập bằng VNeID (bản thử nghiệm)", "", "nhà cung cấp danh tính thử"
        )
    )
    return [asdict(account) for account in cast]
