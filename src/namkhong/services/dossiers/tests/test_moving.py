"""Moves under strain: late screens, double clicks, wrong order, what must not change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from namkhong.kernel.problems import Conflict, Forbidden, Invalid
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.errors import NoSuchDossier
from namkhong.services.dossiers.models import Attachment, ClockEvent, Dossier, IssuedForm, Step
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import ReturnWay

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=4)


def test_filing_twice_sends_once(world: Province) -> None:
    begun = factories.filled(world)
    first = actions.file(dossier_id=begun.id, actor=world.lan, now=MONDAY, declared=True)
    second = actions.file(dossier_id=begun.id, actor=world.lan, now=LATER, declared=True)
    assert first.code == second.code
    assert Step.objects.filter(dossier_id=begun.id, move="file").count() == 1


def test_a_double_click_receives_once(world: Province) -> None:
    sent = factories.filed(world)
    first = actions.receive(dossier_id=sent.id, actor=world.counter, now=MONDAY, revision=sent.revision)
    second = actions.receive(dossier_id=sent.id, actor=world.counter, now=MONDAY, revision=sent.revision)
    assert second.revision == first.revision
    assert IssuedForm.objects.filter(dossier_id=sent.id).count() == 1


def test_a_double_click_decides_once(world: Province) -> None:
    sent = factories.appraised(world)
    for _click in range(2):
        done = actions.decide(
            dossier_id=sent.id, actor=world.leader, now=LATER, approved=True, revision=sent.revision,
            result=factories.result(),
        )  # fmt: skip
    assert done.state is State.DECIDED
    assert ClockEvent.objects.filter(dossier_id=sent.id, effect="end").count() == 1


def test_a_stale_screen_is_told_who_did_what_and_when(world: Province) -> None:
    sent = factories.filed(world)
    actions.receive(dossier_id=sent.id, actor=world.counter, now=MONDAY)
    with pytest.raises(Conflict) as told:
        actions.receive(dossier_id=sent.id, actor=world.counter2, now=LATER, revision=sent.revision)
    assert "Lò Thị Xuân đã làm “Tiếp nhận” lúc 7 giờ 41, thứ Hai 23/11" in str(told.value)


def test_a_screen_from_the_future_is_refused_too(world: Province) -> None:
    sent = factories.filed(world)
    with pytest.raises(Conflict):
        actions.receive(dossier_id=sent.id, actor=world.counter, now=MONDAY, revision=99)


def test_what_is_not_due_now_is_refused(world: Province) -> None:
    at_work = factories.received(world)
    with pytest.raises(Conflict):
        actions.decide(dossier_id=at_work.id, actor=world.specialist, now=LATER, approved=True)
    signing = factories.appraised(world)
    with pytest.raises(Conflict):
        actions.forward(dossier_id=signing.id, actor=world.leader, now=LATER)
    with pytest.raises(Conflict):
        actions.hand_over(dossier_id=signing.id, actor=world.leader, now=LATER)
    done = factories.handed_over(world)
    with pytest.raises((Conflict, Forbidden)):
        actions.hand_over(dossier_id=done.id, actor=world.counter, now=LATER)
    with pytest.raises(Conflict):
        actions.discard_draft(dossier_id=done.id, actor=world.lan, now=LATER)


def test_nothing_goes_back_to_the_counter_that_received_it(world: Province) -> None:
    at_work = factories.received(world)
    with pytest.raises(Conflict):
        actions.send_back(dossier_id=at_work.id, actor=world.specialist, now=LATER, reason="Thiếu giấy")


def test_sent_back_keeps_the_legal_date_and_says_why_only_inside(world: Province) -> None:
    signing = factories.appraised(world)
    due = Dossier.objects.get(pk=signing.id).due_at
    actions.send_back(dossier_id=signing.id, actor=world.leader, now=LATER, reason="Ghi lại thời gian cư trú")
    dossier = Dossier.objects.get(pk=signing.id)
    assert (dossier.due_at, dossier.step_code, dossier.holder_role) == (due, "appraise", "specialist")
    step = Step.objects.filter(dossier=dossier).latest("revision")
    assert (step.note, step.public) == ("Ghi lại thời gian cư trú", False)


@pytest.mark.parametrize("blank", ["", "   ", "\u200b"])
def test_a_refusal_needs_its_reason(world: Province, blank: str) -> None:
    sent, signing = factories.filed(world), factories.appraised(world)
    with pytest.raises(Invalid) as told:
        actions.not_receive(dossier_id=sent.id, actor=world.counter, now=LATER, reason=blank, law="Điều 17")
    assert "reason" in told.value.fields
    with pytest.raises(Invalid) as told:
        actions.not_receive(dossier_id=sent.id, actor=world.counter, now=LATER, reason="Nộp trùng", law=blank)
    assert "law" in told.value.fields
    with pytest.raises(Invalid):
        actions.decide(dossier_id=signing.id, actor=world.leader, now=LATER, approved=False, reason=blank)


def test_yes_needs_a_result_file_and_the_specialists_draft_will_do(world: Province) -> None:
    signing = factories.appraised(world)
    with pytest.raises(Invalid) as told:
        actions.decide(dossier_id=signing.id, actor=world.leader, now=LATER, approved=True)
    assert "result" in told.value.fields
    at_work = factories.received(world)
    actions.forward(dossier_id=at_work.id, actor=world.specialist, now=LATER, result=factories.result("du-thao.pdf"))
    actions.decide(dossier_id=at_work.id, actor=world.leader, now=LATER, approved=True)
    assert Attachment.objects.get(dossier_id=at_work.id, kind="result").name == "du-thao.pdf"


def test_who_takes_a_result_at_the_counter_is_written_down(world: Province) -> None:
    ready = factories.decided(world)
    with pytest.raises(Invalid) as told:
        actions.hand_over(dossier_id=ready.id, actor=world.counter, now=LATER, way=ReturnWay.COUNTER)
    assert "taken_by" in told.value.fields
    actions.hand_over(dossier_id=ready.id, actor=world.counter, now=LATER, way=ReturnWay.COUNTER, taken_by="Lò Thị Lan")
    assert Step.objects.filter(dossier_id=ready.id).latest("revision").note == "Người nhận tại quầy: Lò Thị Lan"


def test_steps_clock_events_and_issued_forms_cannot_be_changed(world: Province) -> None:
    done = factories.handed_over(world)
    for model, change in ((Step, {"note": "khác"}), (ClockEvent, {"limit": "9 day"}), (IssuedForm, {"number": "9"})):
        rows = model._default_manager.filter(dossier_id=done.id)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.filter(pk=done.id).update(code="H18-261123-0001")
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.filter(pk=done.id).update(state="received", decided_at=None)


def test_every_step_says_who_held_it_from_when_to_when_and_whether_in_time(world: Province) -> None:
    done = factories.handed_over(world)
    held = [
        (step.step_code, step.role, step.by_name, step.timeliness)
        for step in Step.objects.filter(dossier_id=done.id).order_by("revision")
    ]
    assert held == [
        ("", "", "Lò Thị Lan", ""),
        ("receive", "counter", "Lò Thị Xuân", "on_time"),
        ("receive", "counter", "Lò Thị Xuân", ""),
        ("appraise", "specialist", "Quàng Văn Tưởng", "early"),
        ("sign", "leader", "Lò Văn Hặc", "on_time"),
        ("hand_over", "counter", "Lò Thị Xuân", "on_time"),
    ]


def test_a_late_step_is_called_late(world: Province) -> None:
    at_work = factories.received(world)
    actions.forward(dossier_id=at_work.id, actor=world.specialist, now=MONDAY + timedelta(days=30))
    assert Step.objects.filter(dossier_id=at_work.id).latest("revision").timeliness == "late"
    actions.decide(
        dossier_id=at_work.id, actor=world.leader, now=MONDAY + timedelta(days=31), approved=True,
        result=factories.result(),
    )  # fmt: skip
    assert Dossier.objects.get(pk=at_work.id).now_in is State.DECIDED


def test_the_answers_of_an_earlier_dossier_of_hers_are_taken_over(world: Province) -> None:
    before = factories.handed_over(world)
    begun = factories.draft(world, like=before.id)
    sent = actions.file(dossier_id=begun.id, actor=world.lan, now=LATER)
    assert sent.state is State.FILED
    with pytest.raises(NoSuchDossier):
        factories.draft(world, actor=world.neighbour, like=before.id)
