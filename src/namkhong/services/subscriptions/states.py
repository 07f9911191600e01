"""The states of a subscription and of a notice, the kinds of news, and how long to wait after each failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SubscriptionState(models.TextChoices):
    """Is the other system told?"""

    ACTIVE = "active", _("đang gửi")
    PAUSED = "paused", _("tạm dừng")
    ENDED = "ended", _("đã hủy")


class NoticeState(models.TextChoices):
    """How far one notice has come."""

    WAITING = "waiting", _("chờ gửi")
    DELIVERED = "delivered", _("đã nhận")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of news: how people call it, and the moves of a dossier that are told under it."""

    words: Promise
    moves: frozenset[str]


def _kind(words: Promise, *moves: str) -> Kind:
    return Kind(words, frozenset(moves))


KINDS: Final[dict[str, Kind]] = {
    "dossier.filed": _kind(_("Hồ sơ mới gửi"), "file"),
    "dossier.received": _kind(_("Đã tiếp nhận"), "receive"),
    "dossier.not_received": _kind(_("Không tiếp nhận"), "not_receive"),
    "dossier.taken_over": _kind(_("Đến cơ quan giải quyết"), "take_over"),
    "dossier.forwarded": _kind(_("Chuyển bước"), "forward", "send_back", "sign"),
    "dossier.supplement_requested": _kind(_("Yêu cầu bổ sung"), "request_supplement"),
    "dossier.supplement_completed": _kind(_("Đã bổ sung"), "complete_supplement", "send_again", "send_on"),
    "dossier.extended": _kind(_("Hẹn lại, xin lỗi"), "extend", "apologise"),
    "dossier.decided": _kind(_("Đã có kết quả"), "decide", "issue"),
    "dossier.handed_over": _kind(_("Đã trả kết quả"), "hand_over"),
    "dossier.withdrawn": _kind(_("Người nộp rút hồ sơ"), "withdraw"),
    "dossier.stopped": _kind(_("Dừng giải quyết"), "stop_at_request", "stop_unmet"),
}
KIND_OF: Final[dict[str, str]] = {move: name for name, kind in KINDS.items() for move in kind.moves}
TEST: Final = "subscription.test"  # sent on request; nobody subscribes to it

# Seconds after the first, second, … failure (the schedule of Standard Webhooks 1.0, a half minute put in): three days.
LADDER: Final = (5, 30, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
