"""What can go wrong, in the words of the person who signs or checks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unavailable, Unseen


class NotSignable(Invalid):
    """The file cannot be signed or checked; the sentence says why."""


class NotYourField(Forbidden):
    """Somebody else is to sign here."""

    def __init__(self) -> None:
        super().__init__(_("Vị trí ký này dành cho người khác. Xin mở đúng văn bản đang chờ ông/bà ký."))


class SealIsTheClerks(Forbidden):
    """Only the văn thư uses the agency's key."""

    def __init__(self) -> None:
        super().__init__(
            _("Chỉ văn thư được dùng chữ ký số của cơ quan. Xin chuyển văn bản đã ký cho văn thư cấp số và đóng dấu.")
        )


class NoAuthority(Forbidden):
    """Nothing of that day lets her sign for this agency."""

    def __init__(self) -> None:
        super().__init__(
            _("Hôm nay ông/bà không có thẩm quyền ký thay cho cơ quan này. Xin chuyển cho người có thẩm quyền.")
        )


class NoSuchSigning(Unseen):
    """Not there, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy yêu cầu ký này. Xin quay lại danh sách văn bản chờ ký."))


class NoSuchCertificate(Unseen):
    """No such certificate, or it belongs to somebody else."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy chứng thư chữ ký số này. Xin chọn chứng thư của ông/bà."))


class CertificateTaken(Conflict):
    """The certificate is registered already."""

    def __init__(self) -> None:
        super().__init__(_("Chứng thư chữ ký số này đã có trong danh sách. Xin kiểm tra lại tệp chứng thư."))


class WrongCertificate(Invalid):
    """Not a certificate that can sign documents."""


class CertificateUnusable(Invalid):
    """Expired, not valid yet, revoked."""


class AlreadySigned(Conflict):
    """Somebody was faster, or a click came twice."""

    def __init__(self) -> None:
        super().__init__(_("Vị trí này đã được ký hoặc đang được ký. Xin tải lại trang để xem bản mới nhất."))


class NotInOrder(Conflict):
    """Something must be signed or filled in before."""


class ValueRefused(Invalid):
    """The signature value that came back does not belong to this document and this certificate."""

    def __init__(self) -> None:
        super().__init__(
            _("Chữ ký nhận về không khớp với văn bản hoặc với chứng thư đã chọn. Xin ký lại bằng đúng thiết bị.")
        )


class WrongSecret(Invalid):
    """The PIN or password is wrong; it is not kept."""

    def __init__(self) -> None:
        super().__init__(_("Mã PIN không đúng. Xin nhập lại; nhập sai nhiều lần thiết bị sẽ bị khóa."))


class KeyUnavailable(Unavailable):
    """The token, the HSM or the signing service does not answer."""

    def __init__(self) -> None:
        super().__init__(
            _("Chưa dùng được khóa ký: thiết bị hoặc dịch vụ ký số không trả lời. Văn bản giữ nguyên, xin thử lại sau.")
        )


class SignedElsewhere(Conflict):
    """This key signs on the holder's own machine."""

    def __init__(self) -> None:
        super().__init__(
            _("Khóa này ký trên máy của ông/bà. Xin tải phần cần ký về, ký bằng phần mềm của thiết bị rồi gửi lại.")
        )


class ServerSilent(Exception):
    """The time stamp server or the certificates' status service does not answer; the upgrade waits. Not for a screen."""


class NotRegistrar(Forbidden):
    """Registers certificates neither here nor for this agency."""

    def __init__(self) -> None:
        super().__init__(
            _("Chỉ quản trị hệ thống của cơ quan được ghi chứng thư chữ ký số. Xin liên hệ quản trị hệ thống.")
        )


class NotElevated(Forbidden):
    """A change of the registry needs an elevated session."""

    def __init__(self) -> None:
        super().__init__(_("Xin mở phiên quản trị có lý do rồi làm lại."))


class NotOfAgency(Forbidden):
    """Prepares or fills documents of an agency she does not work in."""

    def __init__(self) -> None:
        super().__init__(_("Văn bản này thuộc cơ quan khác. Xin chuyển cho người của cơ quan đó."))
