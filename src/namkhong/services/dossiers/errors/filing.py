"""What can go wrong with filing at a counter, mandates and money."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen
from namkhong.web.words import day, moment


class NotAtCounter(Forbidden):
    """Only the counter helps people file."""

    def __init__(self) -> None:
        super().__init__(_("Chỉ cán bộ một cửa mới lập hồ sơ giúp người dân tại quầy."))


class UnknownCard(Invalid):
    """What was scanned is no identity card, or not whole."""

    def __init__(self, field: str = "the") -> None:
        sentence = _("Chưa đọc được thẻ. Xin quét lại mã QR ở mặt trước thẻ căn cước, hoặc gõ 12 chữ số định danh.")
        super().__init__(sentence, fields={field: sentence})


class NoConsent(Invalid):
    """The person must agree to be helped."""

    def __init__(self) -> None:
        sentence = _("Xin hỏi người nộp và ghi rõ người nộp đồng ý bằng cách nào.")
        super().__init__(sentence, fields={"consent": sentence})


class NoSuchMandate(Unseen):
    """Not there, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy giấy ủy quyền này."))


class MandateUnusable(Invalid):
    """Ended, not yet valid, expired, or for another procedure: the sentence says which."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, fields={"mandate": sentence})


class MandateOver(Forbidden):
    """She filed it under a mandate that is over: the receipt and the state are all she still sees."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Giấy ủy quyền đã hết hạn hoặc đã chấm dứt, nên ông/bà chỉ còn xem được giấy tiếp nhận và tình trạng của "
                "hồ sơ đã nộp. Cần biết thêm, xin hỏi người đã ủy quyền."
            )
        )


class MandateEnded(Conflict):
    """Somebody ended it before."""

    def __init__(self, at: datetime) -> None:
        super().__init__(_("Giấy ủy quyền này đã được chấm dứt lúc %s.") % moment(at))


class NoMoneyDue(Conflict):
    """The version asks for no fee, or it is paid already."""

    def __init__(self) -> None:
        super().__init__(_("Hồ sơ này không còn khoản phí, lệ phí nào phải thu. Xin mở lại hồ sơ để xem."))


class ReceiptUsed(Conflict):
    """The number stands on another receipt."""

    def __init__(self, number: str, by: str, at: datetime) -> None:
        super().__init__(
            _("Biên lai số %(number)s đã được %(by)s ghi lúc %(at)s cho hồ sơ khác. Xin xem lại số biên lai.")
            % {"number": number, "by": by, "at": moment(at)}
        )


class NoSuchReceipt(Unseen):
    """Not there, or of another dossier."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy biên lai này. Xin mở lại hồ sơ để xem."))


class ReceiptVoided(Conflict):
    """Somebody voided it before."""

    def __init__(self) -> None:
        super().__init__(_("Biên lai này đã được hủy trước đó. Xin mở lại hồ sơ để xem."))


class Unpaid(Invalid):
    """The law wants the money first."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, fields={"": sentence})


def not_yet_valid(number: str, first: date) -> str:
    """The mandate begins later."""
    return _("Giấy ủy quyền số %(number)s chỉ có hiệu lực từ %(day)s.") % {"number": number, "day": day(first)}


def expired(number: str, last: date) -> str:
    """The mandate is over."""
    return _("Giấy ủy quyền số %(number)s đã hết hạn từ sau %(day)s. Xin nộp giấy ủy quyền mới.") % {
        "number": number,
        "day": day(last),
    }


def ended(number: str, on: date) -> str:
    """The mandator took it back."""
    return _("Giấy ủy quyền số %(number)s đã được người ủy quyền chấm dứt ngày %(day)s.") % {
        "number": number,
        "day": day(on),
    }


def out_of_scope(number: str, scope: str) -> str:
    """It is for another procedure."""
    return _("Giấy ủy quyền số %(number)s chỉ dùng cho thủ tục “%(scope)s”, không dùng được cho thủ tục này.") % {
        "number": number,
        "scope": scope,
    }
