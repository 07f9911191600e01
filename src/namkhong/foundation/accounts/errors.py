"""What can go wrong, in the user's words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, TooMany, Unavailable, Unseen


class NoSuchAccount(Unseen):
    """The account does not exist, or not for this actor."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy tài khoản này."))


class SignInRefused(Invalid):
    """Wrong name or wrong password: the answer is the same, so that nobody learns which names exist."""

    def __init__(self) -> None:
        super().__init__(
            _("Tên đăng nhập hoặc mật khẩu chưa đúng. Xin kiểm tra bộ gõ tiếng Việt và phím viết hoa rồi nhập lại.")
        )


class SignInHeld(TooMany):
    """Too many failures: wait."""

    def __init__(self, minutes: int, *, retry_after: int) -> None:
        super().__init__(
            _("Đã nhập sai 5 lần nên việc đăng nhập tạm dừng. Xin thử lại sau %(minutes)d phút.")
            % {"minutes": minutes},
            retry_after=retry_after,
        )


class AddressHeld(TooMany):
    """Too many failures from one address, whatever the names: wait."""

    def __init__(self, minutes: int, *, retry_after: int) -> None:
        super().__init__(
            _(
                "Từ mạng này đã có quá nhiều lần đăng nhập sai nên việc đăng nhập tạm dừng. "
                "Xin thử lại sau %(minutes)d phút, hoặc đăng nhập bằng khóa truy cập."
            )
            % {"minutes": minutes},
            retry_after=retry_after,
        )


class AccountIsLocked(Forbidden):
    """The right password, but the account was locked by an administrator."""

    def __init__(self) -> None:
        super().__init__(_("Tài khoản này đang bị khóa. Xin liên hệ quản trị hệ thống của cơ quan ông/bà."))


class WrongCode(Invalid):
    """The second factor was not right."""

    def __init__(self) -> None:
        super().__init__(_("Mã chưa đúng hoặc đã hết hạn. Xin nhập mã đang hiện trong ứng dụng xác thực."))


class CodeUsed(Invalid):
    """A code is good once."""

    def __init__(self) -> None:
        super().__init__(_("Mã này vừa được dùng rồi. Xin chờ ứng dụng hiện mã mới (khoảng 30 giây) rồi nhập lại."))


class WrongPasskey(Invalid):
    """The passkey was not recognised."""

    def __init__(self) -> None:
        super().__init__(_("Không nhận ra khóa truy cập này. Xin thử lại, hoặc dùng mật khẩu và mã xác thực."))


class LastFactor(Conflict):
    """Where a second factor is required, the last one stays."""

    def __init__(self) -> None:
        super().__init__(_("Đây là lớp bảo vệ thứ hai cuối cùng. Xin thêm một lớp khác trước khi gỡ lớp này."))


class WeakPassword(Invalid):
    """The new password is not good enough; ``fields`` says why."""

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence, fields={"new_password": sentence})


class WrongPassword(Invalid):
    """The present password was not right."""

    def __init__(self, field: str = "password") -> None:
        sentence = _("Mật khẩu hiện tại chưa đúng. Xin nhập lại.")
        super().__init__(sentence, fields={field: sentence})


class NotAdministrator(Forbidden):
    """Only administrators."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ quản trị hệ thống mới làm được việc này."))


class OwnAccount(Conflict):
    """Nobody locks herself out."""

    def __init__(self) -> None:
        super().__init__(_("Ông/Bà không tự khóa tài khoản của chính mình được. Xin nhờ quản trị khác."))


class NameTaken(Conflict):
    """The sign-in name or client id is in use."""

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” đã có người dùng. Xin chọn tên khác.") % {"name": name})


class AskedTooOften(TooMany):
    """A rate limit."""

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(
            _("Ông/Bà đã thử quá nhiều lần. Xin chờ %(seconds)d giây rồi thử lại.") % {"seconds": retry_after},
            retry_after=retry_after,
        )


class KeyReused(Invalid):
    """One idempotency key, two different requests."""

    def __init__(self) -> None:
        super().__init__(_("Khóa chống gửi trùng này đã dùng cho một yêu cầu khác. Xin gửi lại với khóa mới."))


class StillRunning(Conflict):
    """The same request is being carried out at this moment."""

    def __init__(self) -> None:
        super().__init__(_("Yêu cầu này đang được thực hiện. Xin chờ một lát rồi xem kết quả."))


class ClientRefused(Forbidden):
    """A program's id or secret is not right, or it is switched off."""

    def __init__(self) -> None:
        super().__init__(_("Mã hoặc khóa bí mật của hệ thống kết nối không đúng, hoặc đã bị ngừng."))


class IdentityRefused(Forbidden):
    """What the identity provider said cannot be believed."""

    def __init__(self) -> None:
        super().__init__(
            _("Phiên đăng nhập đã hết hạn hoặc không khớp. Xin bấm “Đăng nhập bằng VNeID” để làm lại từ đầu.")
        )


class IdentityIncomplete(Invalid):
    """The provider did not give what is needed to know the person."""

    def __init__(self) -> None:
        super().__init__(
            _("VNeID chưa gửi đủ thông tin (số định danh, họ tên, ngày sinh). Xin đồng ý chia sẻ rồi thử lại.")
        )


class AssuranceTooLow(Forbidden):
    """The level of assurance of the citizen's identity account is too low."""

    def __init__(self, level: int, needed: int) -> None:
        super().__init__(
            _(
                "Tài khoản VNeID của ông/bà đang ở mức %(level)d, cần mức %(needed)d. "
                "Xin mang căn cước đến Công an xã để nâng mức, rồi đăng nhập lại."
            )
            % {"level": level, "needed": needed}
        )


class ProviderSilent(Unavailable):
    """The identity provider does not answer."""

    def __init__(self) -> None:
        super().__init__(
            _("Hệ thống VNeID chưa trả lời. Xin thử lại sau ít phút; hồ sơ đang soạn của ông/bà vẫn được giữ.")
        )


class SignInCancelled(Forbidden):
    """The citizen pressed cancel at the provider."""

    def __init__(self) -> None:
        super().__init__(_("Ông/Bà đã dừng đăng nhập. Chưa có thông tin nào được chia sẻ."))
