"""The inbox and the other lists of officials: what is looked for, what a line shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.pages import BoundedCount
from namkhong.services.dossiers.states import Move, State
from namkhong.services.dossiers.types.dossier import DossierId


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
class Waiting:
    """What the menu of an official says: how many stand in each list, is any of hers late, what she is asked."""

    lists: Mapping[View, BoundedCount]
    late: bool
    asked: BoundedCount


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
