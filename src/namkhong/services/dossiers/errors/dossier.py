"""What can go wrong with a dossier, in the words of the person in front of the screen."""

from __future__ import annotations

from datetime import date, datetime

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


class NoSuchTrial(Unseen):
    """No such dry run of a process."""

    def __init__(self) -> None:
        super().__init__(_("Không có lần chạy thử quy trình này. Xin mở lại từ trang quy trình."))


class TrialMovedOn(Conflict):
    """Somebody decided about the open dossiers, or ran it again."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Lần chạy thử này không còn chờ quyết định: người khác vừa quyết định hoặc chạy lại. Xin mở lần mới nhất."
            )
        )


class VersionNotYet(Conflict):
    """A version of a process holds only later; until then nothing runs by it."""

    def __init__(self, day: date) -> None:
        super().__init__(
            _("Phiên bản này chỉ áp dụng từ %(day)s hoặc đã thôi áp dụng, nên chưa chuyển hồ sơ sang được.")
            % {"day": f"{day:%d/%m/%Y}"}
        )
