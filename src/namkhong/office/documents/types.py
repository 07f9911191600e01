"""Values that others may see: kinds, cards, what is handed in to be registered, who may see what."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final, Literal
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.actor import Actor
from namkhong.office.documents.states import STATES, DocumentState

__all__ = [
    "DIRECTIONS", "GENERAL", "LINKS", "ROLES", "STATES", "URGENCIES", "VIETNAMESE", "BookCard", "Direction", "DocumentCard",
    "DocumentState", "FileLine", "FileLink", "FileRole", "Found", "Incoming", "LinkKind", "LinkLine", "Outgoing", "TypeCard",
    "Urgency", "register_sight", "seen_from_above",
]  # fmt: skip

GENERAL: Final = "general"  # the series of every type that has none of its own
VIETNAMESE: Final = "Tiếng Việt"
FileRole = Literal["main", "annex", "scan"]
ROLES: Final[dict[str, Promise]] = {
    "main": _("Văn bản"),
    "annex": _("Phụ lục, tài liệu kèm theo"),
    "scan": _("Bản giấy đã quét"),
}


class Direction(StrEnum):
    """Which way it goes."""

    IN = "in"
    OUT = "out"


DIRECTIONS: Final[dict[Direction, Promise]] = {Direction.IN: _("Văn bản đến"), Direction.OUT: _("Văn bản đi")}


class Urgency(IntEnum):
    """The three stamps of the decree, and none (Decree 30/2020 annex I, III.2); the numbers are those of edXML."""

    NORMAL = 0
    URGENT = 1
    VERY_URGENT = 2
    IMMEDIATE = 3


URGENCIES: Final[dict[Urgency, Promise]] = {
    Urgency.NORMAL: _("Thường"),
    Urgency.URGENT: _("Khẩn"),
    Urgency.VERY_URGENT: _("Thượng khẩn"),
    Urgency.IMMEDIATE: _("Hỏa tốc"),
}


class LinkKind(StrEnum):
    """What a document is to another one."""

    ANSWERS = "answers"
    REPLACES = "replaces"
    AMENDS = "amends"
    COPIES = "copies"
    RECALLS = "recalls"


# As read from the document that does it, and from the one to which it is done.
LINKS: Final[dict[LinkKind, tuple[Promise, Promise]]] = {
    LinkKind.ANSWERS: (_("Trả lời văn bản"), _("Được trả lời bằng văn bản")),
    LinkKind.REPLACES: (_("Thay thế văn bản"), _("Bị thay thế bởi văn bản")),
    LinkKind.AMENDS: (_("Sửa đổi, bổ sung văn bản"), _("Được sửa đổi, bổ sung bởi văn bản")),
    LinkKind.COPIES: (_("Sao từ văn bản"), _("Có bản sao là văn bản")),
    LinkKind.RECALLS: (_("Thu hồi văn bản"), _("Bị thu hồi bởi văn bản")),
}


@dataclass(frozen=True, slots=True)
class TypeCard:
    """A type of document. ``is_legal``: văn bản quy phạm pháp luật; ``issued_here``: an agency of the province may issue it.

    ``exchange_list`` ("A" legal, "B" administrative) and ``exchange_number`` are those of the exchange standard.
    """

    code: str
    name: str
    abbreviation: str
    is_legal: bool = False
    is_copy: bool = False
    issued_here: bool = True
    exchange_list: str = ""
    exchange_number: int | None = None
    to_be_confirmed: str = ""


@dataclass(frozen=True, slots=True)
class FileLink:
    """A stored file and what it is to the document."""

    file_id: UUID
    role: FileRole = "main"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is to be registered as arrived. ``number`` is the author's own, as written ("15/QĐ-UBND").

    Without ``type_code`` the type is ``type_name`` as the paper has it; without ``arrived_on`` it arrived today. ``secrecy`` is
    any mark of secrecy on it: such a document is refused.
    """

    subject: str
    organ_name: str
    number: str = ""
    issued_on: date | None = None
    arrived_on: date | None = None
    type_code: str = ""
    type_name: str = ""
    organ_code: str = ""
    signer_name: str = ""
    signer_position: str = ""
    to_places: str = ""  # đơn vị hoặc người nhận, when known already
    pages: int | None = None
    copies: int | None = None
    urgency: Urgency = Urgency.NORMAL
    due_on: date | None = None
    note: str = ""
    language: str = VIETNAMESE
    secrecy: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to get a number. Its day is the day on which the number is given.

    ``unit_symbol`` is the drafting unit's or the field's ("KT" in "123/UBND-KT"): a công văn must have it. ``organ_symbol``
    only where the agency signs under another symbol than its own ("HĐND"). ``keeper``: who keeps the record copy.
    """

    type_code: str
    subject: str
    signer_name: str
    signer_position: str
    to_places: str = ""  # one a line
    unit_symbol: str = ""
    organ_symbol: str = ""
    keeper: str = ""
    pages: int | None = None
    copies: int | None = None
    urgency: Urgency = Urgency.NORMAL
    due_on: date | None = None
    note: str = ""
    language: str = VIETNAMESE
    secrecy: str = ""


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """One row of the register. ``number`` is as written on it; ``serial`` is its place in the book (out: its own number, in:
    the number of arrival)."""

    id: int
    public_id: UUID
    direction: Direction
    state: DocumentState
    agency_id: int
    book_year: int
    serial: int
    number: str
    type_code: str
    type_name: str
    issued_on: date | None
    arrived_on: date | None
    organ_name: str
    organ_code: str
    subject: str
    signer_name: str
    signer_position: str
    to_places: str
    pages: int | None
    copies: int | None
    urgency: Urgency
    due_on: date | None
    note: str
    registered_at: datetime
    book_id: int = 0
    series: str = GENERAL
    code_number: str = ""
    code_notation: str = ""
    keeper: str = ""
    language: str = VIETNAMESE
    handed_on: date | None = None
    voided_reason: str = ""
    registered_by: str = ""

    @property
    def shown(self) -> str:
        """How people name it: "15/QĐ-UBND"; a paper without a number by its number of arrival."""
        return self.number or (
            f"{_('số đến')} {self.serial:02}" if self.direction is Direction.IN else f"{self.serial:02}"
        )


@dataclass(frozen=True, slots=True)
class BookCard:
    """One book: whose, which way, which year, which series."""

    id: int
    agency_id: int
    direction: Direction
    year: int
    series: str
    title: str
    opened_at: datetime
    locked_at: datetime | None

    @property
    def is_locked(self) -> bool:
        """Nothing enters it."""
        return self.locked_at is not None


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a document, in its place."""

    file_id: UUID
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class LinkLine:
    """What another document is to this one, in words, and that document."""

    words: str
    kind: LinkKind
    outward: bool
    other: DocumentCard


@dataclass(frozen=True, slots=True)
class Found:
    """One hit. ``where``: number, words (số, trích yếu, cơ quan, người ký) or text (inside the files)."""

    card: DocumentCard
    where: Literal["number", "words", "text"]


# Of these documents, those this actor is concerned with: she drafted it, it was given to her or to her unit.
Sight = Callable[[Actor, Collection[int]], set[int]]
_sights: dict[str, Sight] = {}


def register_sight(room: str, sight: Sight) -> None:
    """Say who sees a document besides văn thư, chief of office and leaders; ``config.wiring`` does, once for each room above."""
    _sights[room] = sight


def seen_from_above(actor: Actor, ids: Collection[int]) -> set[int]:
    """Those of these documents that some room above lets this actor see."""
    left, seen = set(ids), set[int]()
    for sight in _sights.values():
        if left:
            found = sight(actor, left) & left
            seen |= found
            left -= found
    return seen
