"""Kinds and values of this room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST: Final = 500  # dossiers in one batch
MOST_FILTERS: Final = 30
MOST_LINES: Final = 100_000  # of one export


class Deed(StrEnum):
    """What can be done to many dossiers at once."""

    RECEIVE = "receive"
    ASSIGN = "assign"
    FORWARD = "forward"
    HAND_OVER = "hand_over"


DEEDS: Final[dict[Deed, Promise]] = {
    Deed.RECEIVE: _("Tiếp nhận"),
    Deed.ASSIGN: _("Giao việc"),
    Deed.FORWARD: _("Chuyển xử lý"),
    Deed.HAND_OVER: _("Trả kết quả"),
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
