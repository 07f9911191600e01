"""Sending what waits: one notice at a time for each subscription, what goes wrong tried again ever later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.subscriptions import queries, sending, signing
from namkhong.services.subscriptions.conf import conf
from namkhong.services.subscriptions.events import SubscriptionPaused
from namkhong.services.subscriptions.models import Attempt, Notice, Subscription
from namkhong.services.subscriptions.sending import Answer, Verdict
from namkhong.services.subscriptions.states import NoticeState, SubscriptionState

KEPT: Final = timedelta(days=30)  # a notice and its tries
_BATCH: Final = 5_000
_LOCK: Final = 0x6E6B7768  # the first half of the advisory lock; the second is the subscription


def deliver_next(*, subscription_id: int, now: datetime) -> bool:
    """Try the next notice of a subscription; false when there is nothing to try at this moment.

    The other system is waited for outside any transaction; a process that dies meanwhile leaves the notice waiting, and
    the other system may get it twice, under the same ``webhook-id``. Whoever is second at the same subscription does
    nothing.
    """
    with _alone(subscription_id) as alone:
        if not alone:
            return False
        subscription = Subscription.objects.select_related("client").filter(pk=subscription_id).first()
        if subscription is None or not _may_go(subscription, now):
            return False
        notice = queries.next_notice(subscription_id, now)
        if notice is None:
            return False
        with translation.override(settings.LANGUAGE_CODE):  # the words are kept
            headers = signing.headers(
                notice_id=notice.public_id, body=notice.body, secrets=secrets_of(subscription, now), now=now
            )
            answer = sending.post(url=subscription.url, body=notice.body, headers=headers)
            _write_down(notice.pk, answer, now)
        return True


def _may_go(subscription: Subscription, now: datetime) -> bool:
    resting = subscription.rest_until is not None and subscription.rest_until > now
    return subscription.state == SubscriptionState.ACTIVE and subscription.client.is_active and not resting


def secrets_of(subscription: Subscription, now: datetime) -> list[bytes]:
    """The secrets that sign now: the newest first; for a while after a rotation the one before it too."""
    numbers = [subscription.secret_number]
    if subscription.old_secret_until is not None and now < subscription.old_secret_until:
        numbers.append(subscription.secret_number - 1)
    return [signing.secret_of(subscription.public_id, number) for number in numbers]


@transaction.atomic
def _write_down(notice_id: int, answer: Answer, now: datetime) -> None:
    done = now + timedelta(milliseconds=answer.ms)
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if notice is None:
        return  # it was ended meanwhile
    subscription = Subscription.objects.select_for_update().get(pk=notice.subscription_id)
    Attempt.objects.create(notice=notice, at=now, status=answer.status, ms=answer.ms, words=answer.words[:300])
    notice.attempts += 1
    if answer.verdict is Verdict.TAKEN:
        notice.state, notice.due_at, notice.delivered_at = NoticeState.DELIVERED, None, done
        subscription.failures, subscription.rest_until, subscription.last_ok_at = 0, None, done
    else:
        _failed(subscription, notice, answer, done)
    notice.save(update_fields=["state", "attempts", "due_at", "delivered_at"])
    subscription.save(update_fields=["failures", "rest_until", "last_ok_at"])
    if subscription.state == SubscriptionState.ACTIVE:
        _pause_if_hopeless(subscription, notice, answer, done)


def _failed(subscription: Subscription, notice: Notice, answer: Answer, now: datetime) -> None:
    """The notice waits longer each time. A system that is unwell is left alone as a whole; one that only refuses is not."""
    notice.due_at = now + _pause(notice.attempts, answer.rest, notice.pk)
    if answer.verdict is Verdict.UNWELL:
        subscription.failures += 1
        subscription.rest_until = now + _pause(subscription.failures, answer.rest, subscription.pk)
        wake_later(subscription.pk, subscription.rest_until)
    else:
        wake_later(subscription.pk, notice.due_at)


def _pause(failures: int, asked: int, seed: int) -> timedelta:
    """The rung of the ladder, a few percent longer so that many do not come back in the same second."""
    ladder = conf().ladder
    rung = ladder[min(failures, len(ladder)) - 1]
    return timedelta(seconds=max(rung * (1 + seed % 11 / 100), asked))


def _pause_if_hopeless(subscription: Subscription, notice: Notice, answer: Answer, now: datetime) -> None:
    if answer.verdict is Verdict.GONE:
        why = answer.words
    elif max(subscription.failures, notice.attempts if notice.due_at else 0) > len(conf().ladder):
        why = _("Đã thử %(times)d lần trong nhiều ngày. Lần cuối: %(words)s") % {
            "times": notice.attempts,
            "words": answer.words,
        }
    else:
        return
    subscription.state, subscription.why, subscription.paused_at = SubscriptionState.PAUSED, why, now
    subscription.save(update_fields=["state", "why", "paused_at"])
    audit.record(
        Actor.system("Hệ thống"),
        "subscriptions.given_up",
        ("subscription", subscription.pk),
        now=now,
        reason=why,
        detail={"notice": notice.pk, "attempts": notice.attempts},
    )
    publish(SubscriptionPaused(subscription_id=subscription.pk, at=now))


@contextmanager
def _alone(subscription_id: int) -> Iterator[bool]:
    """Nobody else sends to this subscription meanwhile; the lock goes with the connection when the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_LOCK, subscription_id])
        row = cursor.fetchone()
    alone = bool(row and row[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [_LOCK, subscription_id])


def wake(subscription_ids: Iterable[int]) -> None:
    """Let a job send what waits. One that is queued already is enough."""
    for subscription_id in subscription_ids:
        _queue(subscription_id, f"subscriptions:{subscription_id}", None)


def wake_later(subscription_id: int, at: datetime) -> None:
    """The same at a moment; ``wake_due`` catches what a queued job is too late for."""
    _queue(subscription_id, f"subscriptions:{subscription_id}:later", at)


def _queue(subscription_id: int, queueing_lock: str, at: datetime | None) -> None:
    try:
        with transaction.atomic():
            app.configure_task(
                "subscriptions.deliver",
                lock=f"subscriptions:{subscription_id}",
                queueing_lock=queueing_lock,
                schedule_at=at,
            ).defer(subscription_id=subscription_id)
    except AlreadyEnqueued:
        return


def wake_due(*, now: datetime) -> int:
    """Wake every subscription for which something is due: a retry, or what was lost with a killed worker."""
    found = queries.with_something_due(now)
    wake(found)
    return len(found)


def forget_old(*, now: datetime) -> int:
    """Throw away notices after thirty days, with their tries; returns how many."""
    gone = 0
    while batch := list(Notice.objects.filter(at__lt=now - KEPT).order_by("at").values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            Attempt.objects.filter(notice_id__in=batch).delete()
            gone += Notice.objects.filter(pk__in=batch).delete()[0]
    return gone
