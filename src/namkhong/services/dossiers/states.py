"""The whole life of a dossier on one screen: twelve states, and every move from one to another.

National numbers are the ten statuses of the National Public Service Portal (facts/dossier_statuses.json).
A move without an ``action`` is written here for the whole picture; until its action exists no screen has a button for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Where a dossier stands."""

    DRAFT = "draft"
    FILED = "filed"
    NOT_RECEIVED = "not_received"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    FINANCIAL_OBLIGATION = "financial_obligation"
    WITHDRAWN = "withdrawn"
    STOPPED_AT_REQUEST = "stopped_at_request"
    STOPPED_UNMET = "stopped_unmet"
    DECIDED = "decided"
    HANDED_OVER = "handed_over"


class Outcome(StrEnum):
    """What was decided: a refusal is a result too, handed over in time."""

    APPROVED = "approved"
    REFUSED = "refused"


class Move(StrEnum):
    """What can be done to a dossier."""

    FILE = "file"
    RECEIVE = "receive"
    NOT_RECEIVE = "not_receive"
    TAKE_OVER = "take_over"
    FORWARD = "forward"
    SEND_BACK = "send_back"
    REQUEST_SUPPLEMENT = "request_supplement"
    COMPLETE_SUPPLEMENT = "complete_supplement"
    SEND_AGAIN = "send_again"
    REQUEST_PAYMENT = "request_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    WITHDRAW = "withdraw"
    STOP_AT_REQUEST = "stop_at_request"
    STOP_UNMET = "stop_unmet"
    SIGN = "sign"
    DECIDE = "decide"
    ISSUE = "issue"
    HAND_OVER = "hand_over"


class ClockEffect(StrEnum):
    """What a move does to the legal clock."""

    NONE = "none"
    START = "start"
    STOP = "stop"
    RESTART = "restart"
    END = "end"


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: its national number and how it is called."""

    national: int | None
    citizen: Promise  # the first words of the page; "%(due)s" is the promised time
    official: Promise
    stage: Promise  # all that the public look-up by code alone tells
    terminal: bool = False


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move: from where, to where, what the clock does, how officials call it, which action does it."""

    sources: frozenset[State]
    target: State
    clock: ClockEffect
    official: Promise
    action: str = ""


S = State
STATES: Final[dict[State, StateRow]] = {
    S.DRAFT: StateRow(None, _("Bản nháp, chưa gửi"), _("Bản nháp"), _("Chưa gửi")),
    S.FILED: StateRow(1, _("Đã gửi hồ sơ, chờ cơ quan tiếp nhận"), _("Chờ tiếp nhận"), _("Chờ tiếp nhận")),
    S.NOT_RECEIVED: StateRow(
        3, _("Hồ sơ không được tiếp nhận"), _("Không tiếp nhận"), _("Không được tiếp nhận"), terminal=True
    ),
    S.RECEIVED: StateRow(
        2, _("Đã tiếp nhận, đang chuyển tới cơ quan giải quyết"), _("Đã tiếp nhận, đang chuyển"), _("Được tiếp nhận")
    ),
    S.IN_PROGRESS: StateRow(4, _("Đang giải quyết – hẹn trả %(due)s"), _("Đang xử lý"), _("Đang giải quyết")),
    S.SUPPLEMENT_REQUESTED: StateRow(
        5, _("Hồ sơ còn thiếu, cần bổ sung"), _("Tạm dừng – chờ bổ sung"), _("Chờ bổ sung giấy tờ")
    ),
    S.FINANCIAL_OBLIGATION: StateRow(
        6, _("Chờ ông/bà nộp tiền theo thông báo"), _("Tạm dừng – chờ nộp tiền"), _("Chờ thực hiện nghĩa vụ tài chính")
    ),
    S.WITHDRAWN: StateRow(
        7, _("Đã rút hồ sơ theo đề nghị của ông/bà"), _("Người nộp rút hồ sơ"), _("Đã rút"), terminal=True
    ),
    S.STOPPED_AT_REQUEST: StateRow(
        8, _("Đã dừng giải quyết theo đề nghị của ông/bà"), _("Dừng theo đề nghị"), _("Đã dừng"), terminal=True
    ),
    S.STOPPED_UNMET: StateRow(
        8, _("Đã dừng giải quyết vì không đủ điều kiện"), _("Dừng, không đủ điều kiện"), _("Đã dừng"), terminal=True
    ),
    S.DECIDED: StateRow(9, _("Đã có kết quả"), _("Đã có kết quả, chờ trả"), _("Đã có kết quả")),
    S.HANDED_OVER: StateRow(10, _("Đã trả kết quả"), _("Đã trả kết quả"), _("Đã trả kết quả"), terminal=True),
}

_PAUSABLE: Final = frozenset({S.RECEIVED, S.IN_PROGRESS})
_PAUSED: Final = frozenset({S.SUPPLEMENT_REQUESTED, S.FINANCIAL_OBLIGATION})
_NONE, _START, _STOP, _RESTART, _END = ClockEffect
# The law's start is complete reception; received elsewhere in the province, it is the moment the competent agency gets
# the dossier: RECEIVE then leaves the clock alone and TAKE_OVER starts it (``clocks.effect_of``).
MOVES: Final[dict[Move, MoveRow]] = {
    # move                          from                              to                     clock    words            action
    Move.FILE: MoveRow(frozenset({S.DRAFT}), S.FILED, _NONE, _("Gửi hồ sơ"), "file"),
    Move.RECEIVE: MoveRow(frozenset({S.FILED}), S.RECEIVED, _START, _("Tiếp nhận"), "receive"),
    Move.NOT_RECEIVE: MoveRow(frozenset({S.FILED}), S.NOT_RECEIVED, _NONE, _("Không tiếp nhận"), "not_receive"),
    Move.TAKE_OVER: MoveRow(frozenset({S.RECEIVED}), S.RECEIVED, _START, _("Nhận hồ sơ chuyển đến"), "take_over"),
    Move.FORWARD: MoveRow(_PAUSABLE, S.IN_PROGRESS, _NONE, _("Chuyển xử lý"), "forward"),
    Move.SEND_BACK: MoveRow(frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Trả lại bước trước"), "send_back"),
    Move.REQUEST_SUPPLEMENT: MoveRow(
        _PAUSABLE | {S.FILED}, S.SUPPLEMENT_REQUESTED, _STOP, _("Yêu cầu bổ sung, hoàn thiện")
    ),
    Move.COMPLETE_SUPPLEMENT: MoveRow(frozenset({S.SUPPLEMENT_REQUESTED}), S.IN_PROGRESS, _RESTART, _("Đã bổ sung đủ")),
    Move.SEND_AGAIN: MoveRow(frozenset({S.SUPPLEMENT_REQUESTED}), S.FILED, _NONE, _("Gửi lại trước khi tiếp nhận")),
    Move.REQUEST_PAYMENT: MoveRow(_PAUSABLE, S.FINANCIAL_OBLIGATION, _STOP, _("Yêu cầu thực hiện nghĩa vụ tài chính")),
    Move.CONFIRM_PAYMENT: MoveRow(
        frozenset({S.FINANCIAL_OBLIGATION}), S.IN_PROGRESS, _RESTART, _("Đã thực hiện nghĩa vụ tài chính")
    ),
    Move.WITHDRAW: MoveRow(frozenset({S.FILED}), S.WITHDRAWN, _END, _("Rút hồ sơ")),
    Move.STOP_AT_REQUEST: MoveRow(_PAUSABLE | _PAUSED, S.STOPPED_AT_REQUEST, _END, _("Dừng theo đề nghị")),
    Move.STOP_UNMET: MoveRow(_PAUSED, S.STOPPED_UNMET, _END, _("Dừng vì không bổ sung đủ")),
    # Where a clerk numbers and seals after the leader, she signs and the clerk issues; else her decision is the result.
    Move.SIGN: MoveRow(frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Ký duyệt, chuyển phát hành"), "decide"),
    Move.ISSUE: MoveRow(frozenset({S.IN_PROGRESS}), S.DECIDED, _END, _("Phát hành kết quả"), "forward"),
    Move.DECIDE: MoveRow(frozenset({S.IN_PROGRESS}), S.DECIDED, _END, _("Ký duyệt"), "decide"),
    Move.HAND_OVER: MoveRow(frozenset({S.DECIDED}), S.HANDED_OVER, _NONE, _("Trả kết quả"), "hand_over"),
}

TERMINAL: Final = frozenset(state for state, row in STATES.items() if row.terminal)
OPEN: Final = frozenset(STATES) - TERMINAL - {S.DRAFT}
RUNNING: Final = frozenset({S.RECEIVED, S.IN_PROGRESS})


def moves_from(state: State) -> tuple[Move, ...]:
    """The moves that the law knows from this state, built or not."""
    return tuple(move for move, row in MOVES.items() if state in row.sources)
