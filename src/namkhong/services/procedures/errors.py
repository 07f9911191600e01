"""What can go wrong with procedures, in the user's words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen


class NoSuchProcedure(Unseen):
    """Unknown, or not in force on that day."""

    def __init__(self) -> None:
        super().__init__(
            _("Không tìm thấy thủ tục này, hoặc thủ tục không còn hiệu lực. Xin tìm lại trong danh sách thủ tục.")
        )


class NoSuchProcess(Unseen):
    """No version of this process is in force on that day."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy quy trình giải quyết của thủ tục này. Xin báo quản trị hệ thống."))


class NoOffering(Conflict):
    """Nobody offers the procedure, or the commune is not named."""

    def __init__(self) -> None:
        super().__init__(
            _("Chưa xác định được cơ quan giải quyết thủ tục này. Xin chọn xã, phường nơi ông/bà cần giải quyết.")
        )


class LimitUnknown(Conflict):
    """No source states the legal limit yet."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Thời hạn giải quyết của thủ tục này chưa được công bố nên chưa nhận hồ sơ trực tuyến. "
                "Xin liên hệ Trung tâm Phục vụ hành chính công."
            )
        )


class NotYours(Forbidden):
    """Only those who keep the catalogue may change it."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ quản trị hệ thống và cán bộ kiểm soát thủ tục hành chính được sửa danh mục thủ tục."))


class NeedsElevation(Forbidden):
    """The change needs an elevated session."""

    def __init__(self) -> None:
        super().__init__(_("Việc này cần phiên làm việc nâng quyền. Xin nâng quyền, ghi lý do, rồi làm lại."))


class BadFile(Invalid):
    """The file is not a list of procedures at all."""


class BadChoice(Invalid):
    """The form chosen for a procedure, or its day, cannot be."""


class BadRow(Invalid):
    """One row cannot be used; the sentence goes into the report."""


class BadFrontDoor(Invalid):
    """The new front door is not complete."""


class BadHanding(Invalid):
    """Procedures cannot go from one agency to another so."""


class BadProcess(Invalid):
    """What was typed of a process cannot be used; a sentence for each field."""

    def __init__(self, message: object = "", *, fields: Mapping[str, object] | None = None) -> None:
        super().__init__(message or _("Xin xem lại những ô được đánh dấu."), fields=fields)


class NoSuchDraft(Unseen):
    """Nobody is designing this process."""

    def __init__(self) -> None:
        super().__init__(_("Quy trình này không có bản nháp nào; bản nháp đã được ban hành hoặc đã bỏ."))


class DraftExists(Conflict):
    """Somebody is designing this process already."""

    def __init__(self, who: str) -> None:
        super().__init__(
            _("Quy trình này đang có bản nháp của %(who)s. Xin mở bản nháp đó, hoặc bỏ nó trước khi làm lại từ tệp.")
            % {"who": who}
        )


class DraftChanged(Conflict):
    """Somebody changed the draft meanwhile."""

    def __init__(self, who: str) -> None:
        super().__init__(
            _("%(who)s vừa sửa bản nháp này. Xin xem bản mới rồi sửa tiếp; những gì ông/bà vừa ghi chưa được lưu.")
            % {"who": who}
        )
