"""What happens to a clock after its first walk, as the explanation says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from namkhong.kernel.worktime import words
from namkhong.kernel.worktime.limits import Limit, LimitUnit


@dataclass(frozen=True, slots=True)
class Paused:
    """The clock stands."""

    at: datetime
    reason: str

    def say(self) -> str:
        """The sentence."""
        return f"Thời hạn tạm dừng từ {words.moment(self.at)}: {self.reason}."


@dataclass(frozen=True, slots=True)
class WentOn:
    """The clock goes on; ``lost`` is what passed meanwhile, in the limit's own measure."""

    at: datetime
    lost: int
    exact: bool
    working: bool

    def say(self) -> str:
        """The sentence."""
        unit = " giờ làm việc" if self.exact else " ngày làm việc" if self.working else " ngày"
        if not self.lost:
            moved = f"trong lúc dừng không có{unit} nào trôi qua, hạn giữ nguyên"
        elif self.exact:
            moved = f"đã dừng {words.span(self.lost)} làm việc, hạn lùi đúng bấy nhiêu"
        else:
            moved = f"đã dừng {self.lost}{unit}, hạn lùi đúng bấy nhiêu"
        return f"Thời hạn chạy tiếp từ {words.moment(self.at)}; {moved}."


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """The one extension."""

    at: datetime
    reason: str
    by: Limit | None

    def say(self) -> str:
        """The sentence."""
        if self.by is None:
            more = "hẹn lại"
        else:
            unit = {LimitUnit.WORKING_HOUR: "giờ làm việc", LimitUnit.DAY: "ngày"}.get(self.by.unit, "ngày làm việc")
            more = f"gia hạn thêm {self.by.value} {unit}"
        return f"{words.capital(more)}, ghi lúc {words.moment(self.at)}: {self.reason}."


@dataclass(frozen=True, slots=True)
class Ended:
    """The clock is closed; the due date it had is said again."""

    at: datetime
    due_at: datetime | None

    def say(self) -> str:
        """The sentence."""
        due = f"; hẹn trả {words.moment(self.due_at)}" if self.due_at is not None else ", khi thời hạn đang tạm dừng"
        return f"Kết thúc lúc {words.moment(self.at)}{due}."
