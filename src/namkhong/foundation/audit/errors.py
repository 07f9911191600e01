"""What can go wrong: a programmer's mistake, or a file that does not exist."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Unseen


class PersonalValue(ValueError):
    """Somebody tried to write a personal value into the record, which can never be erased from it."""


class NoSuchYear(Unseen):
    """No root was published in this year."""

    def __init__(self) -> None:
        super().__init__(_("Năm này chưa công bố gốc nào. Xin xem các năm có trong trang Nhật ký công khai."))
