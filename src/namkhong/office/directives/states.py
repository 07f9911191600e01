"""The life of a task on one screen: given → accepted → working → reported → done, or returned to be done again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Where a task stands."""

    GIVEN = "given"
    ACCEPTED = "accepted"
    WORKING = "working"
    REPORTED = "reported"
    RETURNED = "returned"
    DONE = "done"
    DROPPED = "dropped"


class Move(StrEnum):
    """What is done with it."""

    GIVE = "give"
    ACCEPT = "accept"
    PROGRESS = "progress"
    REPORT = "report"
    RETURN = "return"
    CONFIRM = "confirm"
    EXTEND = "extend"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class MoveRow:
    """From where, and the words on the timeline."""

    sources: frozenset[State]
    words: Promise


S = State
STATES: Final[dict[State, Promise]] = {
    S.GIVEN: _("Mới giao, chưa nhận"),
    S.ACCEPTED: _("Đã nhận"),
    S.WORKING: _("Đang làm"),
    S.REPORTED: _("Đã báo xong, chờ người giao xác nhận"),
    S.RETURNED: _("Người giao yêu cầu làm lại"),
    S.DONE: _("Đã xong"),
    S.DROPPED: _("Thôi không làm"),
}
DOING: Final = frozenset({S.GIVEN, S.ACCEPTED, S.WORKING, S.RETURNED})
OPEN: Final = DOING | {S.REPORTED}
MOVES: Final[dict[Move, MoveRow]] = {
    Move.GIVE: MoveRow(frozenset(), _("Giao việc")),
    Move.ACCEPT: MoveRow(frozenset({S.GIVEN}), _("Nhận việc")),
    Move.PROGRESS: MoveRow(DOING, _("Báo cáo tiến độ")),
    Move.REPORT: MoveRow(DOING, _("Báo xong")),
    Move.RETURN: MoveRow(frozenset({S.REPORTED}), _("Yêu cầu làm lại")),
    Move.CONFIRM: MoveRow(OPEN, _("Xác nhận đã xong")),
    Move.EXTEND: MoveRow(OPEN, _("Lùi hạn")),
    Move.DROP: MoveRow(OPEN, _("Thôi không làm")),
}
