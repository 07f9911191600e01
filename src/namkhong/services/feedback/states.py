"""The whole life of a question, proposal or complaint on one screen.

sent → assigned → answered → closed, or it is passed on to somebody outside, or not accepted with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Where an inquiry stands."""

    SENT = "sent"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    CLOSED = "closed"
    PASSED_ON = "passed_on"
    NOT_ACCEPTED = "not_accepted"


class Move(StrEnum):
    """What can be done with it."""

    SEND = "send"
    ASSIGN = "assign"
    ANSWER = "answer"
    PASS_ON = "pass_on"  # noqa: S105 - a deed, no password
    NOT_ACCEPT = "not_accept"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class StateRow:
    """How a state is called."""

    sender: Promise
    official: Promise
    open: bool = False  # does its clock run?


@dataclass(frozen=True, slots=True)
class MoveRow:
    """From where, to where, and the words on the timeline."""

    sources: frozenset[State]
    target: State
    sender: Promise
    official: Promise


S = State
STATES: Final[dict[State, StateRow]] = {
    S.SENT: StateRow(_("Đã gửi, chờ cơ quan phân công trả lời"), _("Chờ phân công"), open=True),
    S.ASSIGNED: StateRow(_("Đã phân công, đang chuẩn bị trả lời"), _("Chờ trả lời"), open=True),
    S.ANSWERED: StateRow(_("Đã có trả lời"), _("Đã trả lời")),
    S.CLOSED: StateRow(_("Đã có trả lời, đã kết thúc"), _("Đã kết thúc")),
    S.PASSED_ON: StateRow(_("Đã chuyển cơ quan có thẩm quyền"), _("Đã chuyển nơi khác")),
    S.NOT_ACCEPTED: StateRow(_("Không được tiếp nhận"), _("Không tiếp nhận")),
}
_OPEN: Final = frozenset({S.SENT, S.ASSIGNED})
MOVES: Final[dict[Move, MoveRow]] = {
    Move.SEND: MoveRow(frozenset(), S.SENT, _("Đã gửi"), _("Người dân gửi")),
    Move.ASSIGN: MoveRow(_OPEN, S.ASSIGNED, _("Đã phân công trả lời"), _("Phân công")),
    Move.ANSWER: MoveRow(frozenset({S.ASSIGNED}), S.ANSWERED, _("Đã có trả lời"), _("Trả lời")),
    Move.PASS_ON: MoveRow(_OPEN, S.PASSED_ON, _("Đã chuyển cơ quan có thẩm quyền"), _("Chuyển cơ quan có thẩm quyền")),
    Move.NOT_ACCEPT: MoveRow(_OPEN, S.NOT_ACCEPTED, _("Không được tiếp nhận"), _("Không tiếp nhận")),
    Move.CLOSE: MoveRow(frozenset({S.ANSWERED}), S.CLOSED, _("Đã kết thúc"), _("Kết thúc")),
}
OPEN: Final = frozenset(state for state, row in STATES.items() if row.open)
