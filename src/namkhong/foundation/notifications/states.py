"""The life of a delivery, on one screen.

queued ──sent──▶ sent
  │ ▲
  │ └──────────── tried again by the administrator ◀──┐
  ├──no answer──▶ failed ──no answer, last time──▶ given_up
  │                 └──────sent──────▶ sent
  └──refused for good──▶ given_up
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """How far a delivery has come."""

    QUEUED = "queued", _("đang chờ gửi")
    SENT = "sent", _("đã gửi")
    FAILED = "failed", _("chưa gửi được, sẽ gửi lại")
    GIVEN_UP = "given_up", _("đã thôi gửi")


class ChannelKind(models.TextChoices):
    """By which way."""

    IN_APP = "in_app", _("Trong hệ thống")
    EMAIL = "email", _("Thư điện tử")
    SMS = "sms", _("Tin nhắn SMS")


WAITING: Final = frozenset({DeliveryState.QUEUED, DeliveryState.FAILED})
# The pause after the first, second, … failure; after the last one the delivery is given up.
PAUSES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
