"""Reading an edXML message: by local names, wherever they stand, in any order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from namkhong.kernel import clock, text
from namkhong.office.exchange.edxml.attachments import Room, decoded, safe_name, unpacked
from namkhong.office.exchange.edxml.limits import Limits
from namkhong.office.exchange.edxml.tree import Node, parse
from namkhong.office.exchange.errors import BadPacket
from namkhong.office.exchange.types import (
    Attachment,
    Business,
    BusinessKind,
    Content,
    Party,
    ReceiverChange,
    Reference,
    Replacement,
    Signer,
    Staff,
    StatusCode,
    StatusMessage,
    Trace,
)

_DAYS: Final = ("%Y/%m/%d", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
_MOMENTS: Final = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%S")
_FRACTION: Final = re.compile(r"\.\d+")
_ZONE: Final = re.compile(r"(Z|[+-]\d\d:?\d\d)$")
_NOBODY: Final = "null"  # what one system writes where there is nobody


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it came, with its files."""

    content: Content
    attachments: tuple[Attachment, ...]


def read(data: bytes, limits: Limits) -> Document | StatusMessage:
    """What a message says.

    :raises BadPacket: with a sentence, whatever is wrong with the bytes.
    """
    root = parse(data, limits)
    status = root if root.name.lower() == "messagestatus" else root.deep("messagestatus")
    header = root.deep("messageheader")
    if status is not None:
        return _status(status)
    if header is None:
        raise BadPacket(_("Gói tin không theo cấu trúc edXML: thiếu phần MessageHeader."))
    if header.first("statuscode") is not None:
        return _status(header)
    return Document(_content(root, header), _attachments(root, limits))


def _content(root: Node, header: Node) -> Content:
    sender = _sender(header)
    to = tuple(party for party in map(_party, header.all("to")) if party.code)
    if not to:
        raise BadPacket(_("Gói tin không ghi nơi nhận."))
    code, issued = header.first("code"), header.first("promulgationinfo")
    kind, other = header.first("documenttype"), header.first("otherinfo")
    number, notation = _line(code, "codenumber"), _line(code, "codenotation")
    if code is not None and not (number or notation):  # "15/QĐ-UBND" in one piece
        number, _slash, notation = text.one_line(code.text).partition("/")
    day = _day(_line(issued, "promulgationdate"))
    return Content(
        sender=sender,
        to=to,
        code_number=number,
        code_notation=notation,
        promulgated_on=day,
        place=_line(issued, "place"),
        type_name=_line(kind, "typename"),
        type_raw=_line(kind, "type"),
        type_detail=_line(kind, "typedetail"),
        subject=_line(header, "subject"),
        content=_text(header, "content"),
        signer=_signer(header.first("signerinfo")),
        due_on=_day(_line(header, "duedate")),
        to_places=tuple(filter(None, (text.one_line(one.text) for one in _under(header, "toplaces", "place")))),
        urgency=_choice(_line(other, "priority"), 4),
        steering=_choice(_line(header, "steeringtype"), 3),
        response_for=tuple(map(_reference, header.all("responsefor"))),
        document_id=_document_id(header, sender.code, day, "/".join(filter(None, (number, notation)))),
        business=_business(root),
        trace=tuple(
            Trace(_code(one), _moment(_line(one, "timestamp")))
            for tracing in (root.deep("traceheaderlist"),)
            if tracing is not None
            for one in tracing.all("traceheader")
        ),
        sphere=_line(other, "sphereofpromulgation"),
        typist=_line(other, "typernotation"),
        copies=_number(_line(other, "promulgationamount")),
        pages=_number(_line(other, "pageamount")),
        appendixes=tuple(filter(None, (text.one_line(one.text) for one in _under(other, "appendixes", "appendix")))),
    )


def _sender(node: Node) -> Party:
    given = node.first("from")
    sender = _party(given) if given is not None else Party("")
    if not sender.code:
        raise BadPacket(_("Gói tin không ghi mã định danh của nơi gửi."))
    return sender


def _document_id(header: Node, sender: str, day: date | None, number: str) -> str:
    """As the sender writes it, a triple or a UUID; where it is missing, the triple that the standard would have."""
    given = _line(header, "documentid")
    if given and given.lower() != _NOBODY:
        return given[:200]
    if not number or day is None:
        raise BadPacket(
            _("Gói tin không có mã văn bản (DocumentId), cũng không đủ số, ký hiệu và ngày để biết văn bản nào.")
        )
    return f"{sender},{day:%Y/%m/%d},{number}"[:200]


def _business(root: Node) -> Business:
    node = root.deep("bussiness", "business")
    if node is None:
        return Business()
    written = _line(node, "bussinessdoctype", "businessdoctype")
    if written not in {"", "0", "1", "2", "3"}:
        raise BadPacket(
            _("Gói tin ghi loại nghiệp vụ “%s”, không phải mới, thu hồi, cập nhật hay thay thế.") % written[:20]
        )
    info = node.first("bussinessdocumentinfo", "businessdocumentinfo")
    earlier = _line(node, "documentid")
    return Business(
        kind=BusinessKind(int(written or 0)),
        reason=_text(node, "bussinessdocreason", "businessdocreason"),
        earlier="" if earlier.lower() == _NOBODY else earlier[:200],
        content_changed=_line(info, "documentinfo") in {"1", "true"},
        receivers=tuple(
            ReceiverChange(code, _line(one, "receivertype") != "0")
            for one in _under(info, "receiverlist", "receiver")
            if (code := _code(one))
        ),
        replaced=tuple(
            Replacement(
                replaced[:200],
                tuple(filter(None, (text.one_line(code.text) for code in _under(one, "organidlist", "organid")))),
            )
            for one in _under(node, "replacementinfolist", "replacementinfo")
            if (replaced := _line(one, "documentid"))
        ),
        staff=_staff(node.first("staffinfo")),
        paper=_line(node, "paper") == "1",
    )


def _status(node: Node) -> StatusMessage:
    sender = _sender(node)
    about = node.first("responsefor")
    if about is None:
        raise BadPacket(_("Tin trạng thái không ghi trả lời cho văn bản nào."))
    written = _line(node, "statuscode")
    code = StatusCode.read(written)
    if code is None:
        raise BadPacket(_("Tin trạng thái có mã “%s” không có trong quy chuẩn.") % written[:20])
    reference = _reference(about)
    if not (reference.document_id or reference.number):
        raise BadPacket(_("Tin trạng thái không ghi trả lời cho văn bản nào."))
    return StatusMessage(
        sender=sender,
        about=reference,
        status=code,
        note=_text(node, "description"),
        at=_moment(_line(node, "timestamp")),
        staff=_staff(node.first("staffinfo")),
    )


def _attachments(root: Node, limits: Limits) -> tuple[Attachment, ...]:
    holder = root.deep("attachmentencoded")
    came = list(holder.all("attachment")) if holder is not None else []
    manifest = root.deep("edxmlmanifest", "manifest")
    told = list(manifest.all("reference")) if manifest is not None else []
    if len(came) > limits.attachments:
        raise BadPacket(_("Gói tin có hơn %d tệp kèm theo nên không được nhận.") % limits.attachments)
    if len(told) > len(came):
        names = ", ".join(filter(None, (_line(one, "attachmentname") for one in told)))[:300]
        raise BadPacket(_("Gói tin ghi có %(told)d tệp (%(names)s) nhưng chỉ kèm %(came)d.")
                        % {"told": len(told), "names": names, "came": len(came)})  # fmt: skip
    by_id = {_cid(one): one for one in told}
    room = Room(limits, limits.unpacked_bytes)
    found: list[Attachment] = []
    for place, one in enumerate(came, 1):
        found += _files_of(one, by_id.get(_cid(one)), place, room)
    return tuple(found)


def _files_of(one: Node, told: Node | None, place: int, room: Room) -> list[Attachment]:
    fallback = f"tep-{place}"
    name = safe_name(_line(one, "attachmentname") or _line(told, "attachmentname"), fallback)
    encoded = one.first("contenttransferencoded", "contenttransfer", "content")
    if encoded is None or not encoded.text:
        raise BadPacket(_("Tệp kèm theo “%s” không có nội dung.") % name)
    return [
        Attachment(
            name=inside,
            content_type=_line(told, "contenttype") or _line(one, "contenttype"),
            data=data,
            description=_line(one, "description") or _line(told, "description"),
            content_id=_cid(one),
        )
        for inside, data in unpacked(name, decoded(encoded.text, room.limits), room)
    ]


def _cid(node: Node) -> str:
    written = _line(node, "contentid") or node.attributes.get("href", "")
    return written.strip().removeprefix("cid:").lower()


def _party(node: Node) -> Party:
    return Party(
        code=_code(node),
        name=_line(node, "organname"),
        in_charge=_line(node, "organizationincharge"),
        address=_line(node, "organadd"),
        email=_line(node, "email"),
        phone=_line(node, "telephone"),
        fax=_line(node, "fax"),
        website=_line(node, "website"),
    )


def _signer(node: Node | None) -> Signer:
    return Signer(_line(node, "competence"), _line(node, "position"), _line(node, "fullname"))


def _staff(node: Node | None) -> Staff:
    return Staff(_line(node, "department"), _line(node, "staff"), _line(node, "mobile"), _line(node, "email"))


def _reference(node: Node) -> Reference:
    code = node.first("code")
    number = text.one_line(code.text) if code is not None else ""
    if code is not None and not number:
        number = "/".join(filter(None, (_line(code, "codenumber"), _line(code, "codenotation"))))
    document_id = _line(node, "documentid")
    return Reference(
        code=_code(node),
        number=number[:60],
        promulgated_on=_day(_line(node, "promulgationdate")),
        document_id="" if document_id.lower() == _NOBODY else document_id[:200],
    )


def _code(node: Node) -> str:
    written = "".join(_line(node, "organid").split())
    return "" if written.lower() == _NOBODY else written[:60]


def _under(node: Node | None, holder: str, name: str) -> list[Node]:
    """The children of this name in a holder, or standing beside it."""
    if node is None:
        return []
    inside = node.first(holder)
    return list((inside if inside is not None else node).all(name))


def _line(node: Node | None, *names: str) -> str:
    found = node.first(*names) if node is not None else None
    return text.one_line(found.text) if found is not None else ""


def _text(node: Node, *names: str) -> str:
    found = node.first(*names)
    return text.clean(found.text) if found is not None else ""


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else None


def _choice(written: str, most: int) -> int:
    number = _number(written)
    return number if number is not None and number <= most else 0


def _day(written: str) -> date | None:
    """A day as any of the systems writes it; what is none is none: the sender's slip does not lose the document."""
    plain = written.split("T")[0].split(" ")[0]
    for pattern in _DAYS:
        try:
            found = datetime.strptime(plain, pattern).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
        return found if 1900 <= found.year <= 2200 else None
    return None


def _moment(written: str) -> datetime | None:
    plain = _ZONE.sub("", _FRACTION.sub("", written)).strip()
    zoned = _ZONE.search(written)
    for pattern in _MOMENTS:
        try:
            found = datetime.strptime(plain, pattern).replace(tzinfo=clock.VIETNAM)
        except ValueError:
            continue
        if not 1900 <= found.year <= 2200:
            return None
        if zoned is None:
            return found
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{zoned[0]}").tzinfo
        return found.replace(tzinfo=zone)
    return None
