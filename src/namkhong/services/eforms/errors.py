"""What can go wrong with forms and answers, in the user's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen


class NoSuchForm(Unseen):
    """No version of this form is in force on that day."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy biểu mẫu này, hoặc biểu mẫu chưa có hiệu lực. Xin chọn lại thủ tục."))


class NoSuchSection(Unseen):
    """The page does not belong to the form."""

    def __init__(self) -> None:
        super().__init__(_("Biểu mẫu không có phần này. Xin mở lại bản nháp từ đầu."))


class NoSuchAnswers(Unseen):
    """Not there, or somebody else's."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy bản nháp này. Xin mở lại từ trang hồ sơ của ông/bà."))


class AnswersLocked(Conflict):
    """Answers of a filed dossier are not changed."""

    def __init__(self) -> None:
        super().__init__(_("Tờ khai đã gửi nên không sửa được nữa. Nếu cần sửa, xin liên hệ nơi tiếp nhận hồ sơ."))


class AnswersNotComplete(Invalid):
    """Something is missing or wrong; ``fields`` says what."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        super().__init__(_("Tờ khai còn chỗ chưa đúng. Xin xem lại những chỗ được báo dưới đây."), fields=fields)


class UnknownAnswers(Invalid):
    """Another system answers what the form does not ask."""

    def __init__(self, names: Iterable[str]) -> None:
        sentence = _("Biểu mẫu không có câu hỏi này.")
        super().__init__(
            _("Có câu trả lời cho những câu biểu mẫu không hỏi. Xin đối chiếu với biểu mẫu đang áp dụng."),
            fields={name[:100]: sentence for name in list(names)[:50]},
        )


class StaleAnswers(Conflict):
    """The page was saved elsewhere after it was opened here.

    ``typed`` is what was typed here, ready to be shown again with ``revision``; nothing of it was saved or lost.
    """

    def __init__(self, typed: Mapping[str, Any], revision: int) -> None:
        super().__init__(
            _(
                "Phần này vừa được lưu ở một cửa sổ hoặc một máy khác. Những gì ông/bà vừa gõ vẫn còn dưới đây: "
                "xin xem lại, rồi bấm lưu một lần nữa nếu muốn dùng bản này."
            )
        )
        self.typed = typed
        self.revision = revision


class TooMuchText(Invalid):
    """More than a form may hold."""

    def __init__(self, fields: Mapping[str, object] | None = None) -> None:
        super().__init__(_("Nội dung quá dài nên chưa lưu được. Xin viết ngắn lại rồi lưu lần nữa."), fields=fields)


class BadForm(Invalid):
    """A form file that cannot be used; for the administrator."""


class NotYours(Forbidden):
    """Designing forms is the work of the province's controllers of procedures and administrators."""

    def __init__(self) -> None:
        super().__init__(_("Ông/Bà không được giao việc thiết kế biểu mẫu."))


class NeedsElevation(Forbidden):
    """Publishing touches everybody who files: only in an elevated session."""

    def __init__(self) -> None:
        super().__init__(_("Việc này cần nâng quyền quản trị trước khi làm."))


class NoSuchDraft(Unseen):
    """The form is not being designed (any more)."""

    def __init__(self) -> None:
        super().__init__(_("Biểu mẫu này không có bản thảo. Có thể bản thảo đã được ban hành hoặc đã bỏ."))


class DraftExists(Conflict):
    """There is such a form already; ``key`` says which."""

    def __init__(self, key: str) -> None:
        super().__init__(_("Đã có biểu mẫu “%(key)s”. Xin mở biểu mẫu ấy để sửa, hoặc đặt mã khác.") % {"key": key})
        self.key = key


class StaleDraft(Conflict):
    """Somebody was faster; what was typed here is still on the page."""

    def __init__(self, who: str, at: str, revision: int) -> None:
        super().__init__(
            _(
                "%(who)s vừa sửa bản thảo này lúc %(at)s, sau khi ông/bà mở trang, nên việc của ông/bà chưa được lưu. "
                "Trang này đã theo bản mới: xin xem lại, rồi làm lại nếu vẫn cần."
            )
            % {"who": who, "at": at}
        )
        self.revision = revision


class BadStart(Invalid):
    """The version cannot begin on that day."""


class VersionHolds(Conflict):
    """Only the last version, before it begins, can be taken back."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ thu hồi được phiên bản mới nhất, khi chưa đến ngày áp dụng."))
