"""What can go wrong, in the words of the person in front of the screen."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unavailable, Unseen
from namkhong.web.words import moment


class NoSuchInquiry(Unseen):
    """It does not exist, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy câu hỏi, phản ánh này. Xin kiểm tra lại mã, hoặc mở từ danh sách."))


class NotToRate(Unseen):
    """There is no dossier of hers to rate, or the result is not handed over yet."""

    def __init__(self) -> None:
        super().__init__(_("Chưa có gì để đánh giá: hồ sơ phải là của ông/bà và đã trả kết quả."))


class RatingClosed(Conflict):
    """The days in which a rating may be changed are over."""

    def __init__(self, days: int) -> None:
        super().__init__(_("Đánh giá chỉ sửa được trong %(days)s ngày. Cảm ơn ông/bà đã góp ý.") % {"days": days})


class NotYours(Forbidden):
    """Seen, but somebody else is to do it."""

    def __init__(self) -> None:
        super().__init__(_("Việc này do người khác được phân công làm."))


class NotItsOwnJudge(Invalid):
    """Whom a complaint is about is not the one to answer it."""

    def __init__(self) -> None:
        sentence = _("Nơi bị phản ánh không được tự trả lời phản ánh về mình. Xin giao cơ quan khác.")
        super().__init__(sentence, fields={"to": sentence})


class ChangedMeanwhile(Conflict):
    """Somebody was faster, or the screen is old."""

    def __init__(self, *, who: str, what: str, at: datetime | None) -> None:
        if at is None:
            sentence = _("Phản ánh này vừa thay đổi. Xin mở lại để xem tình trạng mới rồi làm tiếp.")
        else:
            sentence = _(
                "%(who)s đã làm “%(what)s” lúc %(at)s, nên thao tác của ông/bà chưa được thực hiện. Xin mở lại để xem."
            ) % {"who": who, "what": what, "at": moment(at)}
        super().__init__(sentence)


class Missing(Invalid):
    """Something on the form is missing or wrong; ``fields`` say what."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(next(iter(fields.values())), fields=fields)


class SignInFirst(Forbidden):
    """Only questions may be asked without a name."""

    def __init__(self) -> None:
        super().__init__(
            _("Phản ánh, kiến nghị cần biết người gửi. Xin đăng nhập bằng VNeID; câu hỏi thì không cần đăng nhập.")
        )


class NoRule(Unavailable):
    """No time limit was loaded for this kind."""

    def __init__(self) -> None:
        super().__init__(_("Hệ thống chưa nạp thời hạn trả lời. Xin báo quản trị hệ thống."))
