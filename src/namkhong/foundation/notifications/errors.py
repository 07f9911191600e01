"""What can go wrong, in the words of the person in front of the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Conflict, Forbidden, Unseen


class NoSuchNotice(Unseen):
    """Not there, or somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy thông báo này."))


class NothingToRetry(Conflict):
    """Somebody was faster, or it went through by itself."""

    def __init__(self) -> None:
        super().__init__(_("Việc này đã được làm lại hoặc đã xong. Xin tải lại trang."))


class MayNotRetry(Forbidden):
    """Only an administrator in an elevated session."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ quản trị viên đã nâng quyền mới làm lại được việc lỗi."))
