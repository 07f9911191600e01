"""What can go wrong, in the words of the person in front of the screen."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen
from namkhong.web.words import moment


class NoSuchDossier(Unseen):
    """It does not exist, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy hồ sơ này. Xin kiểm tra lại số hồ sơ, hoặc mở từ danh sách hồ sơ."))


class NotYours(Forbidden):
    """Seen, but the step is somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("Hồ sơ đang ở bước của người khác, ông/bà không được phân công làm việc này."))


class MovedMeanwhile(Conflict):
    """Somebody was faster, or the screen is old."""

    def __init__(self, *, who: str, what: str, at: datetime | None) -> None:
        if at is None:
            sentence = _("Hồ sơ vừa thay đổi. Xin mở lại hồ sơ để xem tình trạng mới rồi làm tiếp.")
        else:
            sentence = _(
                "%(who)s đã làm “%(what)s” lúc %(at)s, nên thao tác của ông/bà chưa được thực hiện. "
                "Xin mở lại hồ sơ để xem tình trạng mới."
            ) % {"who": who, "what": what, "at": moment(at)}
        super().__init__(sentence)


class WrongState(Conflict):
    """The dossier is no longer where this can be done."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("Hồ sơ đang ở tình trạng “%(state)s” nên không làm được việc này. Xin mở lại hồ sơ.") % {"state": state}
        )


class AlreadyFiled(Conflict):
    """A draft that was sent can no longer be changed."""

    def __init__(self) -> None:
        super().__init__(_("Hồ sơ này đã gửi, không sửa được nữa. Xin xem hồ sơ trong mục “Hồ sơ của tôi”."))


class Incomplete(Invalid):
    """Something is still missing before it can be sent; ``fields`` say what."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("Hồ sơ chưa đủ để gửi. Xin bổ sung các mục dưới đây."), fields=fields)


class Missing(Invalid):
    """One field of an official's form is missing."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, fields={field: sentence})


class FiledElsewhere(Invalid):
    """This procedure is filed on another system."""

    def __init__(self) -> None:
        super().__init__(
            _("Thủ tục này nộp trên cổng khác. Xin mở trang của thủ tục để xem nơi nộp, hoặc nộp tại quầy.")
        )


class WrongPlace(Invalid):
    """The agency chosen does not do this procedure."""

    def __init__(self) -> None:
        sentence = _("Nơi ông/bà chọn không giải quyết thủ tục này. Xin chọn lại xã, phường.")
        super().__init__(sentence, fields={"commune": sentence})
