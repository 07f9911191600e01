"""Values that others may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.office.drafting.states import State

URGENCIES: Final[dict[int, Promise]] = {0: _("Thường"), 1: _("Khẩn"), 2: _("Thượng khẩn"), 3: _("Hỏa tốc")}


class ReceiverKind(StrEnum):
    """How a receiver is named."""

    CODE = "code"  # an agency by its code: inside the platform or over the axis
    TEXT = "text"  # words alone: "Như trên", "Các phòng, ban"


class Answer(StrEnum):
    """What the drafter does with an opinion."""

    TAKEN = "taken"  # tiếp thu
    EXPLAINED = "explained"  # giải trình


ANSWERS: Final[dict[Answer, Promise]] = {Answer.TAKEN: _("Tiếp thu"), Answer.EXPLAINED: _("Giải trình")}


class CopyKind(StrEnum):
    """The three copies of Decree 30/2020 art. 25; the value is the abbreviation of Annex III."""

    FULL = "SY"
    EXTRACT = "TrS"
    OF_COPY = "SL"


COPIES: Final[dict[CopyKind, Promise]] = {
    CopyKind.FULL: _("Sao y"),
    CopyKind.EXTRACT: _("Trích sao"),
    CopyKind.OF_COPY: _("Sao lục"),
}


@dataclass(frozen=True, slots=True)
class Receiver:
    """One receiver. ``addressed`` = named after "Kính gửi"; ``why`` = "để báo cáo" and the like, printed behind the name."""

    kind: ReceiverKind
    name: str
    code: str = ""
    addressed: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a version of a draft says: the body in the small markup, and the fields its layout has besides."""

    subject: str
    body: str
    fields: dict[str, str] = field(default_factory=dict)
    urgency: int = 0


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What somebody begins. ``token`` makes a second click the same draft."""

    type_code: str
    unit_id: int
    content: Content
    receivers: tuple[Receiver, ...]
    token: UUID
    signer_account_id: int | None = None
    symbol: str = ""  # of a công văn: the short name behind the agency, "12/UBND-VX"


@dataclass(frozen=True, slots=True)
class Edited:
    """What the editor saves. ``version`` = the one its screen showed, so that nobody's words are overwritten unseen."""

    content: Content
    receivers: tuple[Receiver, ...]
    signer_account_id: int | None
    symbol: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft by its names."""

    id: int
    public_id: UUID
    state: State
    revision: int
    version: int
    type_name: str
    subject: str
    number: str
    signed_document: UUID | None
    document_id: int | None


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of a list. ``due_kind`` is late, soon, ok or plain."""

    public_id: UUID
    type_name: str
    subject: str
    state: str
    number: str
    unit: str
    moved_at: datetime
    urgency: int
    due: str
    due_kind: str


@dataclass(frozen=True, slots=True)
class Station:
    """One thing that happened."""

    title: str
    text: tuple[str, ...]
    state: str = "done"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words in a comparison: kept "", added "+" or removed "-"."""

    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One line of the table of opinions, as it is printed."""

    who: str
    asked_at: datetime
    due_on: date | None
    words: str
    given_at: datetime | None
    answer: str
    answer_words: str
    late: bool
