"""Ids and values that others may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import IO, NewType
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.pages import BoundedCount
from namkhong.services.dossiers.states import Move, Outcome, State
from namkhong.services.procedures.types import Silence

DossierId = NewType("DossierId", int)
StepId = NewType("StepId", int)


class Channel(StrEnum):
    """The way a dossier came in."""

    OWN = "own"  # this platform, filed alone
    NATIONAL = "national"  # the National Public Service Portal
    HELPED = "helped"  # online, with help at the counter
    COUNTER = "counter"  # on paper at the counter
    POST = "post"

    @property
    def online(self) -> bool:
        """Counts as filed online; helped and alone are still told apart."""
        return self in {Channel.OWN, Channel.NATIONAL, Channel.HELPED}


CHANNELS: dict[Channel, Promise] = {
    Channel.OWN: _("Trực tuyến"),
    Channel.NATIONAL: _("Trực tuyến, Cổng Dịch vụ công quốc gia"),
    Channel.HELPED: _("Trực tuyến, hỗ trợ tại quầy"),
    Channel.COUNTER: _("Trực tiếp tại quầy"),
    Channel.POST: _("Qua bưu chính công ích"),
}


class ReturnWay(StrEnum):
    """How the applicant takes the result."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"


RETURN_WAYS: dict[ReturnWay, Promise] = {
    ReturnWay.ONLINE: _("Bản điện tử, tải về ở trang hồ sơ"),
    ReturnWay.COUNTER: _("Bản giấy, nhận tại quầy"),
    ReturnWay.POST: _("Bản giấy, qua bưu chính công ích"),
}


class Timeliness(StrEnum):
    """How a step ended against its own time."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


TIMELINESS: dict[Timeliness, Promise] = {
    Timeliness.EARLY: _("Trước hạn"),
    Timeliness.ON_TIME: _("Đúng hạn"),
    Timeliness.LATE: _("Quá hạn"),
}


class DraftAnswer(StrEnum):
    """What became of a draft that the applicant was asked to confirm."""

    AGREED = "agreed"
    CORRECTION = "correction"
    SILENT = "silent"  # she said nothing in time, which is a yes
    VOID = "void"  # the dossier left the step before she answered


DRAFT_ANSWERS: dict[DraftAnswer, Promise] = {
    DraftAnswer.AGREED: _("Người nộp đồng ý"),
    DraftAnswer.CORRECTION: _("Người nộp báo chỗ sai"),
    DraftAnswer.SILENT: _("Không trả lời trong thời hạn, coi là đồng ý"),
    DraftAnswer.VOID: _("Không còn hiệu lực"),
}


class Verdict(StrEnum):
    """What an agency that was asked says."""

    AGREE = "agree"
    DISAGREE = "disagree"
    CONDITIONS = "conditions"


VERDICTS: dict[Verdict, Promise] = {
    Verdict.AGREE: _("Đồng ý"),
    Verdict.CONDITIONS: _("Đồng ý, có điều kiện"),
    Verdict.DISAGREE: _("Không đồng ý"),
}


class Closing(StrEnum):
    """How a question for an opinion ended."""

    ANSWERED = "answered"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"


CLOSINGS: dict[Closing, Promise] = {
    Closing.ANSWERED: _("Đã trả lời"),
    Closing.SILENT: _("Không trả lời trong thời hạn, coi là đồng ý"),
    Closing.WITHDRAWN: _("Đã thôi hỏi"),
}
SILENCES: dict[Silence, Promise] = {
    Silence.AGREED: _("coi là đồng ý"),
    Silence.ASK_AGAIN: _("hỏi lại một lần nữa, sau đó phải chờ"),
    Silence.BLOCKS: _("phải chờ trả lời"),
}


@dataclass(frozen=True, slots=True)
class OutsideEntry:
    """What an official says of a step done in another system."""

    number: str
    on: date | None
    system: str = ""  # empty: the system the process names


class Fault(StrEnum):
    """Whose it is that a dossier will not be ready in time."""

    UNIT = "unit"
    COORDINATION = "coordination"
    TRANSFER = "transfer"
    SYSTEM = "system"
    OUTSIDE = "outside"


FAULTS: dict[Fault, Promise] = {
    Fault.UNIT: _("Cơ quan, đơn vị giải quyết hồ sơ"),
    Fault.COORDINATION: _("Cơ quan phối hợp trả lời chậm"),
    Fault.TRANSFER: _("Nơi tiếp nhận chuyển hồ sơ chậm"),
    Fault.SYSTEM: _("Sự cố hệ thống thông tin"),
    Fault.OUTSIDE: _("Nguyên nhân khách quan (thiên tai, dịch bệnh, sự cố bất khả kháng)"),
}


class View(StrEnum):
    """The lists of the inbox."""

    MINE = "mine"
    TO_RECEIVE = "to_receive"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    TO_HAND_OVER = "to_hand_over"


VIEWS: dict[View, Promise] = {
    View.MINE: _("Việc của tôi"),
    View.TO_RECEIVE: _("Chờ tiếp nhận"),
    View.IN_PROGRESS: _("Đang xử lý"),
    View.PAUSED: _("Tạm dừng, chờ người nộp"),
    View.TO_HAND_OVER: _("Chờ trả kết quả"),
}


@dataclass(frozen=True, slots=True)
class DossierCard:
    """A dossier by its names: the code people know, the id of drafts in addresses, the revision a screen showed."""

    id: DossierId
    public_id: UUID
    code: str
    state: State
    revision: int


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it came with a form."""

    name: str
    content: IO[bytes] | bytes


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What an official is looking for; empty fields look at everything."""

    text: str = ""
    procedure_id: int | None = None
    step_code: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the inbox. ``due_kind`` is late, soon, ok or plain; ``due`` says it in words."""

    id: DossierId
    code: str
    state: State
    applicant_name: str
    procedure_name: str
    channel: str
    step_name: str
    due: str
    due_kind: str
    mine: bool
    next_move: Move | None
    next_words: str
    revision: int
    filed_at: datetime | None = None
    due_at: datetime | None = None


class Column(StrEnum):
    """What an official may have beside the code and the applicant in her list."""

    STEP = "step"
    DUE = "due"
    CHANNEL = "channel"
    FILED = "filed"
    PROMISED = "promised"


COLUMNS: dict[Column, Promise] = {
    Column.STEP: _("Đang ở bước"),
    Column.DUE: _("Hạn xử lý"),
    Column.CHANNEL: _("Hình thức nộp"),
    Column.FILED: _("Ngày nộp"),
    Column.PROMISED: _("Ngày hẹn trả"),
}
USUAL_COLUMNS: tuple[Column, ...] = (Column.STEP, Column.DUE)
_chosen_columns: list[Callable[[int], tuple[Column, ...]]] = []


def register_columns(chosen: Callable[[int], tuple[Column, ...]]) -> None:
    """Called by ``config.wiring``: who knows which columns an account has chosen."""
    _chosen_columns[:] = [chosen]


def columns_of(account_id: int | None) -> tuple[Column, ...]:
    """The columns this official wants, the usual ones until she has chosen."""
    found = _chosen_columns[0](account_id) if _chosen_columns and account_id is not None else ()
    return found or USUAL_COLUMNS


@dataclass(frozen=True, slots=True)
class Chosen:
    """A dossier taken out of a list for a deed on many; ``next_move`` is what the chooser may do with it now."""

    id: DossierId
    code: str
    revision: int
    next_move: str


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One line of a list as it is taken along in a file; empty where there is nothing."""

    code: str
    applicant_name: str
    procedure_name: str
    state: str
    step_name: str
    channel: str
    filed_at: datetime | None
    received_at: datetime | None
    step_due_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class LateWith:
    """How many steps are late with one holder; ``account_id`` is empty while the step is nobody's by name."""

    agency_id: int
    account_id: int | None
    step_name: str
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the open list can be narrowed to."""

    procedures: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str], ...]
    channels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a list of the inbox."""

    rows: tuple[InboxRow, ...]
    next: str
    count: BoundedCount
    late: int
    choices: FilterChoices


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One station on the way: ``done``, ``now``, ``late``, ``stopped`` or ``ahead``."""

    title: str
    text: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where the dossier is, in the citizen's words; ``why`` explains the promised date sentence by sentence."""

    code: str
    state: State
    headline: str
    detail: str
    items: tuple[TimelineItem, ...]
    why: tuple[str, ...]
    outcome: Outcome | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class PublicStage:
    """All that anybody may learn from a code: the stage, and nothing about whose it is or what it is about."""

    code: str
    stage: str


@dataclass(frozen=True, slots=True)
class MyRow:
    """One line of a citizen's list."""

    public_id: UUID
    code: str
    procedure_name: str
    state: State
    headline: str
    applicant_name: str
    helped: bool
    saved_at: datetime
    filed_at: datetime | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What the province did for its people in one month; ``None`` where there was nothing to measure."""

    month: date
    decided: int
    on_time: int
    online: int
    median_hours: float | None
    computed_at: datetime

    @property
    def on_time_percent(self) -> float | None:
        """Share decided by the promised time, of those decided in the month."""
        return self.on_time * 100 / self.decided if self.decided else None

    @property
    def online_percent(self) -> float | None:
        """Share filed online, of those decided in the month."""
        return self.online * 100 / self.decided if self.decided else None


GONE: dict[str, Promise] = {
    "infected": _("Tệp bị từ chối vì có mã độc"),
    "refused": _("Tệp bị từ chối vì không quét được vi-rút"),
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One kept file as a screen shows it."""

    attachment_id: int
    file_id: UUID
    name: str
    size: str
    state: str
    component_id: int | None

    @property
    def gone(self) -> str:
        """Why its bytes were destroyed; empty for a file that can be opened."""
        return str(GONE.get(self.state, ""))


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One paper the procedure asks for, with what was given."""

    id: int
    name: str
    note: str
    required: bool
    upload: bool
    files: tuple[FileLine, ...] = field(default=())
    copies: str = ""  # how many originals and copies
    sample: str = ""  # the address of a filled-in sample
