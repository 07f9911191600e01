"""Two ways in which real systems write edXML, as the public samples show them (docs/explanation/exchange.md).

``java``: everything prefixed, DocumentId early, ``cid:`` before every ContentId, a manifest without xlink, a direction flag,
a signature with SHA-1. ``dotnet``: nothing prefixed, ToPlaces before OtherInfo, DocumentId last, no ``cid:``, no trace
attributes, agencies without a name.
"""

from __future__ import annotations

import base64
import io
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

NAMESPACE: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
_SIGNATURE: Final = (
    '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>'
    '<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>'
    '<SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"/>'
    '<Reference URI=""><DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/><DigestValue>AA==</DigestValue>'
    "</Reference></SignedInfo><SignatureValue>AA==</SignatureValue></Signature>"
)


class Dialect:
    """One way of writing."""

    def __init__(self, name: str) -> None:
        if name not in {"java", "dotnet"}:
            raise ValueError(name)
        self.java = name == "java"

    def _e(self, name: str, inside: str, attributes: str = "") -> str:
        tag = f"edXML:{name}" if self.java else name
        return f"<{tag}{attributes}>{inside}</{tag}>"

    def _t(self, name: str, value: object) -> str:
        return self._e(name, escape(str(value)))

    def _party(self, name: str, party: Mapping[str, str]) -> str:
        inside = self._t("OrganId", party["code"]) + self._t("OrganizationInCharge", party.get("in_charge", ""))
        if self.java or party.get("name"):
            inside += self._t("OrganName", party.get("name", ""))
        return self._e(name, inside)

    def document(self, said: Mapping[str, Any], files: Sequence[tuple[str, bytes]] = ()) -> bytes:
        """A document; ``said`` has the keys of :func:`plain`."""
        ids = [str(uuid.uuid5(uuid.NAMESPACE_URL, f"{said['document_id']} {place}")) for place in range(len(files))]
        header = self._e("MessageHeader", self._header(said))
        trace = self._trace(said)
        signature = _SIGNATURE if self.java else "<DigitalSignature />"
        body = self._e("edXMLBody", self._manifest(ids, files))
        envelope = self._e("edXMLEnvelope", self._e("edXMLHeader", header + trace + signature) + body)
        return self._root(envelope + self._attachments(ids, files))

    def _header(self, said: Mapping[str, Any]) -> str:
        to = "".join(self._party("To", party) for party in said["to"])
        document_id = self._t("DocumentId", said["document_id"])
        places = self._e("ToPlaces", "".join(self._t("Place", place) for place in said["to_places"]))
        code = self._e("Code", self._t("CodeNumber", said["number"]) + self._t("CodeNotation", said["notation"]))
        issued = self._e("PromulgationInfo", self._t("Place", said["place"]) + self._t("PromulgationDate", said["day"]))
        number = "1" if self.java else "18"
        kind = self._t("Type", number) + self._t("TypeDetail", "0") + self._t("TypeName", said["type_name"])
        words = self._t("Subject", said["subject"]) + self._t("Content", said.get("content", ""))
        signer = self._e(
            "SignerInfo",
            self._t("Competence", "KT.") + self._t("Position", "Phó Giám đốc") + self._t("FullName", said["signer"]),
        )
        due = self._t("DueDate", said.get("due", ""))
        other = self._t("Priority", said.get("priority", 0)) + self._t("PageAmount", 2)
        other += self._t("PromulgationAmount", 1)
        if self.java:
            other += self._t("Direction", "false")
        answers = "".join(self._about(one) for one in said.get("answers", ()))
        rest = [code, issued, self._e("DocumentType", kind), words, signer, due]
        if self.java:
            parts = [document_id, *rest, self._e("OtherInfo", other), answers, self._t("SteeringType", 0), places]
        else:
            parts = [*rest, places, self._e("OtherInfo", other), answers, self._t("SteeringType", 1), document_id]
        return self._party("From", said["from"]) + to + "".join(parts)

    def _about(self, one: Mapping[str, str]) -> str:
        inside = self._t("OrganId", one["code"]) + self._t("Code", one["number"])
        inside += self._t("PromulgationDate", one["day"]) + self._t("DocumentId", one["document_id"])
        return self._e("ResponseFor", inside)

    def _trace(self, said: Mapping[str, Any]) -> str:
        header = self._e("TraceHeader", self._t("OrganId", said["from"]["code"]) + self._t("Timestamp", said["at"]))
        business = said.get("business")
        if business is None:
            if not self.java:  # real packets leave it out
                return self._e("TraceHeaderList", header)
            business = {"kind": 0, "reason": "Văn bản mới"}
        inside = self._t("BussinessDocType", business["kind"]) + self._t("BussinessDocReason", business["reason"])
        inside += self._t("Paper", 0)
        if business.get("earlier"):
            inside = self._t("DocumentId", business["earlier"]) + inside
        if business["kind"] == 2:
            receivers = "".join(
                self._e("Receiver", self._t("OrganId", code) + self._t("ReceiverType", kind))
                for code, kind in business.get("receivers", ())
            )
            changes = self._t("DocumentInfo", 1) + self._t("DocumentReceiver", 1) + self._e("ReceiverList", receivers)
            inside += self._e("BussinessDocumentInfo", changes)
        if business.get("replaced"):
            infos = "".join(
                self._e(
                    "ReplacementInfo", self._t("DocumentId", one) + self._e("OrganIdList", self._t("OrganId", code))
                )
                for one, code in business["replaced"]
            )
            inside += self._e("ReplacementInfoList", infos)
        inside += self._staff("Văn thư thử nghiệm")
        attributes = ' id="trace" version="1.0" mustUnderstand="1"' if self.java else ""
        return self._e("TraceHeaderList", header + self._e("Bussiness", inside), attributes)

    def _staff(self, name: str) -> str:
        inside = (
            self._t("Department", "Văn phòng") + self._t("Staff", name) + self._t("Mobile", "") + self._t("Email", "")
        )
        return self._e("StaffInfo", inside)

    def _manifest(self, ids: Sequence[str], files: Sequence[tuple[str, bytes]]) -> str:
        references = ""
        for cid, (name, _data) in zip(ids, files, strict=True):
            written = f"cid:{cid}"
            inside = self._t("AttachmentName", name) + self._t("ContentType", "application/pdf")
            inside += self._t("ContentId", written) + self._t("Description", "")
            attributes = "" if self.java else f' xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{written}"'
            references += self._e("Reference", inside, attributes)
        return self._e("edXMLManifest", references, ' version="1.0"')

    def _attachments(self, ids: Sequence[str], files: Sequence[tuple[str, bytes]]) -> str:
        made = ""
        for cid, (name, data) in zip(ids, files, strict=True):
            sent = _zip(name, data) if self.java else data  # both are found: zipped, and as it is
            lines = base64.encodebytes(sent).decode() if self.java else base64.b64encode(sent).decode()
            kind = "application/zip" if self.java else "application/pdf"
            made += (
                f"<Attachment><ContentId>{'cid:' if self.java else ''}{cid}</ContentId>"
                f"<AttachmentName>{escape(name)}</AttachmentName><ContentType>{kind}</ContentType>"
                f"<ContentTransferEncoded>{lines}</ContentTransferEncoded></Attachment>"
            )
        return f"<AttachmentEncoded>{made}</AttachmentEncoded>" if files else ""

    def status(self, said: Mapping[str, Any]) -> bytes:
        """A status: in MessageHeader (java) or in a MessageStatus of its own (dotnet)."""
        parts = [
            self._party("From", said["from"]),
            self._about(said["about"]),
            self._staff(said.get("staff", "")),
            self._t("StatusCode", said["status"]),
            self._t("Description", said.get("note", "")),
            self._t("Timestamp", said["at"]),
        ]
        if not self.java:
            parts = parts[::-1]
        holder = self._e("MessageHeader" if self.java else "MessageStatus", "".join(parts))
        return self._root(self._e("edXMLEnvelope", self._e("edXMLHeader", holder)))

    def _root(self, inside: str) -> bytes:
        prefix = f' xmlns:edXML="{NAMESPACE}"' if self.java else ""
        return f'<?xml version="1.0" encoding="utf-8"?>\n<edXML xmlns="{NAMESPACE}"{prefix}>{inside}</edXML>'.encode()


def _zip(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    return made.getvalue()


def plain(
    sender: Mapping[str, str], receiver: Mapping[str, str], *, number: str, day: str, at: str, **more: Any
) -> dict[str, Any]:
    """What a document says: day ``yyyy/MM/dd``, moment ``yyyy/MM/dd HH:mm:ss``."""
    notation = more.pop("notation", "STN-VP")
    return {
        "from": dict(sender),
        "to": [dict(receiver)],
        "to_places": [receiver.get("name", ""), "Lưu: VT"],
        "number": number,
        "notation": notation,
        "day": day,
        "at": at,
        "place": "Hà Nội",
        "type_name": "Công văn",
        "subject": "V/v phối hợp thử nghiệm gửi, nhận văn bản điện tử",
        "signer": "Nguyễn Văn Thử",
        "document_id": f"{sender['code']},{day},{number}/{notation}",
        **more,
    }
