"""Looking into a PDF before anything is done with it: is it one, is it closed, does something run in it?"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from namkhong.foundation.signatures.errors import NotSignable

_MOST: Final = 400_000  # objects that are looked at
_RUNS: Final = frozenset({"/JavaScript", "/JS"})
BROKEN: Final = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
    OSError,
    NotImplementedError,
)


def opened(pdf: bytes) -> PdfFileReader:
    """The file, ready to be read.

    :raises NotSignable: not a PDF, closed by a password, or with a program inside; a sentence each.
    """
    if b"%PDF-" not in pdf[:1024]:
        raise NotSignable(_("Tệp này không phải PDF. Xin chọn tệp PDF."))
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        closed = reader.encrypted
        running = not closed and _runs(reader)
    except BROKEN as error:
        raise NotSignable(_("Tệp PDF bị hỏng nên không đọc được. Xin lấy lại tệp gốc rồi thử lại.")) from error
    if closed:
        raise NotSignable(_("Tệp PDF có mật khẩu nên không đọc được. Xin bỏ mật khẩu rồi gửi lại."))
    if running:
        raise NotSignable(
            _(
                "Tệp PDF có chương trình chạy kèm (JavaScript), nội dung có thể hiện khác nhau. Xin lưu lại tệp không có."
            )
        )
    return reader


def _runs(reader: PdfFileReader) -> bool:
    """Is there a JavaScript anywhere below the catalogue? Every dictionary is looked at once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.root]
    looked = 0
    while waiting:
        one = waiting.pop()
        looked += 1
        if looked > _MOST:
            raise ValueError("too many objects")
        if isinstance(one, generic.IndirectObject):
            key = (one.idnum, one.generation)
            if key in seen:
                continue
            seen.add(key)
            one = one.get_object()
        if isinstance(one, generic.DictionaryObject):
            if _RUNS & one.keys() or one.raw_get("/S") == "/JavaScript" if "/S" in one else bool(_RUNS & one.keys()):
                return True
            waiting.extend(one.raw_get(key) for key in one)
        elif isinstance(one, generic.ArrayObject):
            waiting.extend(one.raw_get(index) for index in range(len(one)))
    return False
