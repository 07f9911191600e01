"""What the legal clock cannot do, told to the person in front of the screen."""

from __future__ import annotations

from namkhong.kernel.problems import Conflict, Invalid


class LimitUnclear(Invalid):
    """The text or the parts of a limit do not make a limit."""


class HorizonExceeded(Invalid):
    """The count leaves the years whose days off are known; guessing a due date would be a false promise."""

    def __init__(self, first_year: int, last_year: int) -> None:
        super().__init__(
            f"Lịch làm việc mới có từ năm {first_year} đến hết năm {last_year}, chưa đủ để tính hạn. "
            f"Xin báo quản trị hệ thống bổ sung lịch nghỉ của năm còn thiếu."
        )
        self.first_year = first_year
        self.last_year = last_year


class ClockRefused(Conflict):
    """The clock of this dossier is not in the state for this deed."""


class AlreadyExtended(ClockRefused):
    """A second appointment is given at most once (NĐ 61/2018 art. 19.9, kept by later rules)."""

    def __init__(self) -> None:
        super().__init__("Hồ sơ này đã được hẹn lại một lần, không được gia hạn thêm.")
