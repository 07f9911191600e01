"""A connected system asks to be told, gets a new secret, or wants nothing any more; somebody pauses it or lets it go on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from namkhong.foundation.accounts import queries as accounts
from namkhong.foundation.accounts.types import ApiClientCard
from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor
from namkhong.kernel.text import clean
from namkhong.services.subscriptions import addresses, policies, signing
from namkhong.services.subscriptions.actions.delivering import wake
from namkhong.services.subscriptions.conf import conf
from namkhong.services.subscriptions.errors import (
    AlreadyPaused,
    AlreadySubscribed,
    NoSuchClient,
    NoSuchSubscription,
    NotPaused,
    TooManySubscriptions,
    WrongKinds,
)
from namkhong.services.subscriptions.models import Notice, Subscription
from namkhong.services.subscriptions.states import KINDS, NoticeState, SubscriptionState
from namkhong.services.subscriptions.types import NewSecret

MOST: Final = 10  # subscriptions of one connected system
BOTH_SECRETS: Final = timedelta(hours=24)  # how long the old secret signs beside the new one


def subscribe(*, account_id: int | None, url: str, kinds: Iterable[str], actor: Actor, now: datetime) -> NewSecret:
    """Tell the connected system with this account from now on; the secret of the signatures is returned once.

    The address is resolved before any row is written or locked here: a slow name server holds up nobody else.

    :raises MayNotSubscribe: for everybody but this system and an administrator in an elevated session.
    :raises AddressRefused: when it is not an https address of a machine open to us.
    :raises WrongKinds: when nothing that is told was chosen.
    :raises AlreadySubscribed: when the system has this address already.
    """
    policies.require_subscriber(actor, account_id, now)
    client = next((card for card in accounts.api_clients() if card.account_id == account_id and card.active), None)
    if client is None:
        raise NoSuchClient
    wanted = sorted(set(kinds))
    if not wanted or not set(wanted) <= KINDS.keys():
        raise WrongKinds
    written = url.strip()
    settings = conf()
    addresses.resolve(addresses.read(written, settings), settings)
    return _subscribe(client, written, wanted, actor, now)


@transaction.atomic
def _subscribe(client: ApiClientCard, url: str, kinds: list[str], actor: Actor, now: datetime) -> NewSecret:
    with connection.cursor() as cursor:  # ten at most, however many ask at once
        cursor.execute("select pg_advisory_xact_lock(hashtext('subscriptions.client'), %s)", [client.id])
    if Subscription.objects.filter(client_id=client.id).exclude(state=SubscriptionState.ENDED).count() >= MOST:
        raise TooManySubscriptions(MOST)
    row = Subscription(client_id=client.id, url=url, kinds=kinds, created_at=now)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadySubscribed from error
    audit.record(
        actor,
        "subscriptions.subscribed",
        ("subscription", row.pk),
        now=now,
        detail={"client": client.client_id, "kinds": kinds},
    )
    return _shown(row)


def _shown(row: Subscription) -> NewSecret:
    secret = signing.written(signing.secret_of(row.public_id, row.secret_number))
    return NewSecret(row.public_id, secret, row.secret_number)


def locked(public_id: UUID, actor: Actor, now: datetime) -> Subscription:
    """The subscription, locked for this deed.

    :raises NoSuchSubscription: when there is none, or it is another system's.
    """
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("client")
    row = rows.filter(public_id=public_id).exclude(state=SubscriptionState.ENDED).first()
    if row is None:
        if not policies.may_subscribe(actor):
            policies.require_subscriber(actor, None, now)
        raise NoSuchSubscription
    policies.require_owner(actor, row, now)
    return row


@transaction.atomic
def unsubscribe(*, public_id: UUID, actor: Actor, now: datetime) -> None:
    """Tell it nothing more; what still waits is dropped."""
    row = locked(public_id, actor, now)
    dropped = Notice.objects.filter(subscription=row, state=NoticeState.WAITING).delete()[0]
    row.state, row.ended_at, row.paused_at, row.why = SubscriptionState.ENDED, now, None, ""
    row.save(update_fields=["state", "ended_at", "paused_at", "why"])
    audit.record(actor, "subscriptions.ended", ("subscription", row.pk), now=now, detail={"dropped": dropped})


@transaction.atomic
def renew_secret(*, public_id: UUID, actor: Actor, now: datetime) -> NewSecret:
    """A new secret, returned once; for a day the old one signs beside it, so that nothing is missed while it is put in."""
    row = locked(public_id, actor, now)
    row.secret_number += 1
    row.old_secret_until = now + BOTH_SECRETS
    row.save(update_fields=["secret_number", "old_secret_until"])
    audit.record(actor, "subscriptions.secret_renewed", ("subscription", row.pk), now=now)
    return _shown(row)


@transaction.atomic
def pause(*, public_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Send nothing for the time being; what happens is written down and sent later.

    :raises AlreadyPaused: when it stands still.
    """
    row = locked(public_id, actor, now)
    if row.state == SubscriptionState.PAUSED:
        raise AlreadyPaused
    row.state, row.paused_at, row.why = SubscriptionState.PAUSED, now, clean(reason)
    row.save(update_fields=["state", "paused_at", "why"])
    audit.record(actor, "subscriptions.paused", ("subscription", row.pk), now=now, reason=reason)


@transaction.atomic
def resume(*, public_id: UUID, actor: Actor, now: datetime) -> None:
    """Send again, from the first rung of the ladder; what waited goes first.

    :raises NotPaused: when it does not stand still.
    """
    row = locked(public_id, actor, now)
    if row.state != SubscriptionState.PAUSED:
        raise NotPaused
    row.state, row.paused_at, row.why, row.failures, row.rest_until = SubscriptionState.ACTIVE, None, "", 0, None
    row.save(update_fields=["state", "paused_at", "why", "failures", "rest_until"])
    Notice.objects.filter(subscription=row, state=NoticeState.WAITING, attempts__gt=0).update(attempts=0, due_at=now)
    audit.record(actor, "subscriptions.resumed", ("subscription", row.pk), now=now)
    wake([row.pk])
