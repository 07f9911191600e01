"""Values that others may see: what a packet says, how far a consignment has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.office.exchange.states import STATES, ConsignmentState, PacketState, Recall

__all__ = [
    "BUSINESS", "STATUSES", "Attachment", "Business", "BusinessKind", "ConsignmentCard", "ConsignmentState", "Content",
    "PacketCard", "PacketFileCard", "PacketKind", "PacketState", "Party", "Recall", "ReceiverChange", "Reference",
    "Replacement", "Signer", "Staff", "StatusCode", "StatusMessage", "Trace",
]  # fmt: skip


class StatusCode(StrEnum):
    """What a receiver says of a document (QCVN 102:2016/BTTTT and its amendment 1:2022)."""

    ARRIVED = "01"
    REFUSED = "02"
    ACCEPTED = "03"
    ASSIGNED = "04"
    WORKING = "05"
    DONE = "06"
    RECALL_ASKED = "13"
    AGREED = "15"
    NOT_AGREED = "16"

    @classmethod
    def read(cls, text: str) -> StatusCode | None:
        """The code as other systems write it: ``1`` is ``01``, and ``14`` of one vendor means ``15``."""
        digits = text.strip()
        digits = digits.zfill(2) if digits.isascii() and digits.isdigit() else digits
        try:
            return cls("15" if digits == "14" else digits)
        except ValueError:
            return None


STATUSES: Final[dict[StatusCode, Promise]] = {
    StatusCode.ARRIVED: _("Đã đến nơi nhận"),
    StatusCode.REFUSED: _("Nơi nhận từ chối tiếp nhận"),
    StatusCode.ACCEPTED: _("Nơi nhận đã tiếp nhận, vào sổ"),
    StatusCode.ASSIGNED: _("Nơi nhận đã phân công"),
    StatusCode.WORKING: _("Nơi nhận đang xử lý"),
    StatusCode.DONE: _("Nơi nhận đã xử lý xong"),
    StatusCode.RECALL_ASKED: _("Đề nghị thu hồi"),
    StatusCode.AGREED: _("Nơi nhận đồng ý thu hồi, cập nhật"),
    StatusCode.NOT_AGREED: _("Nơi nhận không đồng ý thu hồi, cập nhật"),
}


class BusinessKind(IntEnum):
    """What a packet is about; the numbers are those of edXML (``BussinessDocType``)."""

    NEW = 0
    REVOKE = 1
    UPDATE = 2
    REPLACE = 3


BUSINESS: Final[dict[BusinessKind, Promise]] = {
    BusinessKind.NEW: _("Văn bản mới"),
    BusinessKind.REVOKE: _("Thu hồi"),
    BusinessKind.UPDATE: _("Cập nhật"),
    BusinessKind.REPLACE: _("Thay thế"),
}


class PacketKind(StrEnum):
    """What came: a document, a request to give one back, or word of one of ours."""

    DOCUMENT = "document"
    RECALL = "recall"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Party:
    """A sender or receiver; ``code`` is its identification code (Decision 20/2020/QĐ-TTg)."""

    code: str
    name: str = ""
    in_charge: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: "KT. CHỦ TỊCH", "Phó Chủ tịch", "Quàng Văn Tưởng"."""

    competence: str = ""
    position: str = ""
    full_name: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who of an agency did it."""

    department: str = ""
    name: str = ""
    mobile: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document: ``number`` is "15/QĐ-UBND"."""

    code: str = ""  # of the agency that issued it
    number: str = ""
    promulgated_on: date | None = None
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class ReceiverChange:
    """A receiver that an update adds or takes away."""

    code: str
    added: bool = True


@dataclass(frozen=True, slots=True)
class Replacement:
    """A document that is replaced, and at whom."""

    document_id: str
    receivers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Business:
    """New, revoked, updated or replaced: with the reason and what it is about."""

    kind: BusinessKind = BusinessKind.NEW
    reason: str = ""
    earlier: str = ""  # document id of the document that is updated
    content_changed: bool = False
    receivers: tuple[ReceiverChange, ...] = ()
    replaced: tuple[Replacement, ...] = ()
    staff: Staff = field(default_factory=Staff)
    paper: bool = False  # paper follows


@dataclass(frozen=True, slots=True)
class Trace:
    """Through whose hands it went."""

    code: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What an edXML message says. Whoever sends leaves ``sender``, ``to``, ``trace`` and ``business`` to ``send``."""

    sender: Party = field(default_factory=lambda: Party(""))
    to: tuple[Party, ...] = ()
    code_number: str = ""  # "15"
    code_notation: str = ""  # "QĐ-UBND"
    promulgated_on: date | None = None
    place: str = ""
    type_name: str = ""  # "Quyết định": what is trusted
    type_raw: str = ""  # the number as it travels; its table is not settled
    type_detail: str = "0"
    subject: str = ""
    content: str = ""
    signer: Signer = field(default_factory=Signer)
    due_on: date | None = None
    to_places: tuple[str, ...] = ()
    urgency: int = 0  # 0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc, 4 hỏa tốc hẹn giờ
    steering: int = 0  # 0 not said, 1 no direction, 2 direction, 3 report on a direction
    response_for: tuple[Reference, ...] = ()
    document_id: str = ""
    business: Business = field(default_factory=Business)
    trace: tuple[Trace, ...] = ()
    sphere: str = ""
    typist: str = ""
    copies: int | None = None
    pages: int | None = None
    appendixes: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """ "15/QĐ-UBND"."""
        return "/".join(part for part in (self.code_number, self.code_notation) if part)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a packet: its bytes as they came, or the stored file."""

    name: str
    content_type: str = ""
    data: bytes | None = field(default=None, repr=False)
    file_id: UUID | None = None
    description: str = ""
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class StatusMessage:
    """What a receiver tells of a document."""

    sender: Party
    about: Reference
    status: StatusCode
    note: str = ""
    at: datetime | None = None
    staff: Staff = field(default_factory=Staff)


@dataclass(frozen=True, slots=True)
class PacketFileCard:
    """A file of a stored packet. ``why``: it was not taken (a virus, a kind nobody may open), and has no ``file_id``."""

    name: str
    content_type: str
    file_id: UUID | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class PacketCard:
    """A packet that came in. ``about_id`` is the earlier packet that it recalls, updates or replaces."""

    id: int
    public_id: UUID
    state: PacketState
    kind: PacketKind
    agency_id: int | None
    via: str
    content: Content
    arrived_at: datetime
    about_id: int | None = None
    status: StatusCode | None = None  # what was answered last
    why: str = ""

    @property
    def sender(self) -> Party:
        """Who sent it."""
        return self.content.sender

    @property
    def document_id(self) -> str:
        """How the sender calls it."""
        return self.content.document_id


@dataclass(frozen=True, slots=True)
class ConsignmentCard:
    """One document on its way to one receiver, told honestly."""

    id: int
    document_key: str
    agency_id: int
    receiver_code: str
    receiver_name: str
    state: ConsignmentState
    number: str
    subject: str
    created_at: datetime
    changed_at: datetime
    via: str = ""
    recall: Recall = Recall.NONE
    status_code: StatusCode | None = None
    status_note: str = ""
    status_at: datetime | None = None
    sent_at: datetime | None = None
    tries: int = 0
    next_try: datetime | None = None
    last_answer: str = ""

    @property
    def words(self) -> str:
        """How the clerk reads it: the state, and what became of a recall."""
        said = str(STATES[self.state])
        return f"{said}. {self.recall.label}" if self.recall != Recall.NONE else said
