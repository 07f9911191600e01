"""Kinds and values of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.actor import Role

MOST: Final = 500  # dossiers in one batch
MOST_FILTERS: Final = 30
MOST_LINES: Final = 100_000  # of one export


class Deed(StrEnum):
    """What can be done to many dossiers at once."""

    RECEIVE = "receive"
    ASSIGN = "assign"
    FORWARD = "forward"
    HAND_OVER = "hand_over"
    TO_UNIT = "to_unit"  # a whole unit's work goes to another unit


DEEDS: Final[dict[Deed, Promise]] = {
    Deed.RECEIVE: _("Tiếp nhận"),
    Deed.ASSIGN: _("Giao việc"),
    Deed.FORWARD: _("Chuyển xử lý"),
    Deed.HAND_OVER: _("Trả kết quả"),
    Deed.TO_UNIT: _("Bàn giao cho đơn vị khác"),
}


class Outcome(StrEnum):
    """How it went with one dossier of a batch."""

    WAITING = "waiting"
    DONE = "done"
    ALREADY = "already"  # somebody was faster, or it stands elsewhere now: nothing to mend
    REFUSED = "refused"


OUTCOMES: Final[dict[Outcome, Promise]] = {
    Outcome.WAITING: _("Đang chờ làm"),
    Outcome.DONE: _("Đã xong"),
    Outcome.ALREADY: _("Đã được xử lý từ trước"),
    Outcome.REFUSED: _("Chưa làm được"),
}


class Format(StrEnum):
    """The files a list is taken along in."""

    XLSX = "xlsx"
    CSV = "csv"


MEDIA: Final[dict[Format, str]] = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}


class Listing(StrEnum):
    """What is taken along as a file."""

    DOSSIERS = "dossiers"  # the filtered list of an inbox
    REGISTER = "register"  # register 07 of one agency and one year


class Stage(StrEnum):
    """Where an export is."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Ticked:
    """One dossier as the screen showed it."""

    dossier_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a batch is."""

    total: int
    done: int
    already: int
    refused: int

    @property
    def waiting(self) -> int:
        """Still to be done."""
        return self.total - self.done - self.already - self.refused


class Waiting(StrEnum):
    """Where a number is."""

    WAITING = "waiting"
    CALLED = "called"  # its person stands at the window, or is on her way
    DONE = "done"
    MISSED = "missed"  # nobody came


@dataclass(frozen=True, slots=True)
class Queue:
    """How it stands in front of the counters of one Centre today. Minutes are measured, not promised."""

    waiting: int  # counting stops at a thousand
    served: int
    average_minutes: int | None  # between taking the number and the first call, of the last fifty called
    longest_minutes: int | None  # of those who wait now


@dataclass(frozen=True, slots=True)
class Call:
    """One number and the window it is called to."""

    label: str
    window: int
    at: datetime


POSTS: Final[dict[Role, Promise]] = {
    Role.COUNTER: _("cán bộ một cửa"),
    Role.SPECIALIST: _("chuyên viên, công chức chuyên môn"),
    Role.HEAD: _("trưởng phòng"),
    Role.CHIEF_OF_OFFICE: _("Chánh Văn phòng"),
    Role.RECORDS_CLERK: _("văn thư"),
    Role.LEADER: _("lãnh đạo"),
    Role.CENTRE_DIRECTOR: _("Giám đốc Trung tâm"),
}
