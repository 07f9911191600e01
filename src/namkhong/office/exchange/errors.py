"""What can go wrong, in the words of the văn thư in front of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unavailable, Unseen


class NoSuchConsignment(Unseen):
    """There is none, or not for this official."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy lần gửi này. Xin mở lại danh sách văn bản đã gửi."))


class NoSuchPacket(Unseen):
    """There is none, or not for this official."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy gói tin này. Xin mở lại danh sách."))


class ClerkOnly(Forbidden):
    """Only the văn thư of the agency sends, recalls and sends again."""

    def __init__(self) -> None:
        super().__init__(_("Việc gửi, thu hồi văn bản do văn thư của cơ quan làm."))


class KeeperOnly(Forbidden):
    """Only the province's administrator changes the address book."""

    def __init__(self) -> None:
        super().__init__(_("Danh bạ dùng chung cho mọi cơ quan, chỉ quản trị của tỉnh được cập nhật."))


class NotInTheAgency(Forbidden):
    """An official of another agency."""

    def __init__(self) -> None:
        super().__init__(_("Văn bản này gửi cho cơ quan khác, ông/bà không trả lời thay được."))


class NoReceiver(Invalid):
    """Nobody to send it to."""

    def __init__(self) -> None:
        super().__init__(_("Xin chọn ít nhất một nơi nhận."), fields={"receivers": _("Xin chọn nơi nhận.")})


class UnknownReceivers(Invalid):
    """Codes that nobody bears."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        sentence = _("Danh bạ không có mã định danh %s. Xin tìm lại nơi nhận trong danh bạ.") % ", ".join(codes)
        super().__init__(sentence, fields={"receivers": sentence})


class OwnAgency(Invalid):
    """An agency does not send to itself."""

    def __init__(self) -> None:
        sentence = _("Nơi nhận là chính cơ quan mình. Xin bỏ khỏi danh sách nơi nhận.")
        super().__init__(sentence, fields={"receivers": sentence})


class NoAgencyCode(Invalid):
    """The sender has no identification code."""

    def __init__(self) -> None:
        super().__init__(_("Cơ quan chưa có mã định danh nên chưa gửi được. Xin báo quản trị hệ thống."))


class Unfinished(Invalid):
    """Something a packet must have is missing."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(next(iter(fields.values())), fields=fields)


class NothingToRecall(Conflict):
    """The document was sent to nobody, or is being recalled already."""

    def __init__(self) -> None:
        super().__init__(_("Văn bản này chưa gửi cho nơi nào, hoặc đã đề nghị thu hồi rồi."))


class NothingToResend(Conflict):
    """It is not dead (any more)."""

    def __init__(self) -> None:
        super().__init__(_("Văn bản này không còn ở trạng thái chưa gửi được. Xin mở lại danh sách để xem."))


class BadPacket(Invalid):
    """An edXML message that cannot be read or must not be; the sentence says what is wrong with it."""


class AddressBookShrunk(Unavailable):
    """The axis gave so few addresses that something must be wrong there."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__(
            _("Trục chỉ trả về %(after)d địa chỉ trong khi danh bạ đang có %(before)d, nên danh bạ được giữ nguyên.")
            % {"before": before, "after": after}
        )


class Unreachable(Unavailable):
    """Nobody answered; it is tried again."""


class AxisRefused(Invalid):
    """The axis answered that it does not take it; trying again does not help."""
