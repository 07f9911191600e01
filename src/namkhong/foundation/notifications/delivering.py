"""Sending what is queued: under the row's lock, so that two workers never send the same delivery."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from namkhong.foundation.notifications import channels
from namkhong.foundation.notifications.models import Delivery
from namkhong.foundation.notifications.states import PAUSES, WAITING, ChannelKind, DeliveryState

_log = structlog.get_logger("notifications")
_FORGOTTEN: Final = timedelta(minutes=15)


def _parcel(row: Delivery) -> channels.Parcel:
    message = row.message
    if (row.channel == ChannelKind.SMS and not message.phone) or (
        row.channel == ChannelKind.EMAIL and not message.email
    ):
        raise channels.Refused(_("Địa chỉ nhận đã được xóa theo thời hạn lưu giữ."))
    return channels.Parcel(
        id=row.pk,
        phone=message.phone,
        email=message.email,
        title=message.title,
        text=message.text,
        sms=message.sms or message.title,
        link=f"{settings.SITE_URL}{message.link}" if message.link else "",
    )


@transaction.atomic
def deliver(*, delivery_id: UUID, now: datetime) -> DeliveryState | None:
    """Try one delivery. A failure is written down and, unless it was the last, tried again by a later job."""
    row = Delivery.objects.select_for_update(of=("self",)).select_related("message").filter(pk=delivery_id).first()
    if row is None or row.state not in WAITING:
        return DeliveryState(row.state) if row else None
    row.attempts += 1
    try:
        row.receipt = channels.channel(ChannelKind(row.channel)).send(_parcel(row))[:200]
    except channels.SendFailed as problem:
        _put_off(row, problem, now)
    else:
        row.state, row.why, row.next_at, row.settled_at = DeliveryState.SENT, "", None, now
    row.save(update_fields=["state", "attempts", "why", "next_at", "settled_at", "receipt"])
    return DeliveryState(row.state)


def _put_off(row: Delivery, problem: channels.SendFailed, now: datetime) -> None:
    row.why = str(problem)
    if isinstance(problem, channels.Refused) or row.attempts > len(PAUSES):
        row.state, row.next_at, row.settled_at = DeliveryState.GIVEN_UP, None, now
        _log.warning("delivery given up", delivery=str(row.pk), channel=row.channel, attempts=row.attempts)
        return
    pause = PAUSES[row.attempts - 1]
    row.state, row.next_at = DeliveryState.FAILED, now + pause
    app.configure_task("notifications.deliver", schedule_in={"seconds": int(pause.total_seconds())}).defer(
        delivery_id=str(row.pk)
    )


def sweep(*, now: datetime, limit: int = 500) -> int:
    """Queue again what should have gone long ago: its job was lost with a killed worker. Returns how many."""
    late = Delivery.objects.filter(state__in=list(WAITING), next_at__lt=now - _FORGOTTEN).order_by("next_at")
    with transaction.atomic():
        rows = list(late.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        if rows:
            Delivery.objects.filter(pk__in=rows).update(next_at=now)
            jobs: list[dict[str, JSONValue]] = [{"delivery_id": str(pk)} for pk in rows]
            app.configure_task("notifications.deliver").batch_defer(*jobs)
    return len(rows)
