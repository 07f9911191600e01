"""The life of one signing, on one screen.

prepared ──begin──▶ signing ──value embedded──▶ signed
   ▲                  │   └────level not reached──▶ waiting_upgrade ──time stamp, evidence──▶ signed
   └─────again────────┴──refused──▶ failed ──again──▶ signing
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class SigningState(models.TextChoices):
    """Where a signing stands. ``waiting_upgrade`` is signed and valid, but not yet at the level that was wanted."""

    PREPARED = "prepared", _("chờ ký")
    SIGNING = "signing", _("đang ký")
    SIGNED = "signed", _("đã ký")
    WAITING_UPGRADE = "waiting_upgrade", _("đã ký, chờ bổ sung dấu thời gian")
    FAILED = "failed", _("ký không thành công")


MOVES: Final = {
    SigningState.PREPARED: frozenset({SigningState.SIGNING}),
    SigningState.SIGNING: frozenset(
        {SigningState.SIGNED, SigningState.WAITING_UPGRADE, SigningState.FAILED, SigningState.PREPARED}
    ),
    SigningState.WAITING_UPGRADE: frozenset({SigningState.SIGNED}),
    SigningState.FAILED: frozenset({SigningState.SIGNING}),
    SigningState.SIGNED: frozenset[SigningState](),
}
DONE: Final = frozenset({SigningState.SIGNED, SigningState.WAITING_UPGRADE})


def may_move(current: SigningState, wanted: SigningState) -> bool:
    """Does this move exist?"""
    return wanted in MOVES[current]
