"""What can go wrong, in the user's words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Forbidden


class NotProvinceAdministrator(Forbidden):
    """What is kept and what goes concerns every agency: only the province's administrators look after it."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ quản trị hệ thống của tỉnh xem được thời hạn lưu giữ và việc xóa dữ liệu cá nhân."))
