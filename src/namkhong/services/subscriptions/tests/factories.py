"""A connected system of the commune, its subscription, and the events of dossiers as the worker hears them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from namkhong.foundation.accounts import actions as accounts
from namkhong.foundation.accounts import queries as clients
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.actor import Actor, ActorKind, AgencyId, Scope
from namkhong.services.dossiers.models import Step
from namkhong.services.dossiers.tests.factories import COMMUNE, MONDAY, SYSTEM
from namkhong.services.subscriptions import actions
from namkhong.services.subscriptions.models import Notice, Subscription
from namkhong.services.subscriptions.states import KINDS


@dataclass(frozen=True)
class Told:
    """A subscription, whose it is, and its first secret."""

    row: Subscription
    actor: Actor
    secret: str

    @property
    def public_id(self) -> UUID:
        """As the API names it."""
        return self.row.public_id


def program(client_id: str = "cong-xa", agency: str = COMMUNE, scopes: Iterable[Scope] | None = None) -> Actor:
    """A connected system as the API knows it."""
    given = [Scope.WEBHOOKS, Scope.READ] if scopes is None else list(scopes)
    accounts.register_api_client(
        client_id=client_id,
        name=f"Hệ thống {client_id}",
        scopes=[scope.value for scope in given],
        agency_key=agency,
        actor=SYSTEM,
        now=MONDAY,
    )
    card = next(card for card in clients.api_clients() if card.client_id == client_id)
    return Actor(
        kind=ActorKind.API_CLIENT,
        account_id=card.account_id,
        label=card.name,
        scopes=frozenset(card.scopes),
        reach=frozenset(AgencyId(one.id) for one in organisations.inside(agency)),
    )


def subscribed(
    url: str,
    *,
    client_id: str = "cong-xa",
    kinds: Iterable[str] = tuple(KINDS),
    agency: str = COMMUNE,
    now: datetime = MONDAY,
) -> Told:
    """It asked to be told."""
    who = program(client_id, agency)
    made = actions.subscribe(account_id=who.account_id, url=url, kinds=kinds, actor=who, now=now)
    return Told(Subscription.objects.select_related("client").get(public_id=made.subscription_id), who, made.secret)


def heard(dossier_id: int, now: datetime, *, only: Iterable[str] | None = None, backwards: bool = False) -> list[int]:
    """The worker hears of every step of a dossier; returns who was woken."""
    steps = list(Step.objects.filter(dossier_id=dossier_id).order_by("-revision" if backwards else "revision"))
    woken: set[int] = set()
    for step in steps:
        if only is None or step.move in only:
            woken |= set(actions.take_note(step_id=step.pk, now=now))
    return sorted(woken)


def delivered(told: Told, now: datetime, *, most: int = 200) -> int:
    """Send what can be sent at this moment; how many tries it took."""
    tries = 0
    while tries < most and actions.deliver_next(subscription_id=told.row.pk, now=now):
        tries += 1
    return tries


def waiting(told: Told) -> list[Notice]:
    """What was not taken yet."""
    return list(Notice.objects.filter(subscription=told.row, state="waiting").order_by("pk"))
