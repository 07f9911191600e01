"""Telling somebody: written and queued in the caller's transaction."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from namkhong.foundation.notifications import channels, policies
from namkhong.foundation.notifications.errors import NoSuchNotice
from namkhong.foundation.notifications.models import Delivery, Message
from namkhong.foundation.notifications.states import ChannelKind, DeliveryState
from namkhong.foundation.notifications.types import Notice
from namkhong.kernel.actor import Actor
from namkhong.kernel.text import clean, one_line


@transaction.atomic
def notify(  # noqa: PLR0913
    *,
    account_id: int | None,
    title: str,
    text: str,
    now: datetime,
    phone: str = "",
    email: str = "",
    sms: str = "",
    link: str = "",
    about: tuple[str, int | str] = ("", ""),
    key: str = "",
) -> None:
    """Tell somebody in the application and by every outside way for which an address is given.

    ``sms`` is the short form for a telephone (the title is used when it is empty); ``link`` is a path of ours.
    A ``key`` makes a handler idempotent: the same key never tells twice.
    """
    message = Message(
        account_id=account_id,
        phone=one_line(phone),
        email=one_line(email),
        title=one_line(title)[:200],
        text=clean(text),
        sms=one_line(sms),
        link=link,
        about_type=about[0],
        about_id=str(about[1]),
        key=key,
        created_at=now,
    )
    if key:
        written = Message.objects.bulk_create([message], ignore_conflicts=True)
        found = Message.objects.filter(key=key).values_list("pk", flat=True).get()
        if Delivery.objects.filter(message_id=found).exists():
            return
        message = written[0]
        message.pk = found
    else:
        message.save(force_insert=True)
    _queue(message, now)


def _queue(message: Message, now: datetime) -> None:
    open_now = channels.kinds()
    given = {ChannelKind.EMAIL: message.email, ChannelKind.SMS: message.phone}
    outside = [kind for kind, address in given.items() if address and kind in open_now]
    deliveries = [
        Delivery(id=uuid.uuid4(), message=message, channel=kind, created_at=now, next_at=now) for kind in outside
    ]
    if message.account_id is not None:
        deliveries.append(
            Delivery(
                id=uuid.uuid4(),
                message=message,
                channel=ChannelKind.IN_APP,
                state=DeliveryState.SENT,
                created_at=now,
                settled_at=now,
            )
        )
    Delivery.objects.bulk_create(deliveries)
    jobs: list[dict[str, JSONValue]] = [
        {"delivery_id": str(row.pk)} for row in deliveries if row.state == DeliveryState.QUEUED
    ]
    if jobs:
        app.configure_task("notifications.deliver").batch_defer(*jobs)


@transaction.atomic
def open_notice(*, notice_id: int, actor: Actor, now: datetime) -> Notice:
    """Read one's own notice.

    :raises NoSuchNotice: also when it is somebody else's.
    """
    row = policies.visible_to(actor).filter(pk=notice_id).first()
    if row is None:
        raise NoSuchNotice
    if row.read_at is None:
        row.read_at = now
        row.save(update_fields=["read_at"])
    return Notice(id=row.pk, title=row.title, text=row.text, link=row.link, at=row.created_at, read=True)


@transaction.atomic
def mark_all_read(*, actor: Actor, now: datetime) -> None:
    """Nothing is new any more in one's own inbox."""
    policies.visible_to(actor).filter(read_at__isnull=True).update(read_at=now)
