"""Writing an edXML message: one structure, one order, the same bytes for the same content."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from namkhong.kernel import clock
from namkhong.office.exchange.edxml.attachments import safe_name, zipped
from namkhong.office.exchange.types import (
    Attachment,
    Business,
    BusinessKind,
    Content,
    Party,
    Reference,
    Staff,
    StatusMessage,
)

NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
XLINK: Final = "http://www.w3.org/1999/xlink"
_ACTOR: Final = "http://schemas.xmlsoap.org/soap/actor/next"
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<edXML xmlns="{NAMESPACE}" xmlns:edXML="{NAMESPACE}" xmlns:xlink="{XLINK}">'
)
# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(content: Content, attachments: Sequence[Attachment] = ()) -> bytes:
    """A document with its files; each file has ``data`` and a ``content_id``. Every file travels in a zip of its own."""
    header = _e("MessageHeader", *_header(content))
    manifest = _e("edXMLManifest", *map(_reference_to, attachments), attributes=' version="1.0"')
    envelope = _e(
        "edXMLEnvelope",
        _e("edXMLHeader", header, _traces(content), "<Signature/>"),
        _e("edXMLBody", manifest),
    )
    encoded = "".join(map(_encoded, attachments))
    return f"{_HEAD}{envelope}<AttachmentEncoded>{encoded}</AttachmentEncoded></edXML>".encode()


def write_status(status: StatusMessage) -> bytes:
    """A status, as the national samples have it: in MessageHeader, without a body."""
    header = _e(
        "MessageHeader",
        _party("From", status.sender),
        _response(status.about),
        _staff(status.staff),
        _t("StatusCode", status.status.value),
        _t("Description", status.note),
        _t("Timestamp", _moment(status.at)),
    )
    return f"{_HEAD}{_e('edXMLEnvelope', _e('edXMLHeader', header))}</edXML>".encode()


def _header(content: Content) -> Iterable[str]:
    yield _party("From", content.sender)
    yield from (_party("To", party) for party in content.to)
    yield _e("Code", _t("CodeNumber", content.code_number), _t("CodeNotation", content.code_notation))
    yield _e("PromulgationInfo", _t("Place", content.place), _t("PromulgationDate", _day(content.promulgated_on)))
    yield _e(
        "DocumentType",
        _t("Type", content.type_raw),
        _t("TypeName", content.type_name),
        _t("TypeDetail", content.type_detail),
    )
    yield _t("Subject", content.subject)
    yield _t("Content", content.content)
    signer = content.signer
    yield _e(
        "SignerInfo",
        _t("Competence", signer.competence),
        _t("Position", signer.position),
        _t("FullName", signer.full_name),
    )
    yield _t("DueDate", _day(content.due_on))
    yield _e("ToPlaces", *(_t("Place", place) for place in content.to_places))
    yield _e(
        "OtherInfo",
        _t("Priority", str(content.urgency)),
        _t("SphereOfPromulgation", content.sphere),
        _t("TyperNotation", content.typist),
        _t("PromulgationAmount", _number(content.copies)),
        _t("PageAmount", _number(content.pages)),
        _e("Appendixes", *(_t("Appendix", name) for name in content.appendixes)),
    )
    yield from map(_response, content.response_for)
    yield _t("SteeringType", str(content.steering))
    yield _t("DocumentId", content.document_id)


def _traces(content: Content) -> str:
    traces = [_e("TraceHeader", _t("OrganId", one.code), _t("Timestamp", _moment(one.at))) for one in content.trace]
    attributes = f' id="tracing" version="1.0" mustUnderstand="1" actor={quoteattr(_ACTOR)}'
    return _e("TraceHeaderList", *traces, _business(content.business), attributes=attributes)


def _business(business: Business) -> str:
    parts = [
        _t("BussinessDocType", str(business.kind.value)),
        _t("BussinessDocReason", business.reason),
    ]
    if business.earlier:
        parts.append(_t("DocumentId", business.earlier))
    if business.kind is BusinessKind.UPDATE or business.receivers or business.content_changed:
        parts.append(_changes(business))
    if business.replaced:
        replaced = (
            _e(
                "ReplacementInfo",
                _t("DocumentId", one.document_id),
                _e("OrganIdList", *(_t("OrganId", code) for code in one.receivers)),
            )
            for one in business.replaced
        )
        parts.append(_e("ReplacementInfoList", *replaced))
    return _e("Bussiness", *parts, _staff(business.staff), _t("Paper", "1" if business.paper else "0"))


def _changes(business: Business) -> str:
    receivers = (
        _e("Receiver", _t("ReceiverType", "1" if one.added else "0"), _t("OrganId", one.code))
        for one in business.receivers
    )
    return _e(
        "BussinessDocumentInfo",
        _t("DocumentInfo", "1" if business.content_changed else "0"),
        _t("DocumentReceiver", "1" if business.receivers else "0"),
        _e("ReceiverList", *receivers),
    )


def _party(name: str, party: Party) -> str:
    parts = [
        _t("OrganId", party.code),
        _t("OrganizationInCharge", party.in_charge),
        _t("OrganName", party.name),
    ]
    more = (
        ("OrganAdd", party.address),
        ("Email", party.email),
        ("Telephone", party.phone),
        ("Fax", party.fax),
        ("Website", party.website),
    )
    return _e(name, *parts, *(_t(label, value) for label, value in more if value))


def _response(about: Reference) -> str:
    return _e(
        "ResponseFor",
        _t("OrganId", about.code),
        _t("Code", about.number),
        _t("PromulgationDate", _day(about.promulgated_on)),
        _t("DocumentId", about.document_id),
    )


def _staff(staff: Staff) -> str:
    return _e(
        "StaffInfo",
        _t("Department", staff.department),
        _t("Staff", staff.name),
        _t("Mobile", staff.mobile),
        _t("Email", staff.email),
    )


def _reference_to(one: Attachment) -> str:
    cid = f"cid:{one.content_id}"
    return _e(
        "Reference",
        _t("Description", one.description),
        _t("AttachmentName", one.name),
        _t("ContentType", one.content_type),
        _t("ContentId", cid),
        attributes=f" xlink:href={quoteattr(cid)}",
    )


def _encoded(one: Attachment) -> str:
    packed = base64.b64encode(zipped(safe_name(one.name, "tep"), one.data or b"")).decode()
    return (
        f"<Attachment><ContentType>application/zip</ContentType><ContentId>{escape(one.content_id)}</ContentId>"
        f"<Description>{_shown(one.description)}</Description>"
        f"<ContentTransferEncoded>{packed}</ContentTransferEncoded>"
        f"<AttachmentName>{_shown(one.name)}</AttachmentName></Attachment>"
    )


def _e(name: str, *children: str, attributes: str = "") -> str:
    return f"<edXML:{name}{attributes}>{''.join(children)}</edXML:{name}>"


def _t(name: str, value: str) -> str:
    return f"<edXML:{name}>{_shown(value)}</edXML:{name}>"


def _shown(value: str) -> str:
    return escape(_FORBIDDEN.sub("", value))


def _day(day: date | None) -> str:
    return f"{day:%Y/%m/%d}" if day is not None else ""


def _moment(moment: datetime | None) -> str:
    return f"{clock.local(moment):%Y/%m/%d %H:%M:%S}" if moment is not None else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
