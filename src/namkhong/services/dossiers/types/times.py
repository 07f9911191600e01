"""How it stands with the time: of a step, of whoever is late and why, of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


@dataclass(frozen=True, slots=True)
class LateWith:
    """How many steps are late with one holder; ``account_id`` is empty while the step is nobody's by name."""

    agency_id: int
    account_id: int | None
    step_name: str
    count: int
    oldest: datetime


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
