"""The heads of columns and the words of working time."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.services.openness.types import Sort

COLUMNS: Final[dict[Sort, Promise]] = {
    Sort.RECEIVED: _("Tiếp nhận"),
    Sort.ON_TIME: _("Đúng hạn và trước hạn"),
    Sort.LATE: _("Quá hạn"),
    Sort.SHARE: _("Tỷ lệ đúng hạn"),
    Sort.WAITING: _("Đang giải quyết"),
    Sort.MEDIAN: _("Một nửa số hồ sơ xong trong"),
    Sort.P90: _("9 trên 10 hồ sơ xong trong"),
}
