"""What the designer's screens call things."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.services.eforms.types import Kind

KINDS: Final[dict[str, Promise]] = {
    Kind.TEXT: _("Một dòng chữ"),
    Kind.TEXTAREA: _("Đoạn văn"),
    Kind.NUMBER: _("Số"),
    Kind.MONEY: _("Số tiền"),
    Kind.DATE: _("Ngày"),
    Kind.CHOICE: _("Chọn một câu trả lời"),
    Kind.YES_NO: _("Có hoặc không"),
    Kind.PERSON: _("Một người (họ tên, ngày sinh, số định danh)"),
    Kind.ADDRESS: _("Địa chỉ ngày nay (tỉnh, xã)"),
    Kind.PAST_ADDRESS: _("Địa chỉ trước 01/7/2025 (tỉnh, huyện, xã)"),
    Kind.TABLE: _("Bảng nhiều dòng"),
    Kind.FILE: _("Tệp đính kèm"),
    Kind.DECLARATION: _("Lời cam đoan"),
}

# What is known of the applicant, and which kinds of question it fits.
BINDS: Final[dict[str, tuple[Promise, tuple[Kind, ...]]]] = {
    "applicant": (_("Người nộp: họ tên, ngày sinh, số định danh"), (Kind.PERSON,)),
    "applicant.full_name": (_("Họ tên người nộp"), (Kind.TEXT,)),
    "applicant.personal_number": (_("Số định danh của người nộp"), (Kind.TEXT,)),
    "applicant.date_of_birth": (_("Ngày sinh của người nộp"), (Kind.DATE,)),
    "applicant.gender": (_("Giới tính của người nộp"), (Kind.CHOICE,)),
    "applicant.phone": (_("Số điện thoại của người nộp"), (Kind.TEXT,)),
    "applicant.email": (_("Thư điện tử của người nộp"), (Kind.TEXT,)),
    "applicant.address": (_("Nơi cư trú của người nộp"), (Kind.ADDRESS,)),
    "applicant.address_text": (_("Nơi cư trú của người nộp, ghi một dòng"), (Kind.TEXT, Kind.TEXTAREA)),
}

LISTS: Final[dict[str, Promise]] = {
    "gender": _("Giới tính"),
    "ethnic_groups": _("Dân tộc"),
    "relationship": _("Quan hệ với người nộp"),
    "receive_by": _("Cách nhận kết quả"),
}
