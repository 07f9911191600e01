"""What other rooms see of procedures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as having
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal, NewType

from namkhong.kernel.actor import Role
from namkhong.kernel.worktime import Limit
from namkhong.services.procedures.errors import LimitUnknown, NoOffering
from namkhong.services.procedures.fee_rules import MOST_COPIES as MOST_COPIES
from namkhong.services.procedures.fee_rules import MOST_PAGES as MOST_PAGES
from namkhong.services.procedures.fee_rules import Counted as Counted
from namkhong.services.procedures.fee_rules import FeeRule as FeeRule

ProcedureId = NewType("ProcedureId", int)
VersionId = NewType("VersionId", int)
ProcessVersionId = NewType("ProcessVersionId", int)

StepUnit = Literal["receiver", "decider", "office", "economy", "culture"]
StepKind = Literal["receive", "work", "confirm", "outside", "decide", "hand_over"]
WORKED_ON: Final = frozenset({"work", "confirm", "outside"})  # the kinds of step that end by being forwarded


class Silence(StrEnum):
    """What it means that an agency asked for its opinion did not answer in time."""

    AGREED = "agreed"
    ASK_AGAIN = "ask_again"  # asked once more for the same time, then it blocks
    BLOCKS = "blocks"


class OnlineLevel(StrEnum):
    """How far the procedure can be done online."""

    FULL = "full"  # toàn trình
    PARTIAL = "partial"  # một phần
    COUNTER = "counter"  # nộp trực tiếp
    UNKNOWN = ""


class FrontDoor(StrEnum):
    """Where people file online."""

    OWN = "own"  # here
    NATIONAL = "national"  # Cổng Dịch vụ công quốc gia
    MINISTRY = "ministry"  # a ministry's system


class SupplementPolicy(StrEnum):
    """What a supplement does to the legal clock."""

    RESTART = "restart"
    RESUME = "resume"
    CLOSE = "close"


class DecidedBy(StrEnum):
    """Whose decision it is."""

    COMMUNE = "commune"  # the commune competent for the applicant
    AGENCY = "agency"  # one named agency


@dataclass(frozen=True, slots=True)
class ComponentCard:
    """One paper of the dossier."""

    id: int
    name: str
    originals: int
    copies: int
    is_form: bool
    form_code: str
    required: bool
    present_only: bool
    obtainable_from: str
    condition: str


@dataclass(frozen=True, slots=True)
class FeeCard:
    """One fee. ``amount`` is ``None`` when the People's Council of the province sets it."""

    name: str
    amount: int | None
    note: str
    exemptions: str = ""
    rule: FeeRule | None = None  # counted by copies: there is no amount before they are known


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A procedure as it holds on a day. ``level`` is ``commune``, ``province`` or ``both``."""

    id: VersionId
    procedure_id: ProcedureId
    number: int
    code: str
    name: str
    question: str
    field: str
    field_slug: str
    level: str
    online_level: str
    partial_reason: str
    front_door: str
    front_door_url: str
    front_door_basis: str
    stated_limit: Limit | None
    limit_note: str
    supplement_policy: str
    close_after_days: int | None
    components: tuple[ComponentCard, ...]
    fees: tuple[FeeCard, ...]
    form_key: str
    process_key: str
    result_name: str
    result_code: str
    publishing_decision: str
    legal_bases: tuple[str, ...]
    to_be_confirmed: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    note: str = ""
    source: Mapping[str, Any] = having(default_factory=dict)

    @property
    def limit(self) -> Limit:
        """The legal limit.

        :raises LimitUnknown: when no source states one yet; such a procedure cannot be received.
        """
        if self.stated_limit is None:
            raise LimitUnknown
        return self.stated_limit

    @property
    def can_be_filed_here(self) -> bool:
        """Is the button "Bắt đầu nộp hồ sơ" shown?"""
        return (
            self.front_door == FrontDoor.OWN
            and self.online_level in {OnlineLevel.FULL, OnlineLevel.PARTIAL}
            and self.stated_limit is not None
        )


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One procedure found."""

    code: str
    name: str
    question: str
    field: str
    field_slug: str
    level: str
    online_level: str
    limit: Limit | None
    rank: float


@dataclass(frozen=True, slots=True)
class DoorCard:
    """A front door and when it holds."""

    kind: str
    url: str
    basis: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class UnsureCard:
    """One procedure of which something is missing or to be confirmed."""

    code: str
    name: str
    front_door: str
    missing: tuple[str, ...]
    to_be_confirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldCard:
    """A field of administration (lĩnh vực) with procedures in it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class OfferingCard:
    """Four different things: who receives, who decides, where the result is given, where the fee is collected."""

    receiver_id: int
    decider_id: int
    return_place_id: int
    collection_id: int


@dataclass(frozen=True, slots=True)
class OfferingRule:
    """How a procedure is offered, before a commune is chosen."""

    decided_by: DecidedBy
    decider_id: int | None

    def the_decider(self, commune_agency_id: int | None) -> int:
        """The deciding agency.

        :raises NoOffering: when a commune must be named and none was.
        """
        found = self.decider_id if self.decided_by is DecidedBy.AGENCY else commune_agency_id
        if found is None:
            raise NoOffering
        return found


@dataclass(frozen=True, slots=True)
class OpinionRule:
    """An opinion that a step cannot do without. ``agency`` is a unit of the deciding agency or the code of an agency."""

    agency: str
    question: str
    limit: Limit  # working hours or working days of the deciding agency
    silence: Silence


@dataclass(frozen=True, slots=True)
class DraftField:
    """One line of a draft the applicant confirms: what it is called, and the answer of the form it begins with."""

    label: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmRule:
    """How the applicant confirms a draft: within ``hours``, by the calendar or in working time; silence is agreement."""

    hours: int
    counting: Literal["calendar", "working"]
    rounds: int
    fields: tuple[DraftField, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """One step of a process: the name officials see, the name citizens see, who works on it, for how many hours.

    ``confirm`` stands in steps of that kind, ``system`` (the outside system) in steps done elsewhere.
    """

    code: str
    name: str
    public_name: str
    role: Role
    unit: StepUnit
    hours: int
    kind: StepKind
    opinions: tuple[OpinionRule, ...] = ()
    confirm: ConfirmRule | None = None
    system: str = ""
    back: str | None = None  # the step it is sent back to: ``None`` the one before, empty none at all


@dataclass(frozen=True, slots=True)
class ProcessCard:
    """A process as it holds on a day."""

    version_id: ProcessVersionId
    key: str
    number: int
    name: str
    steps: tuple[ProcessStep, ...]

    @property
    def hours(self) -> int:
        """Working hours of all steps together."""
        return sum(step.hours for step in self.steps)

    def step(self, code: str) -> ProcessStep | None:
        """The step with this code."""
        return next((step for step in self.steps if step.code == code), None)

    def after(self, code: str) -> ProcessStep | None:
        """The step after this one; ``None`` after the last."""
        codes = [step.code for step in self.steps]
        place = codes.index(code) + 1 if code in codes else len(codes)
        return self.steps[place] if place < len(codes) else None

    def before(self, code: str) -> ProcessStep | None:
        """The step before this one; ``None`` before the first."""
        codes = [step.code for step in self.steps]
        place = codes.index(code) - 1 if code in codes else -1
        return self.steps[place] if place >= 0 else None

    def back_from(self, index: int) -> int | None:
        """The place of the step that the step at ``index`` may be sent back to; never the reception."""
        if not 1 < index < len(self.steps):
            return None
        to = self.steps[index].back
        if to is None:
            return index - 1
        return next((place for place in range(1, index) if self.steps[place].code == to), None)


class RowStatus(StrEnum):
    """What became of a row of an imported file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the report. ``row`` counts from 1; ``sentence`` says what was done or why not."""

    row: int
    code: str
    name: str
    status: RowStatus
    sentence: str
    missing: tuple[str, ...] = ()
    to_confirm: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, row by row."""

    rows: tuple[ImportRow, ...]

    def count(self, status: RowStatus) -> int:
        """How many rows ended so."""
        return sum(1 for row in self.rows if row.status is status)
