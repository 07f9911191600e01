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


class DraftIsWaiting(Conflict):
    """The applicant has the draft; nothing is done to the step until she answers or her time is over."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            _("Người nộp đang xem bản dự thảo, trả lời trước %(until)s. Xin chờ, hết giờ hệ thống tự chuyển tiếp.")
            % {"until": moment(until)}
        )


class DraftClosed(Conflict):
    """Her time is over, or she has answered already."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Bản dự thảo này đã được trả lời hoặc đã hết giờ trả lời và được coi là đồng ý. "
                "Nếu vẫn thấy chỗ sai, ông/bà xin gọi ngay cơ quan giải quyết."
            )
        )


class OpinionsOpen(Conflict):
    """The step waits for those who were asked."""

    def __init__(self) -> None:
        super().__init__(
            _("Còn cơ quan được hỏi chưa trả lời. Xin xem bảng ý kiến; chỉ chuyển xử lý được khi mọi ý kiến đã xong.")
        )


class OpinionClosed(Conflict):
    """Somebody signed the answer already, or it is no longer asked for."""

    def __init__(self, who: str = "") -> None:
        sentence = (
            _("%(who)s đã ký ý kiến này nên nội dung của ông/bà chưa được gửi. Xin mở lại để xem.") % {"who": who}
            if who
            else _("Câu hỏi này đã khép lại, không cần trả lời nữa.")
        )
        super().__init__(sentence)


class NoSuchQuestion(Unseen):
    """No question for an opinion here, or not for this official."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy câu hỏi lấy ý kiến này. Xin mở từ danh sách “Cho ý kiến”."))


class AlreadyFiled(Conflict):
    """A draft that was sent can no longer be changed."""

    def __init__(self) -> None:
        super().__init__(_("Hồ sơ này đã gửi, không sửa được nữa. Xin xem hồ sơ trong mục “Hồ sơ của tôi”."))


class NotAnswered(Invalid):
    """Something that was asked for is still not there; ``fields`` say what."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("Chưa gửi bổ sung được vì còn thiếu các mục dưới đây."), fields=fields)


class NobodyToDecide(Invalid):
    """The post that would have to agree is empty."""

    def __init__(self, role: str) -> None:
        super().__init__(
            _("Việc này cần %(role)s đồng ý, nhưng chưa có ai giữ vị trí đó. Xin báo quản trị hệ thống bổ sung cán bộ.")
            % {"role": role}
        )


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


class ExtendedAlready(Conflict):
    """A new date is given once."""

    def __init__(self) -> None:
        super().__init__(_("Hồ sơ đã được hẹn lại một lần; mỗi hồ sơ chỉ hẹn lại được một lần. Xin xem phiếu xin lỗi."))


class NoSuchRegister(Unseen):
    """No register of this agency, year or part."""

    def __init__(self) -> None:
        super().__init__(_("Không có sổ theo dõi hồ sơ của năm hoặc tập này. Xin mở lại từ mục “Sổ theo dõi hồ sơ”."))


class CalendarMovedOn(Conflict):
    """The calendar changed again, or the new dates were applied by somebody else."""

    def __init__(self) -> None:
        super().__init__(
            _("Lịch đã thay đổi lần nữa, hoặc người khác đã áp dụng. Xin mở lại danh sách để xem lần tính mới nhất.")
        )


class NoSuchRecalculation(Unseen):
    """There is none with this number."""

    def __init__(self) -> None:
        super().__init__(_("Không có lần tính lại ngày hẹn này. Xin mở từ danh sách."))
