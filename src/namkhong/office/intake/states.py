"""The life of a document that came in, on one screen (Decree 30/2020, arts. 20–24; codes of QCVN 102:2016).

arrived → registered → proposed → directed → working → done; văn thư may return it, and the sender may call it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Where an arrival stands."""

    ARRIVED = "arrived"
    RETURNED = "returned"
    REGISTERED = "registered"
    PROPOSED = "proposed"
    DIRECTED = "directed"
    WORKING = "working"
    DONE = "done"
    RECALLED = "recalled"


class Move(StrEnum):
    """What is done with it; the value names the note's kind too."""

    RETURN = "return"
    REGISTER = "register"
    PROPOSE = "propose"
    DIRECT = "direct"
    PASS_ON = "pass_on"  # noqa: S105 - a deed, no password
    GIVE_BACK = "give_back"
    REPORT = "report"
    OPINE = "opine"
    ACCEPT = "accept"
    FINISH = "finish"
    EXTEND = "extend"
    AGREE_RECALL = "agree_recall"
    REFUSE_RECALL = "refuse_recall"


@dataclass(frozen=True, slots=True)
class MoveRow:
    """From where, and the words on the circulation page."""

    sources: frozenset[State]
    words: Promise


S = State
STATES: Final[dict[State, Promise]] = {
    S.ARRIVED: _("Chờ vào sổ"),
    S.RETURNED: _("Đã trả lại nơi gửi"),
    S.REGISTERED: _("Đã vào sổ, chờ đề xuất"),
    S.PROPOSED: _("Chờ lãnh đạo cho ý kiến"),
    S.DIRECTED: _("Đã giao, chờ người nhận"),
    S.WORKING: _("Đang giải quyết"),
    S.DONE: _("Đã giải quyết xong"),
    S.RECALLED: _("Nơi gửi đã lấy lại"),
}
OPEN: Final = frozenset({S.REGISTERED, S.PROPOSED, S.DIRECTED, S.WORKING})
_GIVEN: Final = frozenset({S.DIRECTED, S.WORKING})
_GIVEN_OR_DONE: Final = _GIVEN | {S.DONE}
MOVES: Final[dict[Move, MoveRow]] = {
    Move.RETURN: MoveRow(frozenset({S.ARRIVED}), _("Trả lại nơi gửi")),
    Move.REGISTER: MoveRow(frozenset({S.ARRIVED}), _("Vào sổ văn bản đến")),
    Move.PROPOSE: MoveRow(frozenset({S.REGISTERED, S.PROPOSED}), _("Đề xuất")),
    Move.DIRECT: MoveRow(frozenset({S.REGISTERED, S.PROPOSED}), _("Ý kiến chỉ đạo")),
    Move.PASS_ON: MoveRow(_GIVEN_OR_DONE, _("Chuyển xử lý")),
    Move.GIVE_BACK: MoveRow(_GIVEN_OR_DONE, _("Trả lại người giao")),
    Move.REPORT: MoveRow(_GIVEN_OR_DONE, _("Trình lên")),
    Move.OPINE: MoveRow(OPEN | {S.DONE}, _("Ý kiến")),
    Move.ACCEPT: MoveRow(_GIVEN_OR_DONE, _("Nhận việc")),
    Move.FINISH: MoveRow(_GIVEN_OR_DONE, _("Báo xong")),
    Move.EXTEND: MoveRow(_GIVEN_OR_DONE, _("Lùi hạn")),
    Move.AGREE_RECALL: MoveRow(frozenset({S.ARRIVED}) | OPEN | {S.DONE}, _("Đồng ý cho nơi gửi lấy lại")),
    Move.REFUSE_RECALL: MoveRow(frozenset({S.ARRIVED}) | OPEN | {S.DONE}, _("Không đồng ý cho lấy lại")),
}
NOTES: Final = tuple(sorted(Move))


class Part(StrEnum):
    """What somebody is to do with it."""

    LEAD = "lead"
    HELP = "help"
    KNOW = "know"


PARTS: Final[dict[Part, Promise]] = {Part.LEAD: _("Chủ trì"), Part.HELP: _("Phối hợp"), Part.KNOW: _("Để biết")}
WEIGHT: Final[dict[Part, int]] = {Part.LEAD: 2, Part.HELP: 1, Part.KNOW: 0}


class Source(StrEnum):
    """How it came."""

    AXIS = "axis"
    PAPER = "paper"
    EMAIL = "email"
    INSIDE = "inside"


SOURCES: Final[dict[Source, Promise]] = {
    Source.AXIS: _("Trục liên thông"),
    Source.PAPER: _("Bản giấy"),
    Source.EMAIL: _("Thư điện tử"),
    Source.INSIDE: _("Trong hệ thống"),
}
BY_HAND: Final = (Source.PAPER, Source.EMAIL)


class Recall(StrEnum):
    """What became of the sender's wish to have it back."""

    NONE = ""
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


class End(StrEnum):
    """How an assignment stands."""

    OPEN = "open"
    DONE = "done"
    GIVEN_BACK = "given_back"
    WITHDRAWN = "withdrawn"


ENDS: Final[dict[End, Promise]] = {
    End.OPEN: _("Đang làm"),
    End.DONE: _("Xong"),
    End.GIVEN_BACK: _("Đã trả lại"),
    End.WITHDRAWN: _("Thôi, vì nơi gửi lấy lại"),
}
