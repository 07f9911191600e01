"""What can go wrong, in the words of the person in front of the screen."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unavailable, Unseen
from namkhong.web.words import moment


class NoSuchDraft(Unseen):
    """It does not exist, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy dự thảo này. Xin mở lại từ danh sách."))


class NotYours(Forbidden):
    """Seen, but somebody else is to do it."""

    def __init__(self) -> None:
        super().__init__(_("Việc này do người khác làm. Xin xem dòng “Đang chờ” để biết ai."))


class SealIsTheClerks(Forbidden):
    """The number, the seal and the issue are the văn thư's."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ văn thư của cơ quan cấp số, đóng dấu và phát hành văn bản."))


class ChangedMeanwhile(Conflict):
    """Somebody was faster, or the screen is old."""

    def __init__(self, *, who: str = "", what: str = "", at: datetime | None = None) -> None:
        if at is None:
            sentence = _("Dự thảo này vừa thay đổi. Xin mở lại để xem tình trạng mới rồi làm tiếp.")
        else:
            sentence = _(
                "%(who)s đã làm “%(what)s” lúc %(at)s, nên thao tác của ông/bà chưa được thực hiện. Xin mở lại để xem."
            ) % {"who": who, "what": what, "at": moment(at)}
        super().__init__(sentence)


class BlockChanged(Conflict):
    """Who signs how is another thing today than on the day the file was made."""

    def __init__(self) -> None:
        super().__init__(
            _("Thẩm quyền ký hôm nay khác với khối chữ ký đã in trong tệp. Xin trả lại để Văn phòng làm lại tệp.")
        )


class Missing(Invalid):
    """Something on the form is missing or wrong; ``fields`` say what."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(next(iter(fields.values())), fields=fields)


class Unreadable(Invalid):
    """An uploaded file that cannot be read; the sentence says why."""


class NotCopyable(Invalid):
    """This document cannot be copied this way; the sentence says what to do."""


class NoChain(Unavailable):
    """The facts were not loaded."""

    def __init__(self) -> None:
        super().__init__(_("Hệ thống chưa nạp quy trình soạn thảo. Xin báo quản trị hệ thống."))
