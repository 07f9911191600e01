"""Who may subscribe and look after subscriptions. Jobs alone call ``take_note``, ``deliver_next``, ``wake``, ``wake_due``,
``forget_old`` and ``tell_administrators``: see test_noting.py and test_delivering.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from namkhong.kernel.actor import Actor, Elevation, Scope
from namkhong.kernel.problems import Forbidden, Unseen
from namkhong.services.dossiers.tests.factories import MONDAY, NEXT_DOOR, SYSTEM, Province
from namkhong.services.subscriptions import actions, queries
from namkhong.services.subscriptions.errors import (
    AddressRefused,
    AlreadyPaused,
    AlreadySubscribed,
    NoSuchClient,
    NoSuchNotice,
    NotPaused,
    TooLongAgo,
    TooManySubscriptions,
    WrongKinds,
)
from namkhong.services.subscriptions.models import Notice, Subscription
from namkhong.services.subscriptions.states import KINDS
from namkhong.services.subscriptions.tests import factories
from namkhong.services.subscriptions.tests.factories import Told
from namkhong.services.subscriptions.tests.receiver import Receiver

pytestmark = pytest.mark.django_db
Deed = Callable[[Told, Actor], Any]


def _notice(told: Told) -> Any:
    return actions.try_out(public_id=told.public_id, actor=told.actor, now=MONDAY)


DEEDS: Final[dict[str, Deed]] = {
    "subscribe": lambda told, who: actions.subscribe(
        account_id=told.actor.account_id, url=f"{told.row.url}/khac", kinds=list(KINDS), actor=who, now=MONDAY
    ),
    "unsubscribe": lambda told, who: actions.unsubscribe(public_id=told.public_id, actor=who, now=MONDAY),
    "renew_secret": lambda told, who: actions.renew_secret(public_id=told.public_id, actor=who, now=MONDAY),
    "pause": lambda told, who: actions.pause(public_id=told.public_id, reason="Bảo trì", actor=who, now=MONDAY),
    "resume": lambda told, who: actions.resume(public_id=told.public_id, actor=who, now=MONDAY),
    "try_out": lambda told, who: actions.try_out(public_id=told.public_id, actor=who, now=MONDAY),
    "replay": lambda told, who: actions.replay(public_id=told.public_id, since=MONDAY, actor=who, now=MONDAY),
    "send_again": lambda told, who: actions.send_again(
        public_id=told.public_id, notice_id=_notice(told), actor=who, now=MONDAY
    ),
}


def _elevated(actor: Actor) -> Actor:
    return replace(actor, elevation=Elevation("Trợ giúp đơn vị", MONDAY + timedelta(minutes=30)))


@pytest.mark.parametrize("verb", sorted(DEEDS))
def test_who_may(world: Province, receiver: Receiver, verb: str) -> None:
    told = factories.subscribed(receiver.url)
    stranger = factories.program("cong-khac", NEXT_DOOR)
    for name, who in world.cast().items():
        with pytest.raises(Forbidden):
            DEEDS[verb](told, who), name
    with pytest.raises(Forbidden):
        DEEDS[verb](told, _elevated(world.leader))
    with pytest.raises(Forbidden):
        DEEDS[verb](told, replace(told.actor, scopes=frozenset({Scope.READ.value})))
    with pytest.raises((Forbidden, Unseen)):
        DEEDS[verb](told, stranger)
    if verb == "resume":
        actions.pause(public_id=told.public_id, reason="Bảo trì", actor=SYSTEM, now=MONDAY)
    DEEDS[verb](told, told.actor)


def test_an_elevated_administrator_of_the_province_may_help(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    helper = _elevated(world.administrator)
    for verb in ("subscribe", "renew_secret", "try_out", "replay", "send_again", "pause", "resume", "unsubscribe"):
        DEEDS[verb](told, helper)


def test_a_system_sees_its_own_and_the_administrator_all(world: Province, receiver: Receiver) -> None:
    mine = factories.subscribed(receiver.url)
    theirs = factories.subscribed(receiver.url, client_id="cong-ben", agency=NEXT_DOOR)
    assert [card.public_id for card in queries.own(mine.actor).items] == [mine.public_id]
    with pytest.raises(Unseen):
        queries.one(theirs.public_id, mine.actor)
    both = {card.public_id for card in queries.subscriptions(world.administrator).items}
    assert both == {mine.public_id, theirs.public_id}
    for who in (world.lan, world.leader, mine.actor, Actor.anonymous()):
        with pytest.raises(Forbidden):
            queries.subscriptions(who)
    assert not queries.own(world.administrator).items


def test_an_address_once_ten_of_them_and_only_real_ones(world: Province, receiver: Receiver, settings: Any) -> None:
    told = factories.subscribed(receiver.url)

    def more(url: str, kinds: Any = ("dossier.filed",)) -> None:
        actions.subscribe(account_id=told.actor.account_id, url=url, kinds=kinds, actor=told.actor, now=MONDAY)

    with pytest.raises(AlreadySubscribed):
        more(receiver.url)
    for kinds in ((), ("dossier.burnt",), ("subscription.test",)):
        with pytest.raises(WrongKinds):
            more(f"{receiver.url}/x", kinds)
    with pytest.raises(NoSuchClient):
        actions.subscribe(account_id=987_654, url=receiver.url, kinds=list(KINDS), actor=SYSTEM, now=MONDAY)
    for number in range(9):
        more(f"{receiver.url}/{number}")
    with pytest.raises(TooManySubscriptions):
        more(f"{receiver.url}/qua")
    actions.unsubscribe(public_id=told.public_id, actor=told.actor, now=MONDAY)
    more(receiver.url)
    settings.WEBHOOKS = {}
    for url in ("https://127.0.0.1/", "https://localhost/", "http://nhan.example.vn/", "https://[::ffff:10.0.0.1]/"):
        with pytest.raises(AddressRefused):
            more(url)
    assert Subscription.objects.exclude(state="ended").count() == 10


def test_what_cannot_be_done_is_told(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    with pytest.raises(NotPaused):
        DEEDS["resume"](told, told.actor)
    DEEDS["pause"](told, told.actor)
    with pytest.raises(AlreadyPaused):
        DEEDS["pause"](told, told.actor)
    for since in (MONDAY - timedelta(days=31), MONDAY + timedelta(seconds=1)):
        with pytest.raises(TooLongAgo):
            actions.replay(public_id=told.public_id, since=since, actor=told.actor, now=MONDAY)
    other = factories.subscribed(receiver.url, client_id="cong-ben", agency=NEXT_DOOR)
    with pytest.raises(NoSuchNotice):
        actions.send_again(public_id=told.public_id, notice_id=_notice(other), actor=told.actor, now=MONDAY)
    _notice(told)
    DEEDS["unsubscribe"](told, told.actor)
    assert not Notice.objects.filter(subscription=told.row).exists()
    with pytest.raises(Unseen):
        DEEDS["pause"](told, told.actor)
