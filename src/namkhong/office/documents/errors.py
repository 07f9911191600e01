"""What can go wrong, in the words of the person in front of the screen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen
from namkhong.office.documents.types import DocumentCard
from namkhong.web.words import moment


class NoSuchDocument(Unseen):
    """It does not exist, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy văn bản này. Xin mở lại từ sổ hoặc tìm theo số, ký hiệu."))


class NoSuchBook(Unseen):
    """There is no such book, or it is another agency's."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy sổ này. Xin mở lại từ danh sách sổ."))


class NotTheClerk(Forbidden):
    """Only the agency's văn thư gives numbers and keeps the books (Decree 30/2020 art. 6, 15, 22)."""

    def __init__(self) -> None:
        super().__init__(_("Việc này do văn thư của cơ quan làm. Xin chuyển cho văn thư."))


class Missing(Invalid):
    """Something is missing or wrong; ``fields`` say what."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(next(iter(fields.values())), fields=fields)


class SecretRefused(Invalid):
    """State secrets do not enter a connected system (the law on protection of state secrets)."""

    def __init__(self) -> None:
        sentence = _(
            "Văn bản có độ mật không được nhập, quét hay gửi trên nền tảng này: bí mật nhà nước chỉ được soạn và lưu trên máy"
            " không nối mạng. Xin đăng ký văn bản vào sổ văn bản mật bằng giấy và giao theo quy định về bảo vệ bí mật nhà nước."
        )
        super().__init__(sentence, fields={"secrecy": sentence})


class Duplicate(Conflict):
    """The same number, date and author stand in the book already; it may be registered again with a reason."""

    def __init__(self, earlier: DocumentCard) -> None:
        self.earlier = earlier
        super().__init__(
            _(
                "Văn bản %(number)s của %(organ)s đã vào sổ lúc %(at)s, số đến %(serial)s. Nếu đây đúng là văn bản khác,"
                " xin ghi lý do rồi vẫn vào sổ."
            )
            % {
                "number": earlier.number,
                "organ": earlier.organ_name,
                "at": moment(earlier.registered_at),
                "serial": f"{earlier.serial:02}",
            }
        )


class BookLocked(Conflict):
    """Nothing enters a book that was locked."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("%(book)s đã khóa nên không ghi thêm được. Xin mở khóa sổ, có lý do, rồi làm lại.") % {"book": title}
        )


class NotAsShown(Conflict):
    """The document is no longer in the state the screen showed."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("Văn bản này đang là “%(state)s” nên không làm được việc vừa chọn. Xin mở lại để xem.") % {"state": state}
        )


class NoUnitSymbol(Invalid):
    """A công văn carries the symbol of the unit or the field (Decree 30/2020 annex I, II.3.b)."""

    def __init__(self) -> None:
        sentence = _("Công văn cần ký hiệu của đơn vị soạn thảo hoặc lĩnh vực, ví dụ KT trong 123/UBND-KT.")
        super().__init__(sentence, fields={"unit_symbol": sentence})


class NotRegistrable(Invalid):
    """A file that is not there cannot be part of a document."""

    def __init__(self) -> None:
        sentence = _("Có tệp không còn trên hệ thống. Xin tải lại tệp rồi làm lại.")
        super().__init__(sentence, fields={"files": sentence})
