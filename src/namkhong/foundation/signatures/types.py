"""Values that others may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from namkhong.foundation.signatures.states import SigningState

__all__ = [
    "CertificateCard",
    "FieldKind",
    "Handed",
    "Level",
    "Outcome",
    "Place",
    "Purpose",
    "Revision",
    "SignatureVerdict",
    "SigningCard",
    "SigningState",
    "Slot",
    "Verdict",
]


class Level(StrEnum):
    """How much proof a signature carries with it (ETSI EN 319 142-1)."""

    B = "B-B"  # the signature and the certificate
    T = "B-T"  # and a trusted time
    LT = "B-LT"  # and whether the certificates were good
    LTA = "B-LTA"  # and a time stamp over all of that

    @property
    def rank(self) -> int:
        """0 for the least."""
        return list(Level).index(self)


class FieldKind(StrEnum):
    """What a field on the page is for; every one is prepared before the first signature."""

    INITIALS = "initials"  # ký nháy
    SIGNER = "signer"  # ký của người có thẩm quyền
    NUMBER = "number"  # ô số và ký hiệu: filled in, not signed
    DATE = "date"  # ô ngày tháng năm: filled in, not signed
    SEAL = "seal"  # chữ ký số của cơ quan, trên văn bản chính
    COPY = "copy"  # chữ ký số của cơ quan trên bản sao, góc trên bên phải
    ATTACHMENT = "attachment"  # chữ ký số của cơ quan trên phụ lục ở tệp riêng, góc trên bên phải

    @property
    def signed(self) -> bool:
        """A signature goes here; the others are text boxes."""
        return self not in {FieldKind.NUMBER, FieldKind.DATE}

    @property
    def by_agency(self) -> bool:
        """Signed with the agency's key, which is the văn thư's to use."""
        return self in {FieldKind.SEAL, FieldKind.COPY, FieldKind.ATTACHMENT}


class Purpose(StrEnum):
    """What a trust anchor is trusted for. The government's own root and the public one are two stores."""

    GOVERNMENT = "government"  # chữ ký số chuyên dùng công vụ (Ban Cơ yếu Chính phủ)
    PUBLIC = "public"  # chữ ký số công cộng, dưới Trung tâm Chứng thực điện tử quốc gia
    TIMESTAMP = "timestamp"  # dịch vụ cấp dấu thời gian


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page (from 0), in points from the lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.top - self.bottom

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Whole points, as a PDF annotation wants them."""
        return round(self.left), round(self.bottom), round(self.right), round(self.top)


@dataclass(frozen=True, slots=True)
class Slot:
    """One field to prepare. ``account_id`` = who is to sign, when that is known already."""

    name: str  # "KyNhay1", "NguoiKy", "So", "CoQuan"
    kind: FieldKind
    place: Place
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class CertificateCard:
    """A certificate in the registry. Its private key is never here."""

    id: int
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    valid_from: datetime
    valid_to: datetime
    account_id: int | None
    agency_id: int | None
    provider: str
    key_label: str
    revoked_at: datetime | None

    def usable(self, at: datetime) -> bool:
        """In its time and not revoked."""
        return self.valid_from <= at < self.valid_to and (self.revoked_at is None or at < self.revoked_at)


@dataclass(frozen=True, slots=True)
class SigningCard:
    """One signature wish and how it stands; ``words`` is the sentence for the screen."""

    id: UUID
    document_id: UUID
    field: str
    kind: FieldKind
    state: SigningState
    wanted: Level
    reached: Level | None
    block: tuple[str, ...]
    signed_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What is to be signed elsewhere: the bytes whose SHA-256 the token signs, and that digest."""

    signing_id: UUID
    to_sign: bytes
    digest: bytes


class Outcome(StrEnum):
    """ETSI EN 319 102-1: passed, undetermined, failed."""

    PASSED = "passed"
    UNDETERMINED = "undetermined"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Revision:
    """What came behind a signature: a sentence each, oldest first; ``harmless`` = nothing that a reader would see otherwise."""

    words: tuple[str, ...]
    harmless: bool


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What can be said of one signature, for somebody who knows nothing of signatures."""

    field: str
    signer: str
    issuer: str
    outcome: Outcome
    words: str  # why, in a sentence
    advice: str  # what to do
    level: Level
    signed_at: datetime | None
    proven_at: datetime | None  # by a trusted time stamp
    purpose: Purpose | None
    authority: str  # how the registry knows the signer; empty when it does not
    since: Revision
    code: str  # ETSI's indication, for experts: "INDETERMINATE/NO_POE"


@dataclass(frozen=True, slots=True)
class Verdict:
    """All signatures of a file and the policy that judged them."""

    outcome: Outcome
    words: str
    signatures: tuple[SignatureVerdict, ...]
    policy_id: str
    policy_sha256: str
    sha256: str
    at: datetime
