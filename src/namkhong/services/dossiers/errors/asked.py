"""What can go wrong while the applicant, a leader or another agency is asked."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Invalid, Unseen
from namkhong.web.words import moment


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


class NotAnswered(Invalid):
    """Something that was asked for is still not there; ``fields`` say what."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("Chưa gửi bổ sung được vì còn thiếu các mục dưới đây."), fields=fields)


class SecondRequest(Invalid):
    """On its way to the competent agency, a dossier is asked about once; again needs the leader, so take it over first."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Hồ sơ này đã được yêu cầu bổ sung một lần. Xin nhận hồ sơ chuyển đến; nếu vẫn còn thiếu, chuyên viên "
                "đề nghị và lãnh đạo đồng ý mới yêu cầu thêm."
            )
        )


class NobodyToDecide(Invalid):
    """The post that would have to agree is empty."""

    def __init__(self, role: str) -> None:
        super().__init__(
            _("Việc này cần %(role)s đồng ý, nhưng chưa có ai giữ vị trí đó. Xin báo quản trị hệ thống bổ sung cán bộ.")
            % {"role": role}
        )
