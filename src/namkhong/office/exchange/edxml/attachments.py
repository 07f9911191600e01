"""A file out of its base64: a zip is opened (real traffic zips), anything else is taken as it is. Names are never believed."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.office.exchange.edxml.limits import Limits
from namkhong.office.exchange.errors import BadPacket

_PIECE: Final = 262_144
_BROKEN: Final = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error, KeyError,
)  # fmt: skip
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/=]")
# These are zips themselves, and are meant to be: what is inside is theirs.
_ZIPPED: Final = frozenset({"[Content_Types].xml", "mimetype"})


@dataclass(slots=True)
class Room:
    """How much all attachments of a packet may still unpack to."""

    limits: Limits
    left: int

    def take(self, size: int) -> None:
        """:raises BadPacket: when a file or all of them together are too large."""
        self.left -= size
        if self.left < 0:
            raise BadPacket(_("Tệp kèm theo khi mở ra quá lớn nên gói tin không được nhận."))


def safe_name(given: str, fallback: str) -> str:
    """The last part of a name, without anything that leads somewhere else: ``../../x`` is ``x``."""
    last = PurePosixPath(text.one_line(given).replace("\\", "/")).name.strip(". ")
    return (last or fallback)[:200]


def decoded(encoded: str, limits: Limits) -> bytes:
    """The bytes behind a base64 text; blanks and line ends between are nothing.

    :raises BadPacket: no base64, or too much of it.
    """
    written = re.sub(r"\s+", "", encoded)
    if len(written) * 3 // 4 > limits.attachment_bytes:
        raise BadPacket(_("Một tệp kèm theo lớn hơn %d MB nên gói tin không được nhận.") % _mb(limits))
    try:
        raw = written.encode("ascii")
        if _NOT_BASE64.search(raw):
            raise ValueError("no base64")
        return base64.b64decode(raw + b"=" * (-len(raw) % 4), validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise BadPacket(_("Nội dung tệp kèm theo không phải là base64 nên không đọc được.")) from error


def unpacked(name: str, data: bytes, room: Room) -> list[tuple[str, bytes]]:
    """The files in ``data``: those of a zip made for the way, else the one it is.

    :raises BadPacket: a zip that is locked, broken, has too many files or becomes too large.
    """
    if not data.startswith(b"PK\x03\x04"):
        room.take(len(data))
        return [(name, data)]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            wanted_zip = name.lower().endswith(".zip") and len(names) != 1
            if _ZIPPED & set(names[:50]) or wanted_zip:
                room.take(len(data))
                return [(name, data)]
            return _out_of(archive, name, len(data), room)
    except _BROKEN as error:
        raise BadPacket(_("Tệp nén kèm theo bị hỏng nên không mở được.")) from error


def _out_of(archive: zipfile.ZipFile, name: str, size: int, room: Room) -> list[tuple[str, bytes]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if not entries:
        raise BadPacket(_("Tệp nén kèm theo không có tệp nào bên trong."))
    if len(entries) > room.limits.zip_entries:
        raise BadPacket(_("Tệp nén kèm theo có quá nhiều tệp bên trong nên gói tin không được nhận."))
    found = []
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise BadPacket(_("Tệp nén kèm theo có đặt mật khẩu nên không mở được."))
        inside = safe_name(entry.filename, name)
        # The name told outside is the one people gave; the one inside is often a number.
        shown = name if len(entries) == 1 and not name.lower().endswith(".zip") else inside
        found.append((shown, _bytes_of(archive, entry, size, room)))
    return found


def _bytes_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, size: int, room: Room) -> bytes:
    """Counted while unpacking, never as the archive claims."""
    most = max(size * room.limits.zip_ratio, 65_536)
    pieces, got = [], 0
    with archive.open(entry) as handle:
        while piece := handle.read(_PIECE):
            got += len(piece)
            if got > most or got > room.limits.attachment_bytes:
                raise BadPacket(_("Tệp nén kèm theo khi mở ra lớn bất thường nên gói tin không được nhận."))
            room.take(len(piece))
            pieces.append(piece)
    return b"".join(pieces)


def zipped(name: str, data: bytes) -> bytes:
    """A file as it travels: alone in a zip, the same bytes every time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, data)
    return made.getvalue()


def _mb(limits: Limits) -> int:
    return limits.attachment_bytes // 1_048_576
