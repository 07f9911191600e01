"""The whole life of an outgoing document on one screen (Decree 30/2020 arts. 10–18).

drafting → content checked → form checked → initialled and signed → numbered → sealed → issued; back to the drafter with a
reason as long as it has no number. Which checks an agency has is data (``Chain``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Where a draft stands."""

    DRAFTING = "drafting"
    CHECKING_CONTENT = "checking_content"
    CHECKING_FORMAT = "checking_format"
    SIGNING = "signing"
    NUMBERING = "numbering"
    SEALING = "sealing"
    ISSUING = "issuing"
    ISSUED = "issued"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What is done with it."""

    CREATE = "create"
    SUBMIT = "submit"
    PASS_CONTENT = "pass_content"  # noqa: S105 - a deed, no password
    PASS_FORMAT = "pass_format"  # noqa: S105 - a deed, no password
    SIGNED = "signed"  # one field carries its signature, more are to come
    ALL_SIGNED = "all_signed"
    NUMBER = "number"
    SEALED = "sealed"
    ISSUE = "issue"
    RETURN = "return"
    WITHDRAW = "withdraw"


S = State
STATES: Final[dict[State, Promise]] = {
    S.DRAFTING: _("Đang soạn"),
    S.CHECKING_CONTENT: _("Chờ kiểm tra nội dung"),
    S.CHECKING_FORMAT: _("Chờ kiểm tra thể thức"),
    S.SIGNING: _("Chờ ký"),
    S.NUMBERING: _("Chờ cấp số"),
    S.SEALING: _("Chờ đóng dấu"),
    S.ISSUING: _("Chờ phát hành"),
    S.ISSUED: _("Đã phát hành"),
    S.RETURNED: _("Bị trả lại"),
    S.WITHDRAWN: _("Đã bỏ"),
}


@dataclass(frozen=True, slots=True)
class MoveRow:
    """From where, and the words on the timeline. Where to: the chain of the agency says it for the checks."""

    sources: frozenset[State]
    words: Promise


OPEN: Final = frozenset({S.DRAFTING, S.RETURNED})  # the drafter may change it
CHECKING: Final = frozenset({S.CHECKING_CONTENT, S.CHECKING_FORMAT})
RETURNABLE: Final = frozenset({*CHECKING, S.SIGNING, S.NUMBERING})
MOVES: Final[dict[Move, MoveRow]] = {
    Move.CREATE: MoveRow(frozenset(), _("Bắt đầu soạn")),
    Move.SUBMIT: MoveRow(OPEN, _("Trình")),
    Move.PASS_CONTENT: MoveRow(frozenset({S.CHECKING_CONTENT}), _("Đồng ý nội dung")),
    Move.PASS_FORMAT: MoveRow(frozenset({S.CHECKING_FORMAT}), _("Đồng ý thể thức")),
    Move.SIGNED: MoveRow(frozenset({S.SIGNING}), _("Ký nháy")),
    Move.ALL_SIGNED: MoveRow(frozenset({S.SIGNING}), _("Ký")),
    Move.NUMBER: MoveRow(frozenset({S.NUMBERING}), _("Cấp số, vào sổ")),
    Move.SEALED: MoveRow(frozenset({S.SEALING}), _("Ký số của cơ quan")),
    Move.ISSUE: MoveRow(frozenset({S.ISSUING}), _("Phát hành")),
    Move.RETURN: MoveRow(RETURNABLE, _("Trả lại")),
    Move.WITHDRAW: MoveRow(OPEN, _("Bỏ dự thảo")),
}


class Check(StrEnum):
    """A check an agency's chain may ask for."""

    CONTENT = "content"  # the head of the drafting unit
    FORMAT = "format"  # Văn phòng


CHECK_STATE: Final = {Check.CONTENT: S.CHECKING_CONTENT, Check.FORMAT: S.CHECKING_FORMAT}


def after(checks: tuple[Check, ...], passed: Check | None) -> State:
    """Where a draft goes once a check is passed (none = it is submitted): the next check of its chain, else to be signed."""
    rest = checks if passed is None else checks[checks.index(passed) + 1 :] if passed in checks else ()
    return CHECK_STATE[rest[0]] if rest else S.SIGNING
