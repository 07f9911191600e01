"""Who may subscribe, who may look after subscriptions, and who is told of which dossier."""

from __future__ import annotations

from datetime import datetime

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, Role, Scope
from namkhong.kernel.remembering import remember
from namkhong.services.subscriptions.errors import MayNotSubscribe, NoSuchSubscription
from namkhong.services.subscriptions.models import Subscription


def keeps(actor: Actor) -> bool:
    """The province's administrators look after every subscription."""
    return actor.is_official and actor.holds_for_province(Role.ADMINISTRATOR)


def may_subscribe(actor: Actor) -> bool:
    """A connected system that was let in for it."""
    return actor.is_program and Scope.WEBHOOKS in actor.scopes


def require_reader(actor: Actor) -> None:
    """May she open the list of every subscription?

    :raises MayNotSubscribe: for everybody but the province's administrators.
    """
    if not keeps(actor):
        raise MayNotSubscribe


def require_subscriber(actor: Actor, account_id: int | None, now: datetime) -> None:
    """May this actor make a subscription for the connected system with this account?

    :raises MayNotSubscribe: for everybody but this system itself and an administrator in an elevated session.
    """
    if not (
        _keeps_now(actor, now) or (may_subscribe(actor) and account_id is not None and actor.account_id == account_id)
    ):
        raise MayNotSubscribe


def require_owner(actor: Actor, subscription: Subscription, now: datetime) -> None:
    """May this actor change this subscription: the system whose it is, or an administrator in an elevated session?

    :raises NoSuchSubscription: for another system, which does not learn that there is one.
    :raises MayNotSubscribe: for everybody else.
    """
    if _keeps_now(actor, now):
        return
    if not may_subscribe(actor):
        raise MayNotSubscribe
    if actor.account_id != subscription.client.account_id:
        raise NoSuchSubscription


def _keeps_now(actor: Actor, now: datetime) -> bool:
    return actor.kind is ActorKind.SYSTEM or (keeps(actor) and actor.elevated(now))


def program_of(subscription: Subscription) -> Actor:
    """The connected system as the actor it is at the API, so that the same rule says which dossiers it may know of."""
    client = subscription.client
    return Actor(
        kind=ActorKind.API_CLIENT,
        account_id=AccountId(client.account_id),
        label=client.name,
        scopes=frozenset(client.scopes),
        reach=_reach(client.agency_key),
    )


@remember(seconds=60)
def _reach(agency_key: str) -> frozenset[AgencyId]:
    return frozenset(AgencyId(agency.id) for agency in organisations.inside(agency_key)) if agency_key else frozenset()
