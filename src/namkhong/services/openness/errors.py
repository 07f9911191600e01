"""What can go wrong, in the words of the person in front of the screen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Forbidden, Unseen


class NoSuchPeriod(Unseen):
    """The address names no period, or one that was never counted."""

    def __init__(self) -> None:
        super().__init__(_("Không có số liệu của kỳ này. Xin chọn kỳ khác ở trang Công khai."))


class NotYourUnit(Forbidden):
    """The report of a unit that is not below hers."""

    def __init__(self) -> None:
        super().__init__(_("Ông/Bà chỉ xem được báo cáo của đơn vị mình và các đơn vị bên dưới."))
