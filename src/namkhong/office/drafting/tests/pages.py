"""Pages laid out without a database: an agency, a frame, a content for every type."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from namkhong.foundation.organisations.types import AgencyCard
from namkhong.office.drafting.composing import Frame, data_of
from namkhong.office.drafting.layouts import Family, Layout, layout
from namkhong.office.drafting.paper.render import Laid, laid
from namkhong.office.drafting.types import Content, Receiver, ReceiverKind

AT: Final = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
COMMUNE: Final = AgencyCard(
    1, "H18.55", "Ủy ban nhân dân xã Mường Phăng", "UBND xã Mường Phăng", "commune", "commune", "/9/1/", 9, "03325"
)
OFFICE: Final = AgencyCard(
    2, "", "Văn phòng HĐND và UBND xã Mường Phăng", "Văn phòng", "office", "commune", "/9/1/2/", 1, "03325"
)
BODY: Final = """Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025
Điều 1. Phê duyệt Kế hoạch với mục tiêu **98%** văn bản được ký số.
Điều 2. Tổ chức thực hiện
1. Văn phòng chủ trì:
a) Hướng dẫn các phòng;
| TT | Nội dung |
|---|---|
| 1 | Thiết bị |
Điều 3. Các đơn vị thi hành Quyết định này."""


def rules() -> Layout:
    """The layout in force."""
    return layout(AT.date())


def families() -> list[tuple[str, str, Family]]:
    """All 29 types: abbreviation, name, how it is laid out."""
    known = rules()
    pairs = zip(known.families.items(), known.type_names, strict=True)
    return [(key[0], name, family) for (key, family), name in pairs]


def page(abbreviation: str, name: str, family: Family, *, body: str = BODY, urgency: int = 0) -> Laid:
    """One document of this type."""
    frame = Frame(
        agency=COMMUNE,
        unit=OFFICE,
        type_name=name,
        abbreviation=abbreviation,
        symbol=f"{abbreviation}-UBND" if abbreviation else "UBND-VP",
        block=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        signer="Quàng Văn Tưởng",
        initials=2,
    )
    fields = {one.name: f"{one.label} thử" for one in family.fields if one.name not in {"authority", "sender"}}
    content = Content("Kế hoạch chuyển đổi số của xã", body, fields, urgency)
    receivers = (
        Receiver(ReceiverKind.CODE, "Sở Nội vụ", "H18.02", addressed=not family.call),
        Receiver(ReceiverKind.CODE, "Sở Tư pháp", "H18.03", addressed=not family.call),
        Receiver(ReceiverKind.TEXT, "Các phòng thuộc xã"),
    )
    return laid(family.paper, data_of(frame, content, receivers, rules(), family, at=AT), at=AT)


def words(pdf: bytes, folder: Path) -> str:
    """What an independent reader finds on the page, in the order of the page."""
    path = folder / "trang.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return read.stdout
