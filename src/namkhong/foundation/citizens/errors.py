"""What can go wrong, in the user's words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen


class NoSuchPerson(Unseen):
    """The person is not known, or not for this actor."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy người này."))


class NoSuchBusiness(Unseen):
    """The business is not known."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy doanh nghiệp hoặc tổ chức này."))


class NotTheCounter(Forbidden):
    """Only officials enrol people and businesses."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ cán bộ tiếp nhận mới ghi nhận thông tin người đến làm thủ tục."))


class WrongDetails(Invalid):
    """Something typed cannot be right; ``fields`` says what."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        super().__init__(_("Thông tin chưa đúng, xin xem lại."), fields=fields)


class PersonDiffers(Conflict):
    """The personal number is known, with another name or date of birth."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Số định danh này đã có trong hệ thống với họ tên hoặc ngày sinh khác. "
                "Xin đối chiếu lại với thẻ căn cước trước khi ghi."
            )
        )


class IdentityMismatch(Conflict):
    """The identity provider gives another personal number for an account that already has one."""

    def __init__(self) -> None:
        super().__init__(
            _("Số định danh VNeID gửi về không khớp với lần đăng nhập trước. Xin gọi tổng đài để được kiểm tra.")
        )
