"""Received elsewhere and found incomplete before the competent agency took it over: asked for once, the clock not begun."""

from __future__ import annotations

from datetime import timedelta

import pytest

from namkhong.services.dossiers import actions, policies
from namkhong.services.dossiers.errors import NotYours, SecondRequest
from namkhong.services.dossiers.messages import message_of
from namkhong.services.dossiers.models import ClockEvent, Dossier, IssuedForm, Step
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.states import Move, State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MISSING, MONDAY, Province
from namkhong.services.dossiers.tests.test_permissions import elsewhere
from namkhong.services.dossiers.types import DossierCard

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=3)
DAYS_LATER = MONDAY + timedelta(days=8)


def _asked(world: Province) -> int:
    sent: DossierCard = elsewhere(world)
    actions.request_supplement(dossier_id=sent.id, actor=world.counter, now=LATER, items=[MISSING])
    return sent.id


def test_the_competent_counter_asks_before_it_takes_over_and_no_clock_runs(world: Province) -> None:
    sent = elsewhere(world)
    row = Dossier.objects.get(pk=sent.id)
    assert {Ability.TAKE_OVER, Ability.REQUEST_SUPPLEMENT} <= policies.abilities(world.counter, row)
    assert Ability.REQUEST_SUPPLEMENT not in policies.abilities(world.other_counter, row), "it has sent it on"
    with pytest.raises(NotYours):
        actions.request_supplement(dossier_id=sent.id, actor=world.other_counter, now=LATER, items=[MISSING])
    actions.request_supplement(dossier_id=sent.id, actor=world.counter, now=LATER, items=[MISSING])
    row.refresh_from_db()
    assert (row.now_in, row.clock, row.clock_started_at, row.due_at) == (State.SUPPLEMENT_REQUESTED, {}, None, None)
    assert row.holder_agency_id == row.receiver_agency_id == world.other_centre_id
    assert not ClockEvent.objects.filter(dossier=row).exists()
    assert IssuedForm.objects.filter(dossier=row, code="02").count() == 1
    with pytest.raises(NotYours):
        actions.take_over(dossier_id=sent.id, actor=world.counter, now=LATER)


@pytest.mark.parametrize("who", ["other_counter", "lan"])
def test_complete_it_is_on_its_way_again_with_a_new_estimate_and_the_clock_starts_on_arrival(
    world: Province, who: str
) -> None:
    pk = _asked(world)
    told = message_of(Step.objects.get(dossier_id=pk, move=Move.REQUEST_SUPPLEMENT), Dossier.objects.get(pk=pk))
    assert MISSING.what in told.text
    receipts = IssuedForm.objects.filter(dossier_id=pk, code="01").count()
    actions.complete_supplement(dossier_id=pk, actor=world.cast()[who], now=DAYS_LATER, reply="Ở xã từ năm 1999")
    row = Dossier.objects.get(pk=pk)
    assert row.received_elsewhere
    assert (row.holder_agency_id, row.holder_role) == (world.centre_id, "counter")
    assert row.due_at is not None
    assert row.due_at > DAYS_LATER
    assert IssuedForm.objects.filter(dossier_id=pk, code="01").count() == receipts + 1
    step = Step.objects.get(dossier_id=pk, move=Move.SEND_ON)
    assert "đang chuyển tới cơ quan giải quyết" in message_of(step, row).text
    arrived = DAYS_LATER + timedelta(hours=2)
    actions.take_over(dossier_id=pk, actor=world.counter, now=arrived)
    row.refresh_from_db()
    assert (row.now_in, row.clock_started_at) == (State.IN_PROGRESS, arrived)


def test_it_is_asked_once_on_its_way_and_a_second_time_only_with_the_leader(world: Province) -> None:
    pk = _asked(world)
    actions.complete_supplement(dossier_id=pk, actor=world.other_counter, now=DAYS_LATER)
    with pytest.raises(SecondRequest):
        actions.request_supplement(dossier_id=pk, actor=world.counter, now=DAYS_LATER, items=[MISSING])
    actions.take_over(dossier_id=pk, actor=world.counter, now=DAYS_LATER)
    actions.request_supplement(dossier_id=pk, actor=world.specialist, now=DAYS_LATER, items=[MISSING])
    assert Dossier.objects.get(pk=pk).step_kind == "ask_leader"


def test_the_way_of_the_dossier_tells_it_in_order(world: Province) -> None:
    pk = _asked(world)
    asked = [item.title for item in factories.timeline(pk, now=LATER).items]
    assert asked[:3] == ["Đã gửi hồ sơ", "Đã tiếp nhận", "Hồ sơ còn thiếu, chờ ông/bà bổ sung"]
    assert "Đang chuyển tới cơ quan giải quyết" not in asked
    actions.complete_supplement(dossier_id=pk, actor=world.other_counter, now=DAYS_LATER)
    told = [item.title for item in factories.timeline(pk, now=DAYS_LATER).items]
    assert told[1:5] == ["Đã tiếp nhận", "Đã yêu cầu bổ sung", "Đã bổ sung đủ", "Đang chuyển tới cơ quan giải quyết"]


def test_she_may_stop_it_while_it_waits(world: Province) -> None:
    pk = _asked(world)
    actions.stop_at_request(dossier_id=pk, actor=world.lan, now=LATER, reason="Đổi ý")
    assert Dossier.objects.get(pk=pk).now_in is State.STOPPED_AT_REQUEST


def test_received_at_its_own_counter_it_goes_the_usual_way(world: Province) -> None:
    sent = factories.received(world)
    with pytest.raises(NotYours):
        actions.request_supplement(dossier_id=sent.id, actor=world.counter, now=LATER, items=[MISSING])
