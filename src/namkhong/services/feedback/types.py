"""Values that others may see: kinds, cards, lines of lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO, Final, NewType
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.services.feedback.states import State

InquiryId = NewType("InquiryId", int)


class Kind(StrEnum):
    """What is sent."""

    QUESTION = "question"
    PROPOSAL = "proposal"
    COMPLAINT = "complaint"


KINDS: Final[dict[Kind, Promise]] = {
    Kind.QUESTION: _("Câu hỏi"),
    Kind.PROPOSAL: _("Kiến nghị về thủ tục, quy định"),
    Kind.COMPLAINT: _("Phản ánh về cán bộ hoặc cách giải quyết"),
}
# Anybody may ask; who proposes or complains says who she is (NĐ 20/2008/NĐ-CP: name and address of the sender).
ANONYMOUS: Final = frozenset({Kind.QUESTION})
STARS: Final[dict[int, Promise]] = {
    5: _("Rất hài lòng"),
    4: _("Hài lòng"),
    3: _("Bình thường"),
    2: _("Không hài lòng"),
    1: _("Rất không hài lòng"),
}


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it came with a form."""

    name: str
    content: IO[bytes] | bytes


@dataclass(frozen=True, slots=True)
class NewInquiry:
    """What somebody sends. ``token`` makes a second click the same inquiry."""

    kind: Kind
    title: str
    text: str
    token: UUID
    dossier_code: str = ""
    procedure_code: str = ""
    official_id: int | None = None  # one of the officials of the dossier
    official_name: str = ""  # or as the sender calls her
    agency_id: int | None = None  # the agency it is about, where no dossier says it
    contact_name: str = ""
    contact: str = ""  # e-mail or telephone of somebody who has not signed in
    may_publish: bool = False


@dataclass(frozen=True, slots=True)
class InquiryCard:
    """An inquiry by its names."""

    id: InquiryId
    code: str
    public_id: UUID
    state: State
    revision: int


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """One line of a list. ``due_kind`` is late, soon, ok or plain; ``due`` says it in words."""

    code: str
    kind: str
    title: str
    state: str
    sent_at: datetime
    due: str
    due_kind: str


@dataclass(frozen=True, slots=True)
class Station:
    """One thing that happened, as the reader may know it."""

    title: str
    text: tuple[str, ...]
    state: str = "done"


@dataclass(frozen=True, slots=True)
class Published:
    """An answered question everybody may read: no name, no contact, no dossier."""

    code: str
    kind: str
    title: str
    question: str
    answer: str
    agency: str
    procedure: str
    procedure_code: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class RatingSum:
    """Ratings of one procedure in one month: how many, and how many of each number of stars from 1 to 5."""

    procedure: str
    count: int
    stars: tuple[int, int, int, int, int]

    @property
    def mean(self) -> float:
        """The mean, one to five."""
        return sum(number * given for number, given in enumerate(self.stars, 1)) / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class RatingLine:
    """One rating as the agency reads it."""

    code: str
    procedure: str
    stars: int
    words: str
    at: datetime
