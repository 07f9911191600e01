"""What can go wrong, in the user's words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Unseen


class NoSuchPlace(Unseen):
    """No place bears the code."""

    def __init__(self) -> None:
        super().__init__(_("Không có địa danh này. Xin chọn lại tỉnh, xã hoặc phường."))
