"""Values that others may see: periods, lines of the board, lines of the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WRITTEN: Final = re.compile(r"(?P<year>20[0-9]{2})(?:-(?P<month>0[1-9]|1[0-2])|-q(?P<quarter>[1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A month ``2026-11``, a quarter ``2026-q4`` or a year ``2026``, in Việt Nam."""

    key: str
    first: date
    last: date

    @classmethod
    def read(cls, key: str) -> Self | None:
        """The period an address names; ``None`` when it names none."""
        found = _WRITTEN.fullmatch(key)
        if found is None:
            return None
        year = int(found["year"])
        if found["month"]:
            return cls._of(key, year, int(found["month"]), 1)
        if found["quarter"]:
            return cls._of(key, year, int(found["quarter"]) * 3 - 2, 3)
        return cls._of(key, year, 1, 12)

    @classmethod
    def _of(cls, key: str, year: int, month: int, months: int) -> Self:
        after = month + months
        following = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
        return cls(key, date(year, month, 1), following - timedelta(days=1))

    @classmethod
    def around(cls, day: date) -> tuple[Self, Self, Self]:
        """The month, the quarter and the year a day lies in."""
        quarter = (day.month + 2) // 3
        return (
            cls._of(f"{day.year:04}-{day.month:02}", day.year, day.month, 1),
            cls._of(f"{day.year:04}-q{quarter}", day.year, quarter * 3 - 2, 3),
            cls._of(f"{day.year:04}", day.year, 1, 12),
        )

    @property
    def words(self) -> str:
        """Tháng 11/2026, Quý 4/2026, Năm 2026."""
        year = self.key[:4]
        if "q" in self.key:
            return _("Quý %(quarter)s/%(year)s") % {"quarter": self.key[-1], "year": year}
        if "-" in self.key:
            return _("Tháng %(month)s/%(year)s") % {"month": self.key[-2:], "year": year}
        return _("Năm %(year)s") % {"year": year}


class By(StrEnum):
    """What the lines of the board are; the value is what stands in the address."""

    AGENCY = "co-quan"
    FIELD = "linh-vuc"
    PROCEDURE = "thu-tuc"


BY: Final[dict[By, Promise]] = {
    By.AGENCY: gettext_lazy("Cơ quan"),
    By.FIELD: gettext_lazy("Lĩnh vực"),
    By.PROCEDURE: gettext_lazy("Thủ tục"),
}


class Sort(StrEnum):
    """By what the lines are sorted; the value is what stands in the address."""

    NAME = "ten"
    RECEIVED = "tiep-nhan"
    ON_TIME = "dung-han"
    LATE = "qua-han"
    SHARE = "ty-le"
    WAITING = "dang-giai-quyet"
    MEDIAN = "trung-vi"
    P90 = "chin-muoi"


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of the board. Times are working minutes; ``None`` where nothing was settled."""

    received: int
    on_time: int
    late: int
    waiting: int
    overdue: int
    median: int | None
    p90: int | None

    @property
    def settled(self) -> int:
        """On time and late together."""
        return self.on_time + self.late

    @property
    def share(self) -> float | None:
        """Per cent on time, of what was settled."""
        return self.on_time * 100 / self.settled if self.settled else None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the board with its name; ``key`` is an agency's or procedure's id, or a field's word in addresses."""

    key: str
    code: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one period: all together, and its lines."""

    period: Period
    by: By
    total: Figures | None
    lines: tuple[Line, ...]
    computed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DataRow:
    """One record of the open data: an agency and a procedure, over a period or on a day."""

    agency_code: str
    agency_name: str
    procedure_code: str
    procedure_name: str
    field: str
    received: int
    on_time: int
    late: int
    day: date | None = None
    waiting: int | None = None
    overdue: int | None = None
    median: int | None = None
    p90: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one official, one unit or one step did: how many steps, how they kept their time."""

    done: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0

    def plus(self, other: Told) -> Told:
        """Both together."""
        return Told(
            self.done + other.done, self.early + other.early, self.on_time + other.on_time, self.late + other.late
        )


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of one official."""

    step_code: str
    step_name: str
    told: Told


@dataclass(frozen=True, slots=True)
class OfficialLine:
    """One official with her steps; ``account_id`` 0 is what nobody did by hand."""

    account_id: int
    name: str
    title: str
    told: Told
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class UnitReport:
    """One unit: together, what it holds now, and its officials."""

    agency_id: int
    name: str
    told: Told
    held: int
    overdue: int
    officials: tuple[OfficialLine, ...]
