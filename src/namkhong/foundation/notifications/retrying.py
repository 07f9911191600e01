"""The administrator tries again what failed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.notifications import policies
from namkhong.foundation.notifications.errors import MayNotRetry, NothingToRetry
from namkhong.foundation.notifications.models import Delivery
from namkhong.foundation.notifications.states import DeliveryState
from namkhong.kernel.actor import Actor


@transaction.atomic
def retry_delivery(*, delivery_id: UUID, actor: Actor, now: datetime) -> None:
    """Queue a delivery that was given up, from the first attempt.

    :raises MayNotRetry: without an elevated administrator's session.
    :raises NothingToRetry: when it is not given up (any more).
    """
    if not policies.may_retry(actor, now):
        raise MayNotRetry
    row = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if row is None or row.state not in {DeliveryState.GIVEN_UP, DeliveryState.FAILED}:
        raise NothingToRetry
    row.state, row.attempts, row.why, row.next_at, row.settled_at = DeliveryState.QUEUED, 0, "", now, None
    row.save(update_fields=["state", "attempts", "why", "next_at", "settled_at"])
    audit.record(actor, "notifications.delivery_retried", ("delivery", str(row.pk)), now=now)
    app.configure_task("notifications.deliver").defer(delivery_id=str(row.pk))


@transaction.atomic
def retry_job(*, job_id: int, actor: Actor, now: datetime) -> None:
    """Queue a failed job again.

    :raises MayNotRetry: without an elevated administrator's session.
    :raises NothingToRetry: when it has not failed (any more), or the same work is queued already.
    """
    if not policies.may_retry(actor, now):
        raise MayNotRetry
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(job_id, retry_at=now)
    except Exception as error:
        raise NothingToRetry from error
    audit.record(actor, "notifications.job_retried", ("job", job_id), now=now)
