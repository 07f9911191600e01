"""Files of every kind, honest and not, and people who send them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Final

from PIL import Image
from pypdf import PdfWriter

from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, PersonId, Post, PostId, Role

NOW: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
# In two parts, so that no virus scanner takes this file for the test virus.
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
EXE: Final = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\0" * 400 + b"PE\0\0"


def citizen(account_id: int = 70) -> Actor:
    """A person who came through the identity provider."""
    return Actor(ActorKind.CITIZEN, AccountId(account_id), "Lò Thị Lan", person_id=PersonId(account_id + 1))


def official(account_id: int = 11) -> Actor:
    """A counter official."""
    post = Post(PostId(3), Role.COUNTER, AgencyId(57), "/1/57/", "UBND xã Mường Phăng", "Cán bộ một cửa")
    return Actor(ActorKind.OFFICIAL, AccountId(account_id), "Lò Thị Xuân", (post,))


def pdf(pages: int = 1, *, password: str = "", note: str = "") -> bytes:
    """A small PDF."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if note:
        writer.add_metadata({"/Title": note})
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def image(kind: str = "JPEG", size: tuple[int, int] = (640, 480), colour: str = "navy", **more: object) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


def photo() -> bytes:
    """A photograph that knows where it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn right
    exif[0x010F] = "Noi-chup-bi-mat"
    return image(size=(800, 400), exif=exif.tobytes())


def office(kind: str = "docx", **extra: bytes) -> bytes:
    """The bones of a Word, Excel or OpenDocument file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if kind == "odt":
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
            archive.writestr("content.xml", "<office/>")
        else:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr({"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind], "<w/>")
        for name, body in extra.items():
            archive.writestr(name.replace("__", "/"), body)
    return out.getvalue()


def archive(**members: bytes) -> bytes:
    """Any ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, body in members.items():
            made.writestr(name, body)
    return out.getvalue()
