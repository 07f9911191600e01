"""An agency with its văn thư, and documents in its books, made by the real actions."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import typst
from django.conf import settings

from namkhong.foundation.files import actions as files
from namkhong.foundation.numbering import actions as numbering
from namkhong.foundation.organisations.tests.factories import actor_of, agency, official, post
from namkhong.kernel.actor import Actor, Role
from namkhong.office.documents import actions
from namkhong.office.documents.types import DocumentCard, FileLink, Incoming, Outgoing

FACTS: Final = settings.FACTS
NOW: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 9:00, thứ Hai
TODAY: Final = date(2026, 11, 23)
COMMUNE: Final = "c03325"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Office:
    """Who keeps the books, who reads them, who does neither."""

    id: int
    clerk: Actor
    chief: Actor
    leader: Actor
    specialist: Actor
    head: Actor  # of another agency's division
    other_id: int
    other_clerk: Actor
    administrator: Actor


def load() -> None:
    """The patterns of numbers and the types of documents."""
    numbering.load_facts(now=NOW)
    actions.load_facts(NOW)


def one(at: str, name: str, role: Role, where: str = "") -> Actor:
    """An official in one post; ``where``: the unit, when it is not the agency itself."""
    someone = official(at, name)
    post(someone, where or at, role)
    return actor_of(someone, elevated=False)


def build() -> Office:
    """A commune with its people, and a department beside it."""
    load()
    return Office(
        id=agency(COMMUNE).pk,
        clerk=one(COMMUNE, "Nguyễn Thị Nga", Role.RECORDS_CLERK),
        chief=one(COMMUNE, "Tòng Văn Thanh", Role.CHIEF_OF_OFFICE, "c03325_vp"),
        leader=one(COMMUNE, "Lò Văn Hặc", Role.LEADER),
        specialist=one(COMMUNE, "Quàng Văn Tưởng", Role.SPECIALIST, "c03325_vp"),
        head=one("stp_2025", "Hoàng Mạnh Cường", Role.HEAD),
        other_id=agency("stp_2025").pk,
        other_clerk=one("stp_2025", "Trần Thị Huệ", Role.RECORDS_CLERK),
        administrator=one("db", "Nguyễn Đức Thắng", Role.ADMINISTRATOR),
    )


def incoming(**how: Any) -> Incoming:
    """What arrives."""
    how.setdefault("subject", "Tăng cường phòng cháy, chữa cháy rừng mùa khô")
    how.setdefault("organ_name", "Sở Nông nghiệp và Môi trường tỉnh Điện Biên")
    how.setdefault("number", "123/SNNMT-KL")
    how.setdefault("issued_on", date(2026, 11, 20))
    how.setdefault("type_code", "cong-van")
    return Incoming(**how)


def outgoing(type_code: str = "quyet-dinh", **how: Any) -> Outgoing:
    """What is to get a number."""
    how.setdefault("subject", "Về việc thành lập Tổ công nghệ số cộng đồng")
    how.setdefault("signer_name", "Lò Văn Hặc")
    how.setdefault("signer_position", "CHỦ TỊCH")
    how.setdefault("to_places", "Như Điều 3\nLưu: VT, VP")
    if type_code in {"cong-van", "thu-cong"}:
        how.setdefault("unit_symbol", "KT")
    return Outgoing(type_code=type_code, **how)


def arrived(office: Office, *, now: datetime = NOW, files: tuple[FileLink, ...] = (), **how: Any) -> DocumentCard:
    """Registered as arrived."""
    return actions.register_incoming(
        agency_id=office.id, data=incoming(**how), files=files, actor=office.clerk, now=now
    )


def issued(office: Office, type_code: str = "quyet-dinh", *, now: datetime = NOW, **how: Any) -> DocumentCard:
    """Given a number."""
    given = how.pop("files", ())
    data = outgoing(type_code, **how)
    return actions.register_outgoing(agency_id=office.id, data=data, files=given, actor=office.clerk, now=now)


def pdf(words: str = "Nội dung về cấp nước sạch cho bản Co Cượm.") -> bytes:
    """A page with text."""
    from namkhong.web.paper import fonts

    made = typst.compile(f'#set text(font: "Tinos")\n{words}'.encode(), font_paths=fonts())
    assert isinstance(made, bytes)
    return made


def docx(words: str) -> bytes:
    """The bones of a document with one paragraph."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", body)
    return out.getvalue()


def stored(actor: Actor, content: bytes = b"", name: str = "van-ban.pdf", role: Any = "main") -> FileLink:
    """A file on the system."""
    kept = files.store(name=name, content=content or pdf(), actor=actor, now=NOW, purpose="documents.file")
    return FileLink(kept.id, role, name)
