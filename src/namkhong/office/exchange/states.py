"""The whole life of a consignment, a dispatch and a packet on one screen.

queued → sending → sent (the axis answered) → delivered 01 → accepted 03 → assigned 04 → working 05 → done 06;
refused 02; dead when nobody could be reached, or the axis refused; cancelled when it was taken back before it left.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ConsignmentState(models.TextChoices):
    """How far one document has come on its way to one receiver."""

    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi, chưa có xác nhận")
    SENT = "sent", _("Đã gửi, chưa có xác nhận từ nơi nhận")
    DELIVERED = "delivered", _("Đã đến nơi nhận")
    ACCEPTED = "accepted", _("Nơi nhận đã vào sổ")
    ASSIGNED = "assigned", _("Nơi nhận đã phân công")
    WORKING = "working", _("Nơi nhận đang xử lý")
    DONE = "done", _("Nơi nhận đã xử lý xong")
    REFUSED = "refused", _("Nơi nhận trả lại")
    DEAD = "dead", _("Chưa gửi được")
    CANCELLED = "cancelled", _("Đã rút lại trước khi gửi")


STATES: Final[dict[ConsignmentState, Promise | str]] = {state: state.label for state in ConsignmentState}
S = ConsignmentState
# What a status code makes of a consignment, and what it cannot undo: a late 03 never hides a 06.
BY_STATUS: Final[dict[str, ConsignmentState]] = {
    "01": S.DELIVERED,
    "02": S.REFUSED,
    "03": S.ACCEPTED,
    "04": S.ASSIGNED,
    "05": S.WORKING,
    "06": S.DONE,
}
RANK: Final[dict[ConsignmentState, int]] = {
    S.QUEUED: 0, S.SENDING: 0, S.DEAD: 0, S.CANCELLED: 0, S.SENT: 1, S.DELIVERED: 2, S.REFUSED: 2, S.ACCEPTED: 3,
    S.ASSIGNED: 4, S.WORKING: 5, S.DONE: 6,
}  # fmt: skip
UNANSWERED: Final = frozenset({S.SENT, S.DELIVERED})
ON_THE_WAY: Final = frozenset({S.QUEUED, S.SENDING})


class Recall(models.TextChoices):
    """What became of our wish to have a document back."""

    NONE = "", ""
    ASKED = "asked", _("Đã đề nghị thu hồi, chờ nơi nhận trả lời")
    AGREED = "agreed", _("Nơi nhận đồng ý thu hồi")
    REFUSED = "refused", _("Nơi nhận không đồng ý thu hồi")


class DispatchState(models.TextChoices):
    """How far one packet of ours has come."""

    QUEUED = "queued", _("chờ gửi")
    SENDING = "sending", _("đang gửi")
    SENT = "sent", _("đã gửi")
    DEAD = "dead", _("chưa gửi được")
    CANCELLED = "cancelled", _("đã rút lại")


OPEN: Final = frozenset({DispatchState.QUEUED, DispatchState.SENDING})
BEFORE: Final = OPEN | {DispatchState.DEAD}  # what stands before it in its line and has not left


class PacketState(models.TextChoices):
    """What was made of a packet that came in."""

    ACCEPTED = "accepted", _("đã nhận")
    REJECTED = "rejected", _("không đọc được")


def moved(now: ConsignmentState, code: str) -> ConsignmentState:
    """The state after a status code has come; unchanged when it tells something older than is known."""
    target = BY_STATUS.get(code)
    if target is None or now is S.DONE:
        return now
    if target is S.REFUSED:
        return target
    return target if RANK[target] > RANK[now] or (now is S.REFUSED and RANK[target] > 2) else now
