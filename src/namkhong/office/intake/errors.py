"""What can go wrong, in the words of the person in front of the screen."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unavailable, Unseen
from namkhong.web.words import day, moment


class NoSuchArrival(Unseen):
    """It does not exist, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy văn bản đến này. Xin mở lại từ danh sách."))


class NotYours(Forbidden):
    """Seen, but somebody else is to do it."""

    def __init__(self) -> None:
        super().__init__(_("Việc này do người khác được giao làm."))


class GiverConfirms(Forbidden):
    """Done only when who gave it says so."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Việc này chỉ xong khi người giao xác nhận. Xin báo cáo kết quả ở mục Việc được giao để người giao xác nhận."
            )
        )


class ChangedMeanwhile(Conflict):
    """Somebody was faster, or the screen is old."""

    def __init__(self, *, who: str = "", what: str = "", at: datetime | None = None) -> None:
        if at is None:
            sentence = _("Văn bản này vừa thay đổi. Xin mở lại để xem tình trạng mới rồi làm tiếp.")
        else:
            sentence = _(
                "%(who)s đã làm “%(what)s” lúc %(at)s, nên thao tác của ông/bà chưa được thực hiện. Xin mở lại để xem."
            ) % {"who": who or _("Hệ thống"), "what": what, "at": moment(at)}
        super().__init__(sentence)


class Missing(Invalid):
    """Something on the form is missing or wrong; ``fields`` say what."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(next(iter(fields.values())), fields=fields)


class NotNarrower(Missing):
    """Going down, a deadline may only come earlier."""

    def __init__(self, field: str, bound: date) -> None:
        super().__init__(
            {field: _("Hạn giao xuống không được muộn hơn hạn đã được giao: %s. Xin chọn ngày sớm hơn.") % day(bound)}
        )


class NoRule(Unavailable):
    """No time limit was loaded for this kind."""

    def __init__(self) -> None:
        super().__init__(_("Hệ thống chưa nạp thời hạn vào sổ văn bản đến. Xin báo quản trị hệ thống."))
