"""What can go wrong, in the words of whoever asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen


class NoSuchSubscription(Unseen):
    """Not there, ended, or another system's."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy đăng ký nhận tin này. Xin xem lại danh sách."))


class NoSuchNotice(Unseen):
    """Not there, or of another subscription."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy tin này. Tin được giữ 30 ngày."))


class NoSuchClient(Unseen):
    """No API client has this account."""

    def __init__(self) -> None:
        super().__init__(_("Xin chọn một hệ thống kết nối trong danh sách."))


class MayNotSubscribe(Forbidden):
    """Only the connected system itself, or the province's administrator."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ hệ thống kết nối được cấp quyền nhận tin hoặc quản trị viên của tỉnh mới làm được."))


class AddressRefused(Invalid):
    """The address may not be written to; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, fields={"url": sentence})


class WrongKinds(Invalid):
    """No kind of news was chosen, or an unknown one."""

    def __init__(self) -> None:
        sentence = _("Xin chọn ít nhất một loại tin trong danh sách.")
        super().__init__(sentence, fields={"kinds": sentence})


class AlreadySubscribed(Conflict):
    """The same system has this address already."""

    def __init__(self) -> None:
        super().__init__(_("Hệ thống này đã đăng ký địa chỉ này. Xin dùng đăng ký đang có, hoặc hủy nó trước."))


class TooManySubscriptions(Conflict):
    """The most a system may have."""

    def __init__(self, most: int) -> None:
        super().__init__(_("Mỗi hệ thống kết nối có nhiều nhất %(most)d đăng ký nhận tin.") % {"most": most})


class NotPaused(Conflict):
    """It was set going by somebody else, or never stood still."""

    def __init__(self) -> None:
        super().__init__(_("Đăng ký này đang gửi. Xin tải lại trang."))


class AlreadyPaused(Conflict):
    """Somebody was faster."""

    def __init__(self) -> None:
        super().__init__(_("Đăng ký này đã tạm dừng. Xin tải lại trang."))


class TooLongAgo(Invalid):
    """Further back than notices are kept, or in the future."""

    def __init__(self, days: int) -> None:
        sentence = _("Chỉ gửi lại được tin trong %(days)d ngày qua.") % {"days": days}
        super().__init__(sentence, fields={"since": sentence})
