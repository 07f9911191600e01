"""What can go wrong, in the administrator's words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen


class NoSuchAgency(Unseen):
    """It does not exist, or not for this actor."""

    def __init__(self) -> None:
        super().__init__(_("Không có cơ quan này, hoặc cơ quan không thuộc phạm vi ông/bà quản trị."))


class NoSuchOfficial(Unseen):
    """It does not exist, or not for this actor."""

    def __init__(self) -> None:
        super().__init__(_("Không có cán bộ này, hoặc cán bộ không thuộc phạm vi ông/bà quản trị."))


class NoSuchPost(Unseen):
    """The post or authority is not there."""

    def __init__(self) -> None:
        super().__init__(_("Không có vị trí hoặc ủy quyền này. Xin mở lại trang của cán bộ."))


class NoSuchSubstitution(Unseen):
    """Not there, or not hers to end."""

    def __init__(self) -> None:
        super().__init__(_("Không có việc làm thay này. Xin mở lại danh sách vắng mặt, làm thay."))


class NotArranged(Forbidden):
    """Somebody else arranges this official's leave."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ chính cán bộ, người đứng đầu đơn vị hoặc người quản trị mới sắp xếp người làm thay."))


class NotAdministrator(Forbidden):
    """Seen, but managed by somebody else."""

    def __init__(self) -> None:
        super().__init__(
            _("Việc này do người quản trị của cơ quan đang quản lý cán bộ thực hiện. Xin liên hệ cơ quan đó.")
        )


class NeedsElevation(Forbidden):
    """A change outside an elevated session."""

    def __init__(self) -> None:
        super().__init__(_("Việc này cần phiên nâng quyền. Xin nâng quyền, ghi lý do, rồi làm lại."))


class MayNotSign(Forbidden):
    """No post and no authority of that day lets this person sign for this agency."""

    def __init__(self) -> None:
        super().__init__(_("Ngày này ông/bà không có chức vụ hoặc ủy quyền để ký cho cơ quan đã chọn."))


class Overlapping(Conflict):
    """Two names, codes, parents or heads at one time."""


class WrongEntry(Invalid):
    """What was typed cannot be accepted; each field has its sentence."""


class StillHolds(WrongEntry):
    """Somebody leaves a post and nobody said where her work goes."""

    def __init__(self, held: str) -> None:
        said = _("Cán bộ đang giữ %(held)s ở vị trí này. Xin chọn nơi nhận bàn giao, rồi làm lại.") % {"held": held}
        super().__init__(said, fields={"successor": said})


class NoSuchPlan(Unseen):
    """The plan is not there."""

    def __init__(self) -> None:
        super().__init__(_("Không có phương án sắp xếp này. Xin mở lại danh sách phương án."))


class PlanMovedOn(Conflict):
    """Somebody approved or cancelled it, or it has begun."""

    def __init__(self) -> None:
        super().__init__(
            _("Phương án này đã được người khác duyệt, hủy, hoặc đã bắt đầu làm. Xin xem lại trang phương án.")
        )


class PlanWrong(Conflict):
    """A row of the plan cannot be done."""

    def __init__(self, count: int) -> None:
        super().__init__(_("Phương án có %d dòng chưa làm được. Xin sửa tệp rồi nhập lại.") % count)


class NoSuchProgram(Unseen):
    """No program of another system has this id."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy hệ thống kết nối này."))


class SecretAlreadyRenewed(Conflict):
    """The page was opened before the secret was renewed."""

    def __init__(self) -> None:
        super().__init__(_("Khóa bí mật đã được cấp mới sau khi mở trang này. Nếu cần khóa khác, xin bấm lại."))


class NotProvinceAdministrator(Forbidden):
    """What touches every agency is not a commune's to see."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ quản trị hệ thống của tỉnh xem được trang này."))
