"""Sending again: one notice, everything since a moment, or a trial."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor
from namkhong.services.subscriptions.actions.delivering import KEPT, wake
from namkhong.services.subscriptions.actions.noting import test_notice
from namkhong.services.subscriptions.actions.subscribing import locked
from namkhong.services.subscriptions.errors import NoSuchNotice, TooLongAgo
from namkhong.services.subscriptions.models import Notice
from namkhong.services.subscriptions.states import NoticeState


@transaction.atomic
def try_out(*, public_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Send a notice about nothing, to see whether it arrives; returns its id."""
    row = locked(public_id, actor, now)
    notice = test_notice(row, now)
    notice.save(force_insert=True)
    audit.record(actor, "subscriptions.tried_out", ("subscription", row.pk), now=now)
    wake([row.pk])
    return notice.public_id


@transaction.atomic
def send_again(*, public_id: UUID, notice_id: UUID, actor: Actor, now: datetime) -> None:
    """Send one notice again, at once, under the same ``webhook-id``.

    :raises NoSuchNotice: when this subscription has none of this id (any more).
    """
    row = locked(public_id, actor, now)
    chosen = Notice.objects.filter(subscription=row, public_id=notice_id)
    if not chosen.update(state=NoticeState.WAITING, delivered_at=None, due_at=now, attempts=0):
        raise NoSuchNotice
    audit.record(
        actor, "subscriptions.sent_again", ("subscription", row.pk), now=now, detail={"notice": str(notice_id)}
    )
    wake([row.pk])


@transaction.atomic
def replay(*, public_id: UUID, since: datetime, actor: Actor, now: datetime) -> int:
    """Send everything again that happened since a moment, in its order; returns how many notices.

    :raises TooLongAgo: when the moment is in the future, or further back than notices are kept.
    """
    row = locked(public_id, actor, now)
    if not now - KEPT <= since <= now:
        raise TooLongAgo(KEPT.days)
    count = Notice.objects.filter(subscription=row, at__gte=since).update(
        state=NoticeState.WAITING, delivered_at=None, due_at=now, attempts=0
    )
    audit.record(
        actor,
        "subscriptions.replayed",
        ("subscription", row.pk),
        now=now,
        detail={"since": since.isoformat(), "notices": count},
    )
    wake([row.pk])
    return count
