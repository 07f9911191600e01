"""What the walk met, one frozen value per thing said; ``say()`` is the sentence an officer reads aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import groupby
from typing import Protocol

from namkhong.kernel.worktime import words
from namkhong.kernel.worktime.limits import Counting, Limit, LimitUnit


class StartReason(StrEnum):
    """Why the clock starts at this moment."""

    RECEIVED = "received"  # complete reception, as form 01 shows it
    RECEIVED_ELSEWHERE = "received_elsewhere"  # filed elsewhere in the province: when the competent agency gets it
    SUPPLEMENTED = "supplemented"  # the missing papers are all there
    PAID = "paid"  # proof of the financial duty has come


class Why(StrEnum):
    """Why a moment counts as a later one."""

    DAY_OFF = "day_off"
    AFTER_CLOSE = "after_close"
    AFTER_CUTOFF = "after_cutoff"
    BEFORE_OPENING = "before_opening"
    BREAK = "break"


class Step(Protocol):
    """One item of an explanation."""

    def say(self) -> str:
        """The sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Begun:
    """The clock starts, or starts again from the beginning."""

    at: datetime
    reason: StartReason

    def say(self) -> str:
        """The sentence."""
        at = words.moment(self.at)
        return {
            StartReason.RECEIVED: f"Hồ sơ nhận lúc {at}.",
            StartReason.RECEIVED_ELSEWHERE: (
                f"Hồ sơ nộp tại nơi khác trong tỉnh; thời hạn tính từ lúc cơ quan có thẩm quyền nhận được: {at}."
            ),
            StartReason.SUPPLEMENTED: f"Hồ sơ được bổ sung đầy đủ lúc {at}; thời hạn tính lại từ đầu.",
            StartReason.PAID: f"Chứng từ nộp tiền nhận lúc {at}; thời hạn tính từ lúc đó.",
        }[self.reason]


@dataclass(frozen=True, slots=True)
class CountedAs:
    """What came outside working hours, or after the cut-off, counts as received later."""

    at: datetime
    why: Why
    bound: time | None = None  # the hour that was passed

    def say(self) -> str:
        """The sentence."""
        bound = words.hour(self.bound) if self.bound is not None else ""
        why = {
            Why.DAY_OFF: "nhận vào ngày nghỉ",
            Why.AFTER_CLOSE: f"nhận sau giờ làm việc (hết giờ lúc {bound})",
            Why.AFTER_CUTOFF: f"nhận sau {bound}",
            Why.BEFORE_OPENING: "nhận trước giờ làm việc",
            Why.BREAK: "nhận trong giờ nghỉ giữa hai buổi",
        }[self.why]
        return f"Vì {why}, hồ sơ được tính như nhận lúc {words.moment(self.at)}."


@dataclass(frozen=True, slots=True)
class Granted:
    """The limit, and from when it is counted."""

    limit: Limit
    hours_per_day: int

    def say(self) -> str:
        """The sentence."""
        value = self.limit.value
        if self.limit.unit is LimitUnit.SAME_DAY:
            if self.limit.cutoff is None:
                return "Hồ sơ nhận trong giờ làm việc thì giải quyết ngay trong ngày."
            cutoff = words.hour(self.limit.cutoff)
            return f"Hồ sơ nhận đến {cutoff} thì giải quyết ngay trong ngày; sau {cutoff} thì ngày làm việc tiếp theo."
        if self.limit.unit is LimitUnit.DAY:
            return f"Thời hạn {value} ngày, kể cả ngày nghỉ, tính từ ngày tiếp theo."
        if self.limit.counting is Counting.DAY_RULE:
            return f"Thời hạn {value} ngày làm việc, tính từ ngày làm việc tiếp theo."
        if self.limit.unit is LimitUnit.WORKING_HOUR:
            return f"Thời hạn {value} giờ làm việc, tính liền theo giờ làm việc."
        hours = value * self.hours_per_day
        return f"Thời hạn {value} ngày làm việc, tính đúng theo giờ: {hours} giờ làm việc."


@dataclass(frozen=True, slots=True)
class Off:
    """A day that does not count; ``name`` is empty on an ordinary weekend."""

    day: date
    name: str

    @property
    def cause(self) -> str:
        """``nghỉ Tết Nguyên đán``, ``nghỉ lễ Quốc khánh``, ``nghỉ cuối tuần``."""
        name = self.name
        if not name:
            return "nghỉ cuối tuần" if self.day.weekday() > 4 else "nghỉ theo lịch tuần"
        if name.lower().startswith("nghỉ"):
            return name[0].lower() + name[1:]
        return f"nghỉ {name}" if name.startswith("Tết") else f"nghỉ lễ {name.removeprefix('Ngày ')}"


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A run of days off, said in one sentence."""

    days: tuple[Off, ...]
    year: int

    def say(self) -> str:
        """The sentence."""
        causes = [
            f"{words.days_in_short([off.day for off in group], self.year)} {cause}"
            for cause, group in ((cause, list(offs)) for cause, offs in groupby(self.days, key=lambda off: off.cause))
        ]
        return f"Ngày {', '.join(causes)}: không tính."


@dataclass(frozen=True, slots=True)
class Weekends:
    """Ordinary weekends met on the way, said together."""

    days: tuple[Off, ...]
    year: int

    def say(self) -> str:
        """The sentence."""
        if len(self.days) <= 6:
            listed = words.listed([words.short_day(off.day, self.year) for off in self.days])
            return f"Các ngày {listed} nghỉ cuối tuần: không tính."
        first, last = (words.short_day(off.day, self.year) for off in (self.days[0], self.days[-1]))
        return f"Từ {first} đến {last} có {len(self.days)} ngày nghỉ cuối tuần: không tính."


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A make-up day counts."""

    day: date
    instead_of: date | None

    def say(self) -> str:
        """The sentence."""
        swapped = f" thay cho ngày {words.short_day(self.instead_of, self.day.year)}" if self.instead_of else ""
        return words.capital(f"{words.day(self.day)} làm bù{swapped}: có tính.")


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A half day is a working day to the day rule."""

    day: date
    morning: bool

    def say(self) -> str:
        """The sentence."""
        half = "buổi sáng" if self.morning else "buổi chiều"
        return words.capital(f"{words.day(self.day)} chỉ làm việc {half}: vẫn tính là một ngày làm việc.")


@dataclass(frozen=True, slots=True)
class NthDay:
    """Where a count stands."""

    number: int
    day: date
    working: bool = True

    def say(self) -> str:
        """The sentence."""
        return f"Ngày {'làm việc ' if self.working else ''}thứ {self.number} là {words.day(self.day)}."


@dataclass(frozen=True, slots=True)
class Worked:
    """Working time counted on one day."""

    stretches: tuple[tuple[datetime, datetime], ...]
    seconds: int

    def say(self) -> str:
        """The sentence."""
        pieces = words.listed([f"{words.hour(start)} đến {words.hour(end)}" for start, end in self.stretches])
        day = words.day(self.stretches[0][0].date())
        return words.capital(f"{day}, từ {pieces}: được {words.span(self.seconds)}.")


@dataclass(frozen=True, slots=True)
class WorkedDays:
    """Whole working days counted by the hour, said together."""

    first: date
    last: date
    count: int
    seconds: int

    def say(self) -> str:
        """The sentence."""
        return (
            f"Từ {words.day(self.first)} đến {words.day(self.last)} có {self.count} ngày làm việc: "
            f"được {words.span(self.seconds)}."
        )


@dataclass(frozen=True, slots=True)
class EndsOnDayOff:
    """The last calendar day is off: Civil Code art. 148.5 moves the end to the next working day."""

    day: date

    def say(self) -> str:
        """The sentence."""
        return (
            "Ngày cuối cùng là ngày nghỉ, nên thời hạn kết thúc vào ngày làm việc tiếp theo, "
            f"{words.day(self.day)} (Điều 148 Bộ luật Dân sự)."
        )


@dataclass(frozen=True, slots=True)
class Due:
    """The appointment."""

    at: datetime

    def say(self) -> str:
        """The sentence."""
        return f"Hẹn trả {words.moment(self.at)}."
