"""What other systems send and get: the shapes of ``/api/v1/dossiers`` (docs/reference/openapi.json)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from namkhong.services.dossiers.types import ReturnWay, View
from namkhong.web.api import Answers, Code, Cursor, Line, Words

# ---- what comes in


class ApplicantIn(Schema):
    """The person for whom it is submitted, as on her identity card."""

    personal_number: str = Field(pattern=r"^[0-9]{12}$")
    full_name: str = Field(min_length=1, max_length=200)
    date_of_birth: date
    gender: Literal["male", "female", ""] = ""
    address: Line = ""
    phone: Code = ""


class ConsentIn(Schema):
    """Her agreement on the system that sends: when, and by what that system finds the proof of it."""

    at: AwareDatetime
    reference: str = Field(min_length=1, max_length=60)


class FileIn(Schema):
    """A file sent before (``POST /files``), for one of the procedure's components."""

    component: int = Field(ge=1, lt=2**63)
    file: UUID


class DossierIn(Schema):
    """A whole dossier."""

    procedure: Code
    commune: Code = Field("", description="Mã cơ quan của xã, phường giải quyết, khi thủ tục do cấp xã giải quyết")
    applicant: ApplicantIn
    consent: ConsentIn
    answers: Answers = Field(default_factory=dict, description="Theo JSON Schema của biểu mẫu (GET /procedures/{code})")
    files: list[FileIn] = Field(default_factory=list, max_length=100)
    return_way: ReturnWay | None = None
    declared: bool = False


class OutsideIn(Schema):
    """What another system gave a step that is done there."""

    number: Code
    on: date


class MoveIn(Schema):
    """One move; what it needs depends on the move (docs/reference/api.md)."""

    move: Literal["receive", "take_over", "forward", "send_back", "hand_over"]
    note: Words = Field("", description="Ghi chú của bước; khi trả lại bước trước là lý do, bắt buộc")
    result: UUID | None = Field(None, description="Tệp kết quả dự thảo, đã gửi ở POST /files (forward)")
    outside: OutsideIn | None = Field(None, description="Số và ngày ở hệ thống khác (forward, bước làm ở nơi khác)")
    way: ReturnWay | None = Field(None, description="Cách trả kết quả (hand_over)")
    taken_by: Line = Field("", description="Người nhận, hoặc số hiệu bưu gửi (hand_over)")


# ---- what goes out


class AgencyRef(Schema):
    """An agency by its code, empty for a unit that has none, and its name."""

    code: str
    name: str


class Moved(Schema):
    """Where a dossier stands after a deed."""

    code: str
    state: str
    revision: int


class Submitted(Moved):
    """The same, with the secret printed on the receipt: with code and secret the applicant looks her dossier up."""

    secret: str


class DossierOut(Schema):
    """Where a dossier stands. No personal data: those are under ``/content``, and reading them is recorded."""

    code: str
    revision: int
    state: str
    state_words: str
    national_status: int | None
    outcome: str
    procedure: str
    procedure_name: str
    channel: str
    receiver: AgencyRef
    decider: AgencyRef
    unit: AgencyRef
    return_place: AgencyRef
    holder: AgencyRef | None
    holder_role: str
    step: str
    step_name: str
    step_due_at: datetime | None
    money: str
    return_way: str
    filed_at: datetime | None
    received_at: datetime | None
    due_at: datetime | None
    new_due_at: datetime | None
    decided_at: datetime | None
    handed_over_at: datetime | None
    moves: list[str]


class RowOut(Schema):
    """One line of a list."""

    code: str
    revision: int
    state: str
    outcome: str
    procedure: str
    channel: str
    step: str
    step_name: str
    holder: AgencyRef | None
    holder_role: str
    decider: AgencyRef
    filed_at: datetime | None
    received_at: datetime | None
    step_due_at: datetime | None
    due_at: datetime | None


class ListOut(Schema):
    """Fifty lines at most; ``next`` is the cursor of the page after, empty on the last."""

    items: list[RowOut]
    next: str


class PersonOut(Schema):
    """The applicant."""

    personal_number: str
    full_name: str
    date_of_birth: date | None
    gender: str
    address: str
    phone: str
    email: str


class FileOut(Schema):
    """A paper of the dossier, or its result (``component`` null)."""

    file: UUID
    component: int | None
    name: str
    state: str


class ContentOut(Schema):
    """Whose it is and what was filed."""

    code: str
    applicant: PersonOut
    answers: dict[str, Any]
    files: list[FileOut]


class StageOut(Schema):
    """All that anybody may learn from a code."""

    code: str
    stage: str
    agency_now: str


class ListQuery(Schema):
    """Which list, which page."""

    view: View = View.MINE
    cursor: Cursor = ""


class PurposeQuery(Schema):
    """Why personal data are read: the person will see it."""

    purpose: str = Field(min_length=5, max_length=200)
