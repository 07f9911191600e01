"""What can go wrong, in the words of the person who sends or opens a file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Conflict, Invalid, Unseen


class WrongKind(Invalid):
    """Neither PDF nor picture nor Word/Excel, whatever its name says."""


class TooLarge(Invalid):
    """Larger than the limit of its kind."""


class Unreadable(Invalid):
    """Broken, encrypted, empty, or made to burst."""


class Infected(Invalid):
    """The scanner found a virus."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Tệp “%s” có vi-rút nên không được nhận. Xin quét vi-rút trên máy rồi chọn tệp khác.") % name
        )


class NotScannable(Invalid):
    """Too large for the scanner."""

    def __init__(self, name: str) -> None:
        super().__init__(_("Tệp “%s” quá lớn để quét vi-rút nên không được nhận. Xin chọn tệp nhỏ hơn.") % name)


class NotScannedYet(Conflict):
    """In quarantine: nobody gets it yet."""

    def __init__(self) -> None:
        super().__init__(_("Tệp đang chờ quét vi-rút nên chưa mở được. Xin thử lại sau ít phút."))


class NoSuchFile(Unseen):
    """Not there, destroyed, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy tệp này. Xin quay lại hồ sơ và chọn lại."))


class LinkExpired(Unseen):
    """A link that has run out, or was given to somebody else."""

    def __init__(self) -> None:
        super().__init__(_("Đường dẫn mở tệp đã hết hạn hoặc không dành cho ông/bà. Xin quay lại hồ sơ và mở lại tệp."))


class UploadGone(Unseen):
    """No such upload, or it has expired."""

    def __init__(self) -> None:
        super().__init__(_("Lần gửi tệp này không còn nữa. Xin chọn lại tệp và gửi từ đầu."))


class WrongOffset(Conflict):
    """The piece does not carry on where the last one ended."""

    def __init__(self, offset: int) -> None:
        super().__init__(_("Phần gửi lên không nối tiếp phần trước. Xin gửi tiếp từ chỗ đã nhận."))
        self.offset = offset


class TooManyUploads(Conflict):
    """Too many unfinished uploads of one account."""

    def __init__(self) -> None:
        super().__init__(_("Ông/Bà đang gửi quá nhiều tệp cùng lúc. Xin chờ các tệp trước gửi xong."))


class HashMismatch(Invalid):
    """What arrived is not what was sent."""

    def __init__(self, name: str) -> None:
        super().__init__(_("Tệp “%s” bị hỏng khi gửi. Xin gửi lại.") % name)
