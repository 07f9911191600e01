"""What happens to a dossier is written down for those who want it and may know it; ids and codes only."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from namkhong.config import wiring
from namkhong.kernel.actor import Scope
from namkhong.services.dossiers import actions as dossiers
from namkhong.services.dossiers.models import Step
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.tests import factories as lives
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.subscriptions import actions, handlers
from namkhong.services.subscriptions.models import Notice, Subscription
from namkhong.services.subscriptions.states import KIND_OF, KINDS
from namkhong.services.subscriptions.tests import factories
from namkhong.services.subscriptions.tests.receiver import Receiver

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=4)


def _told(subscription: Subscription) -> list[str]:
    rows = Notice.objects.filter(subscription=subscription).order_by("dossier_id", "revision")
    return list(rows.values_list("kind", flat=True))


def test_the_whole_life_of_a_dossier_is_told(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    done = lives.handed_over(world)
    assert factories.heard(done.id, LATER) == [told.row.pk]
    assert _told(told.row) == [
        "dossier.filed", "dossier.received", "dossier.forwarded", "dossier.forwarded", "dossier.decided",
        "dossier.handed_over",
    ]  # fmt: skip


def test_heard_twice_it_is_written_once(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    done = lives.handed_over(world)
    for _time in range(3):
        factories.heard(done.id, LATER)
    assert len(_told(told.row)) == 6


def test_heard_out_of_order_nothing_before_it_is_missing(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    done = lives.handed_over(world)
    factories.heard(done.id, LATER, only={"decide"})
    assert _told(told.row)[-1] == "dossier.decided"
    assert len(_told(told.row)) == 5
    factories.heard(done.id, LATER, backwards=True)
    assert len(_told(told.row)) == 6


def test_only_what_was_asked_for_and_only_from_then_on(world: Province, receiver: Receiver) -> None:
    early = lives.filed(world)
    told = factories.subscribed(receiver.url, kinds=["dossier.received"], now=MONDAY + timedelta(minutes=1))
    factories.heard(early.id, LATER)
    assert not _told(told.row)
    dossiers.receive(dossier_id=early.id, actor=world.counter, now=MONDAY + timedelta(minutes=2))
    factories.heard(early.id, LATER)
    assert _told(told.row) == ["dossier.received"]


def test_a_system_is_told_of_its_own_agency_and_no_other(world: Province, receiver: Receiver) -> None:
    here = factories.subscribed(receiver.url)
    next_door = factories.subscribed(receiver.url, client_id="cong-ben", agency=lives.NEXT_DOOR)
    nowhere = factories.subscribed(receiver.url, client_id="cong-la", agency="")
    done = lives.received(world)
    assert factories.heard(done.id, LATER) == [here.row.pk]
    assert len(_told(here.row)) == 3
    assert not _told(next_door.row)
    assert not _told(nowhere.row)


def test_a_stopped_or_ended_system_is_not_told(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    actions.unsubscribe(public_id=told.public_id, actor=told.actor, now=MONDAY)
    assert factories.heard(lives.received(world).id, LATER) == []
    assert not Notice.objects.exists()


def test_a_paused_one_is_not_woken_but_nothing_is_lost(world: Province, receiver: Receiver) -> None:
    told = factories.subscribed(receiver.url)
    actions.pause(public_id=told.public_id, reason="Bảo trì", actor=told.actor, now=MONDAY)
    assert factories.heard(lives.received(world).id, LATER) == []
    assert len(_told(told.row)) == 3


def test_a_notice_says_codes_and_never_whose_it_is(world: Province, receiver: Receiver) -> None:
    factories.subscribed(receiver.url)
    done = lives.handed_over(world)
    refused = lives.decided(world, approved=False)
    for one in (done, refused):
        factories.heard(one.id, LATER)
    notices = list(Notice.objects.all())
    assert len(notices) == 11
    for notice in notices:
        body = json.loads(notice.body)
        assert set(body) == {"type", "timestamp", "data"}
        assert set(body["data"]) == {"dossier", "revision", "state", "national_status", "procedure", "agency"}
        assert body["type"] == notice.kind
        assert body["timestamp"].endswith("Z")
    said = "".join(notice.body for notice in notices)
    for personal in ("Lò Thị Lan", "Lan", "011199000015", "0912345678", "Co Cượm", "vợ hoặc", "Hặc", "giay-xac-nhan"):
        assert personal not in said


def test_every_kind_is_of_moves_that_exist_and_of_events_that_are_heard() -> None:
    assert set(KIND_OF) <= {move.value for move in Move}
    assert sum(len(kind.moves) for kind in KINDS.values()) == len(KIND_OF), "no move is told under two kinds"
    listening = {event for event, said in wiring.LISTENERS.items() if "subscriptions.take_note" in said}
    assert listening == {f"dossiers.{kind.__name__}" for kind in handlers.Stepped.__args__}


def test_what_is_told_are_all_moves_of_the_portals_statuses(world: Province) -> None:
    """Every move that changes where a dossier stands is told under some kind, but for those nobody has built."""
    from namkhong.services.dossiers.states import MOVES

    changing = {move.value for move, row in MOVES.items() if row.action and row.sources != frozenset({row.target})}
    assert changing <= set(KIND_OF)


def test_a_step_that_is_gone_and_a_province_without_subscriptions_cost_little(world: Province) -> None:
    assert actions.take_note(step_id=987_654_321, now=LATER) == []
    step = Step.objects.get(dossier_id=lives.filed(world).id)
    assert actions.take_note(step_id=step.pk, now=LATER) == []


def test_a_system_without_the_scope_to_read_is_told_nothing_it_could_not_read(
    world: Province, receiver: Receiver
) -> None:
    who = factories.program("chi-nhan", scopes=[Scope.WEBHOOKS])
    actions.subscribe(account_id=who.account_id, url=receiver.url, kinds=list(KINDS), actor=who, now=MONDAY)
    assert factories.heard(lives.received(world).id, LATER) == []
