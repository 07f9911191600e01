"""What a file is, judged by its bytes. The name is never believed; what is two things at once is refused.

The libraries that open files are loaded with the first file: a page process that is sent none does without.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from namkhong.foundation.files.errors import TooLarge, Unreadable, WrongKind
from namkhong.foundation.files.rules import Kind, Rules

_HEAD: Final = 2_048
_HEIC: Final = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")
_ODT: Final = b"application/vnd.oasis.opendocument.text"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN: Final = (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, zlib.error, RecursionError)


def judge(path: Path, name: str, rules: Rules) -> Kind:
    """The kind of the file, after it has been opened and looked through.

    :raises WrongKind: when it is none of the allowed kinds.
    :raises TooLarge: when it is larger than its kind may be.
    :raises Unreadable: when it is empty, broken, encrypted or made to burst.
    """
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(_("Tệp “%s” không có nội dung. Xin chọn tệp khác.") % name)
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    key = _first_look(head, path, name)
    kind = rules.kinds.get(key)
    if kind is None:
        raise _wrong(name)
    if size > kind.max_bytes:
        raise too_large(name, kind.max_bytes)
    _OPEN[key](path, name, rules)
    return kind


def too_large(name: str, limit: int) -> TooLarge:
    """The refusal with the limit in it."""
    return TooLarge(
        _("Tệp “%(name)s” lớn hơn %(limit)d MB. Xin chụp hoặc lưu lại với dung lượng nhỏ hơn rồi chọn lại.")
        % {"name": name, "limit": limit // 1_048_576}
    )


def _wrong(name: str) -> WrongKind:
    return WrongKind(_("Tệp “%s” không phải là PDF, ảnh hoặc Word/Excel. Xin chọn tệp khác.") % name)


def _broken(name: str) -> Unreadable:
    return Unreadable(_("Tệp “%s” bị hỏng, không mở được. Xin kiểm tra rồi chọn lại.") % name)


def _first_look(head: bytes, path: Path, name: str) -> str:
    key = ""
    if head.startswith(b"%PDF-"):
        key = "pdf"
    elif head.startswith(b"\xff\xd8\xff"):
        key = "jpeg"
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        key = "png"
    if key:
        # A picture or a PDF that is an archive as well is meant to deceive somebody.
        if zipfile.is_zipfile(path):
            raise _wrong(name)
        return key
    if head.startswith(b"PK\x03\x04"):
        return _office(path, name)
    if head[4:12] in _HEIC:
        raise WrongKind(
            _("Ảnh “%s” ở dạng HEIC của iPhone. Xin lưu thành JPEG (Cài đặt → Camera → Tương thích nhất) rồi chọn lại.")
            % name
        )
    if head.startswith(_OLE):
        raise WrongKind(
            _("Tệp “%s” là Word/Excel kiểu cũ. Xin lưu lại thành .docx, .xlsx hoặc PDF rồi chọn lại.") % name
        )
    raise _wrong(name)


def _office(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            first = archive.infolist()[0] if names else None
            if any(entry.lower().endswith("vbaproject.bin") for entry in names):
                raise WrongKind(_("Tệp “%s” có chứa macro. Xin lưu lại không có macro rồi chọn lại.") % name)
            if "[Content_Types].xml" in names and "word/document.xml" in names:
                return "docx"
            if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
                return "xlsx"
            if first is not None and first.filename == "mimetype" and archive.open(first).read(100) == _ODT:
                return "odt"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, *_BROKEN) as error:
        raise _broken(name) from error
    raise _wrong(name)


def _open_archive(path: Path, name: str, rules: Rules) -> None:
    """Not encrypted, not broken, not made to burst: sizes are counted while unpacking, not as the archive claims."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > rules.max_entries:
                raise _burst(name)
            unpacked = 0
            for entry in entries:
                if entry.flag_bits & 0x1:
                    raise _locked(name)
                with archive.open(entry) as handle:
                    while piece := handle.read(1_048_576):
                        unpacked += len(piece)
                        if unpacked > rules.max_unpacked_bytes:
                            raise _burst(name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, *_BROKEN) as error:
        raise _broken(name) from error


def _burst(name: str) -> Unreadable:
    return Unreadable(_("Tệp “%s” khi mở ra quá lớn nên không được nhận. Xin chọn tệp khác.") % name)


def _locked(name: str) -> Unreadable:
    return Unreadable(_("Tệp “%s” có đặt mật khẩu. Xin bỏ mật khẩu rồi chọn lại.") % name)


def _open_pdf(path: Path, name: str, rules: Rules) -> None:
    """Readable by a PDF library: has pages, asks for no password."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        with path.open("rb") as handle:
            reader = PdfReader(handle, strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise _locked(name)
            pages = len(reader.pages)
    except (PyPdfError, NotImplementedError, ArithmeticError, AttributeError, *_BROKEN) as error:
        raise _broken(name) from error
    if pages == 0:
        raise _broken(name)


def _open_image(path: Path, name: str, rules: Rules) -> None:
    """Really decodes; the number of pixels is looked at first."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG", "PNG")) as image:
                if image.width * image.height > rules.max_pixels:
                    raise _burst(name)
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _burst(name) from error
    except _BROKEN as error:
        raise _broken(name) from error


_OPEN: Final = {
    "pdf": _open_pdf,
    "jpeg": _open_image,
    "png": _open_image,
    "docx": _open_archive,
    "xlsx": _open_archive,
    "odt": _open_archive,
}
