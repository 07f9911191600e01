"""What the indications of ETSI EN 319 102-1 mean, for somebody who has never heard of it."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from namkhong.foundation.signatures.types import Outcome

_UNTRUSTED: Final = gettext_lazy("Chứng thư của người ký không thuộc nơi cấp nào được tin cậy ở Việt Nam.")
_NO_STATUS: Final = gettext_lazy("Chưa biết chứng thư có bị thu hồi hay không, vì chưa có trả lời của nơi cấp.")
_ASK_AGENCY: Final = gettext_lazy("Xin hỏi lại cơ quan ghi trên văn bản trước khi sử dụng.")
_DO_NOT_USE: Final = gettext_lazy("Không dùng tệp này. Xin lấy lại văn bản từ cơ quan ban hành.")
_LATER: Final = gettext_lazy("Xin thử lại sau ít phút; nếu vẫn vậy, hỏi cơ quan ban hành.")

_WHY: Final[dict[str, tuple[Promise, Promise]]] = {
    "HASH_FAILURE": (gettext_lazy("Văn bản đã bị thay đổi sau khi ký."), _DO_NOT_USE),
    "SIG_CRYPTO_FAILURE": (gettext_lazy("Chữ ký không khớp với chứng thư của người ký."), _DO_NOT_USE),
    "FORMAT_FAILURE": (gettext_lazy("Tệp đã bị sửa sau khi ký, hoặc chữ ký không bao trùm cả văn bản."), _DO_NOT_USE),
    "REVOKED": (gettext_lazy("Chứng thư của người ký đã bị thu hồi trước khi ký."), _DO_NOT_USE),
    "EXPIRED": (gettext_lazy("Chứng thư của người ký đã hết hạn trước khi ký."), _DO_NOT_USE),
    "NOT_YET_VALID": (gettext_lazy("Chứng thư của người ký chưa có hiệu lực lúc ký."), _DO_NOT_USE),
    "REVOKED_NO_POE": (
        gettext_lazy("Chứng thư của người ký đã bị thu hồi, và không có dấu thời gian để biết ký trước hay sau đó."),
        _ASK_AGENCY,
    ),
    "REVOKED_CA_NO_POE": (gettext_lazy("Chứng thư của nơi cấp đã bị thu hồi."), _ASK_AGENCY),
    "OUT_OF_BOUNDS_NO_POE": (
        gettext_lazy(
            "Chứng thư của người ký không còn hoặc chưa có hiệu lực, và không có dấu thời gian để biết ký lúc nào."
        ),
        _ASK_AGENCY,
    ),
    "OUT_OF_BOUNDS_NOT_REVOKED": (
        gettext_lazy("Chứng thư của người ký đã hết hạn, và không có dấu thời gian để biết ký lúc nào."),
        _ASK_AGENCY,
    ),
    "REVOCATION_OUT_OF_BOUNDS_NO_POE": (_NO_STATUS, _ASK_AGENCY),
    "NO_CERTIFICATE_CHAIN_FOUND": (_UNTRUSTED, _ASK_AGENCY),
    "NO_SIGNING_CERTIFICATE_FOUND": (gettext_lazy("Trong chữ ký không có chứng thư của người ký."), _ASK_AGENCY),
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": (_NO_STATUS, _LATER),
    "TRY_LATER": (_NO_STATUS, _LATER),
    "CHAIN_CONSTRAINTS_FAILURE": (gettext_lazy("Chứng thư này không được cấp để ký văn bản."), _ASK_AGENCY),
    "CRYPTO_CONSTRAINTS_FAILURE": (gettext_lazy("Chữ ký dùng thuật toán không còn đủ an toàn."), _ASK_AGENCY),
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": (gettext_lazy("Chữ ký dùng thuật toán không còn đủ an toàn."), _ASK_AGENCY),
    "SIG_CONSTRAINTS_FAILURE": (gettext_lazy("Chữ ký thiếu một phần bắt buộc."), _ASK_AGENCY),
    "TIMESTAMP_ORDER_FAILURE": (gettext_lazy("Các dấu thời gian trong tệp không đúng thứ tự."), _ASK_AGENCY),
    "AUTHORITY": (
        gettext_lazy("Chữ ký đúng, nhưng theo danh sách của tỉnh, người ký không có thẩm quyền vào ngày ký."),
        _ASK_AGENCY,
    ),
}
_GENERAL: Final = {
    Outcome.PASSED: (gettext_lazy("Văn bản còn nguyên vẹn từ khi ký, chứng thư của người ký có hiệu lực lúc ký."), ""),
    Outcome.UNDETERMINED: (gettext_lazy("Chưa đủ căn cứ để kết luận về chữ ký này."), _ASK_AGENCY),
    Outcome.FAILED: (gettext_lazy("Chữ ký không đúng."), _DO_NOT_USE),
}


def one(indication: str, outcome: Outcome) -> tuple[str, str]:
    """Why, and what to do."""
    why, advice = _GENERAL[outcome] if outcome is Outcome.PASSED else _WHY.get(indication, _GENERAL[outcome])
    return str(why), str(advice)


def overall(outcome: Outcome, count: int) -> str:
    """The headline."""
    if not count:
        return _("Tệp này chưa có chữ ký số nào.")
    if outcome is Outcome.PASSED:
        return ngettext("Chữ ký trên văn bản hợp lệ.", "Cả %(count)d chữ ký trên văn bản hợp lệ.", count) % {
            "count": count
        }
    if outcome is Outcome.FAILED:
        return _("Không tin được tệp này: có chữ ký không đúng.")
    return _("Chưa kết luận được về mọi chữ ký trên tệp này.")


def signed_after(name: str) -> str:
    """Somebody else signed behind it."""
    return _("Thêm chữ ký của %s.") % name


def filled_after(field: str) -> str:
    """A box was filled in behind it."""
    return _("Điền ô “%s” đã dành sẵn.") % field
