"""A limit: how much time the law gives, in which unit, and how it is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Final

from namkhong.kernel.worktime.errors import LimitUnclear


class LimitUnit(StrEnum):
    """The unit a procedure version is written in."""

    WORKING_DAY = "working_day"  # ngày làm việc
    WORKING_HOUR = "working_hour"  # giờ làm việc
    DAY = "day"  # ngày (dương lịch, tính cả ngày nghỉ)
    SAME_DAY = "same_day"  # trong ngày, có thể có giờ chốt


class Counting(StrEnum):
    """How units are laid on the calendar."""

    DAY_RULE = "day_rule"  # from the next day, due at close of business
    HOUR_EXACT = "hour_exact"  # from the very minute, by working hours


@dataclass(frozen=True, slots=True)
class Limit:
    """``value`` units; ``cutoff``: what comes in after this hour counts as received at the next working day's opening.

    Working hours are always counted exactly; calendar days and same-day always by the day rule; same-day has value 0.
    """

    value: int
    unit: LimitUnit
    counting: Counting = Counting.DAY_RULE
    cutoff: time | None = None

    def __post_init__(self) -> None:
        if self.unit is LimitUnit.WORKING_HOUR:
            object.__setattr__(self, "counting", Counting.HOUR_EXACT)
        elif self.unit is LimitUnit.SAME_DAY:
            object.__setattr__(self, "value", 0)
        if self.unit in {LimitUnit.DAY, LimitUnit.SAME_DAY} and self.counting is Counting.HOUR_EXACT:
            raise LimitUnclear("Chỉ thời hạn theo ngày làm việc hoặc giờ làm việc mới tính đúng theo giờ được.")
        if self.unit is not LimitUnit.SAME_DAY and not 1 <= self.value <= 9_999:
            raise LimitUnclear("Thời hạn phải là một số từ 1 đến 9999.")
        if self.cutoff is not None and (self.cutoff.second or self.cutoff.microsecond or self.cutoff.tzinfo):
            raise LimitUnclear("Giờ chốt ghi giờ và phút, ví dụ 15:00.")

    def __str__(self) -> str:
        """The written form, which :func:`parse_limit` reads back: ``5 working_day``, ``same_day 15:00``."""
        words = [] if self.unit is LimitUnit.SAME_DAY else [str(self.value)]
        words.append(self.unit.value)
        if self.counting is Counting.HOUR_EXACT and self.unit is not LimitUnit.WORKING_HOUR:
            words.append(self.counting.value)
        if self.cutoff is not None:
            words.append(f"{self.cutoff:%H:%M}")
        return " ".join(words)


_WRITTEN: Final = re.compile(
    r"(?:(?P<value>[0-9]{1,4})\s+(?P<unit>working_day|working_hour|day)(?:\s+(?P<counting>day_rule|hour_exact))?"
    r"|(?P<same>same_day))(?:\s+(?P<cutoff>(?:[01]?[0-9]|2[0-3]):[0-5][0-9]))?"
)


def parse_limit(text: str) -> Limit:
    """Read ``5 working_day``, ``5 working_day hour_exact``, ``8 working_hour``, ``10 day``, ``same_day 15:00``.

    :raises LimitUnclear: for anything else.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise LimitUnclear(
            "Thời hạn không đọc được. Xin ghi như: 5 working_day, 8 working_hour, 10 day hoặc same_day 15:00."
        )
    cutoff = time.fromisoformat(found["cutoff"].zfill(5)) if found["cutoff"] else None
    if found["same"]:
        return Limit(0, LimitUnit.SAME_DAY, cutoff=cutoff)
    return Limit(int(found["value"]), LimitUnit(found["unit"]), Counting(found["counting"] or "day_rule"), cutoff)
