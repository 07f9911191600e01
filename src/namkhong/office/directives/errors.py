"""What can go wrong, in the words of the person in front of the screen."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen
from namkhong.web.words import moment


class NoSuchDirective(Unseen):
    """It does not exist, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy việc này. Xin mở lại từ danh sách."))


class NotYours(Forbidden):
    """Seen, but somebody else is to do it."""

    def __init__(self) -> None:
        super().__init__(_("Việc này do người khác làm."))


class ChangedMeanwhile(Conflict):
    """Somebody was faster, or the screen is old."""

    def __init__(self, *, who: str = "", what: str = "", at: datetime | None = None) -> None:
        if at is None:
            sentence = _("Việc này vừa thay đổi. Xin mở lại để xem tình trạng mới rồi làm tiếp.")
        else:
            sentence = _(
                "%(who)s đã làm “%(what)s” lúc %(at)s, nên thao tác của ông/bà chưa được thực hiện. Xin mở lại để xem."
            ) % {"who": who or _("Hệ thống"), "what": what, "at": moment(at)}
        super().__init__(sentence)


class Missing(Invalid):
    """Something on the form is missing or wrong; ``fields`` say what."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(next(iter(fields.values())), fields=fields)
