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
    ASSIGN = "assign"
    TAKE_BACK = "take_back"
    SEND_DRAFT = "send_draft"
    CONFIRM_DRAFT = "confirm_draft"
    CORRECT_DRAFT = "correct_draft"
    PROPOSE_NOT_RECEIVE = "propose_not_receive"
    PROPOSE_AGAIN = "propose_again"
    RETURN_TO_COUNTER = "return_to_counter"
    PROPOSE_SUPPLEMENT = "propose_supplement"
    APPROVE_SUPPLEMENT = "approve_supplement"
    RETURN_SUPPLEMENT = "return_supplement"
    REQUEST_SUPPLEMENT = "request_supplement"
    COMPLETE_SUPPLEMENT = "complete_supplement"
    SEND_AGAIN = "send_again"
    SEND_ON = "send_on"
    REQUEST_PAYMENT = "request_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    WITHDRAW = "withdraw"
    STOP_AT_REQUEST = "stop_at_request"
    STOP_UNMET = "stop_unmet"
    SIGN = "sign"
    DECIDE = "decide"
    ISSUE = "issue"
    HAND_OVER = "hand_over"
    EXTEND = "extend"
    APOLOGISE = "apologise"


class ClockEffect(StrEnum):
    """What a move does to the legal clock."""

    NONE = "none"
    START = "start"
    STOP = "stop"
    RESTART = "restart"
    RESUME = "resume"
    END = "end"
    EXTEND = "extend"
    CALENDAR = "calendar"  # the calendar changed: no move of anybody, one act for all
    PROCESS = "process"  # the dossier follows a new version of its process, in one act for all


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
_NONE, _START, _STOP, _RESTART, _RESUME, _END, _EXTEND, _CALENDAR, _PROCESS = ClockEffect
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
    Move.ASSIGN: MoveRow(frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Phân công xử lý"), "assign"),
    Move.TAKE_BACK: MoveRow(frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Thu lại phân công"), "take_back"),
    # The applicant reads the draft and says whether it is right; her silence is a yes. The law's clock runs on.
    Move.SEND_DRAFT: MoveRow(
        frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Gửi người nộp xác nhận bản dự thảo"), "send_draft"
    ),
    Move.CONFIRM_DRAFT: MoveRow(
        frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Người nộp đồng ý bản dự thảo"), "answer_draft"
    ),
    Move.CORRECT_DRAFT: MoveRow(
        frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Người nộp báo chỗ sai của bản dự thảo"), "answer_draft"
    ),
    # Some deeds need a second pair of eyes: not receiving at the counter, a second request for papers (``PENDING``).
    Move.PROPOSE_NOT_RECEIVE: MoveRow(
        frozenset({S.FILED}), S.FILED, _NONE, _("Đề nghị không tiếp nhận"), "not_receive"
    ),
    Move.PROPOSE_AGAIN: MoveRow(
        frozenset({S.FILED}), S.FILED, _NONE, _("Đề nghị yêu cầu bổ sung thêm lần nữa"), "request_supplement"
    ),
    Move.RETURN_TO_COUNTER: MoveRow(
        frozenset({S.FILED}), S.FILED, _NONE, _("Không đồng ý, trả lại quầy"), "return_proposal"
    ),
    Move.PROPOSE_SUPPLEMENT: MoveRow(
        frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Đề nghị yêu cầu bổ sung"), "request_supplement"
    ),
    Move.APPROVE_SUPPLEMENT: MoveRow(
        frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Đồng ý yêu cầu bổ sung thêm lần nữa"), "approve_supplement"
    ),
    Move.RETURN_SUPPLEMENT: MoveRow(
        frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Trả lại đề nghị bổ sung"), "return_proposal"
    ),
    Move.REQUEST_SUPPLEMENT: MoveRow(
        frozenset({S.FILED, S.RECEIVED, S.IN_PROGRESS}),
        S.SUPPLEMENT_REQUESTED,
        _STOP,
        _("Yêu cầu bổ sung, hoàn thiện"),
        "request_supplement",
    ),
    # The clock starts from the beginning, or goes on where the version of the procedure says so.
    Move.COMPLETE_SUPPLEMENT: MoveRow(
        frozenset({S.SUPPLEMENT_REQUESTED}), S.IN_PROGRESS, _RESTART, _("Đã bổ sung đủ"), "complete_supplement"
    ),
    Move.SEND_AGAIN: MoveRow(
        frozenset({S.SUPPLEMENT_REQUESTED}), S.FILED, _NONE, _("Gửi lại trước khi tiếp nhận"), "complete_supplement"
    ),
    # Asked by the competent agency's counter before it took over: the receiving counter sends it on once more.
    Move.SEND_ON: MoveRow(
        frozenset({S.SUPPLEMENT_REQUESTED}),
        S.RECEIVED,
        _NONE,
        _("Đã bổ sung đủ, chuyển tiếp"),
        "complete_supplement",
    ),
    Move.REQUEST_PAYMENT: MoveRow(_PAUSABLE, S.FINANCIAL_OBLIGATION, _STOP, _("Yêu cầu thực hiện nghĩa vụ tài chính")),
    Move.CONFIRM_PAYMENT: MoveRow(
        frozenset({S.FINANCIAL_OBLIGATION}), S.IN_PROGRESS, _RESTART, _("Đã thực hiện nghĩa vụ tài chính")
    ),
    # Withdrawn before it was received, stopped at request after that (form 05), stopped because nothing came in time.
    Move.WITHDRAW: MoveRow(frozenset({S.FILED, S.SUPPLEMENT_REQUESTED}), S.WITHDRAWN, _END, _("Rút hồ sơ"), "withdraw"),
    Move.STOP_AT_REQUEST: MoveRow(
        _PAUSABLE | _PAUSED, S.STOPPED_AT_REQUEST, _END, _("Dừng theo đề nghị"), "stop_at_request"
    ),
    Move.STOP_UNMET: MoveRow(
        frozenset({S.SUPPLEMENT_REQUESTED}), S.STOPPED_UNMET, _END, _("Dừng vì không bổ sung đủ"), "stop_unmet"
    ),
    # Where a clerk numbers and seals after the leader, she signs and the clerk issues; else her decision is the result.
    Move.SIGN: MoveRow(frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Ký duyệt, chuyển phát hành"), "decide"),
    Move.ISSUE: MoveRow(frozenset({S.IN_PROGRESS}), S.DECIDED, _END, _("Phát hành kết quả"), "forward"),
    Move.DECIDE: MoveRow(frozenset({S.IN_PROGRESS}), S.DECIDED, _END, _("Ký duyệt"), "decide"),
    Move.HAND_OVER: MoveRow(frozenset({S.DECIDED}), S.HANDED_OVER, _NONE, _("Trả kết quả"), "hand_over"),
    # Form 04. In time it gives the one new date; too late it only apologises and says one: the promise was not kept.
    Move.EXTEND: MoveRow(frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _EXTEND, _("Gia hạn, xin lỗi"), "sign_extension"),
    Move.APOLOGISE: MoveRow(
        frozenset({S.IN_PROGRESS}), S.IN_PROGRESS, _NONE, _("Xin lỗi vì chậm hẹn"), "sign_extension"
    ),
}

TERMINAL: Final = frozenset(state for state, row in STATES.items() if row.terminal)
OPEN: Final = frozenset(STATES) - TERMINAL - {S.DRAFT}
RUNNING: Final = frozenset({S.RECEIVED, S.IN_PROGRESS})
PAUSED: Final = _PAUSED


class Pending(StrEnum):
    """What a dossier waits for when somebody proposed and another decides; kept as the kind of its step."""

    LEADER = "ask_leader"  # the leader: a second supplement request
    SENDING = "ask_send"  # the counter: what the specialist asked for goes out through it
    REFUSAL = "no_receive"  # the Centre's director: not to receive at the counter
    AGAIN = "ask_again"  # the Centre's director: a second request before reception


CONFIRMING: Final = "confirming"  # the applicant has the draft; kept as the kind of the step in the same way

# Until it is answered, nothing else is done by those who hold the dossier.
PENDING: Final[dict[str, frozenset[Move]]] = {
    Pending.LEADER: frozenset({Move.APPROVE_SUPPLEMENT, Move.RETURN_SUPPLEMENT}),
    Pending.SENDING: frozenset({Move.REQUEST_SUPPLEMENT, Move.RETURN_SUPPLEMENT}),
    Pending.REFUSAL: frozenset({Move.NOT_RECEIVE, Move.RETURN_TO_COUNTER}),
    Pending.AGAIN: frozenset({Move.REQUEST_SUPPLEMENT, Move.RETURN_TO_COUNTER}),
    CONFIRMING: frozenset({Move.CONFIRM_DRAFT, Move.CORRECT_DRAFT, Move.ASSIGN, Move.TAKE_BACK}),
}
ONLY_PENDING: Final = frozenset({Move.APPROVE_SUPPLEMENT, Move.RETURN_SUPPLEMENT, Move.RETURN_TO_COUNTER})


def moves_from(state: State) -> tuple[Move, ...]:
    """The moves that the law knows from this state, built or not."""
    return tuple(move for move, row in MOVES.items() if state in row.sources)
