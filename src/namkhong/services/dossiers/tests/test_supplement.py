"""Asking for what is missing, and completing it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.notifications.models import Message
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.problems import Conflict, Forbidden, Invalid, Unseen
from namkhong.kernel.worktime import Clock, ClockState
from namkhong.services.dossiers import actions, handlers
from namkhong.services.dossiers.events import SupplementCompleted, SupplementRequested
from namkhong.services.dossiers.models import Attachment, ClockEvent, Dossier, IssuedForm, Step, SupplementRequest
from namkhong.services.dossiers.queries.supplements import askable
from namkhong.services.dossiers.states import Pending, State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import MissingItem
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.models import ProcedureVersion

pytestmark = pytest.mark.django_db

WORDS = MissingItem("Ghi rõ nơi cư trú từ 2017 đến nay", "Điều 22 Nghị định 123/2015/NĐ-CP", "Từ tháng, năm nào, ở đâu")


def policy(how: str, days: int | None = None) -> None:
    """What the version says of supplements."""
    ProcedureVersion.objects.filter(procedure__code=factories.MARRIAGE).update(
        supplement_policy=how, close_after_days=days
    )
    procedures.forget()


@pytest.fixture(autouse=True)
def _anew() -> Any:
    procedures.forget()
    yield
    procedures.forget()


def row(found: Any) -> Dossier:
    return Dossier.objects.get(pk=found.id)


def paper(world: Province, found: Any) -> int:
    """A paper of the procedure that takes a file."""
    return next(item.id for item in askable(row(found)) if not item.is_form and not item.present_only)


def asked(world: Province, *items: MissingItem, now: datetime = MONDAY + timedelta(hours=1)) -> Any:
    """Received, found incomplete by the specialist, told by the counter."""
    sent = factories.received(world)
    actions.request_supplement(dossier_id=sent.id, actor=world.specialist, now=now, items=items or (WORDS,))
    return actions.send_supplement(dossier_id=sent.id, actor=world.counter, now=now + timedelta(minutes=20))


def test_asking_for_a_supplement_stops_the_clock_and_goes_out_through_the_counter(world: Province) -> None:
    sent = factories.received(world)
    promised = row(sent).due_at
    actions.request_supplement(dossier_id=sent.id, actor=world.specialist, now=MONDAY, items=[WORDS])
    waiting = row(sent)
    assert (waiting.now_in, waiting.step_kind) == (State.IN_PROGRESS, Pending.SENDING)
    assert (waiting.holder_agency_id, waiting.holder_role) == (world.centre_id, "counter")
    assert waiting.due_at == promised, "until the applicant is told, the clock runs"
    actions.send_supplement(dossier_id=sent.id, actor=world.counter, now=MONDAY + timedelta(hours=2))
    told = row(sent)
    assert told.now_in is State.SUPPLEMENT_REQUESTED
    assert told.due_at is None
    assert Clock.from_json(told.clock).state is ClockState.STOPPED
    request = SupplementRequest.objects.get(dossier_id=sent.id)
    assert (request.number, request.due_before, request.told_late) == (1, promised, False)
    form = IssuedForm.objects.get(dossier_id=sent.id, code="02")
    assert form.number == "01/PBS-TTPVHCC"
    assert form.data["items"][0]["law"] == WORDS.law
    assert ClockEvent.objects.filter(dossier_id=sent.id).latest("pk").effect == "stop"


def test_a_request_without_its_article_or_its_sample_is_not_sent(world: Province) -> None:
    sent = factories.received(world)
    items = [MissingItem("Sổ hộ khẩu cũ", "", "", 10**9), MissingItem("", "Điều 1", "Như mẫu")]
    with pytest.raises(Invalid) as told:
        actions.request_supplement(dossier_id=sent.id, actor=world.specialist, now=MONDAY, items=items)
    assert set(told.value.fields) == {"law-0", "sample-0", "component-0", "what-1"}
    with pytest.raises(Invalid):
        actions.request_supplement(dossier_id=sent.id, actor=world.specialist, now=MONDAY, items=[])


def test_told_after_three_working_days_is_shown_as_late(world: Province) -> None:
    late = MONDAY + timedelta(days=7)
    sent = asked(world, now=late)
    assert SupplementRequest.objects.get(dossier_id=sent.id).told_late


def test_a_complete_supplement_restarts_the_clock_and_tells_the_new_date(world: Province) -> None:
    sent = asked(world)
    before = SupplementRequest.objects.get(dossier_id=sent.id).due_before
    back = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
    actions.complete_supplement(dossier_id=sent.id, actor=world.lan, now=back, reply="Tôi ở bản Co Cượm từ 1999")
    found = row(sent)
    assert found.now_in is State.IN_PROGRESS
    assert (found.holder_agency_id, found.holder_role, found.step_kind) == (world.office_id, "specialist", "work")
    assert found.due_at == datetime(2026, 12, 4, 10, 30, tzinfo=UTC), "three working days again"
    assert before is not None
    assert found.due_at > before
    forms = IssuedForm.objects.filter(dossier_id=sent.id, code="01").order_by("pk")
    assert len(forms) == 2, "the new date is on a new form 01"
    assert forms[1].data["due"] != forms[0].data["due"]
    assert ClockEvent.objects.filter(dossier_id=sent.id).latest("pk").effect == "restart"
    told = factories.timeline(sent.id, now=back)
    assert any("bổ sung" in item.title for item in told.items)
    assert told.why


def test_resuming_moves_the_date_by_what_was_lost_and_no_more(world: Province) -> None:
    policy("resume")
    sent = asked(world)
    before = SupplementRequest.objects.get(dossier_id=sent.id).due_before
    actions.complete_supplement(
        dossier_id=sent.id, actor=world.lan, now=MONDAY + timedelta(days=2, hours=2), reply="Đã ghi"
    )
    found = row(sent)
    assert before == datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
    assert found.due_at == datetime(2026, 11, 30, 10, 30, tzinfo=UTC), "one working day was lost: the 24th is a day off"
    known = calendars.work_calendar_of(found.calendar_version or 0, found.calendar_key)
    assert Clock.from_json(found.clock).due_at(known) == found.due_at
    assert ClockEvent.objects.filter(dossier_id=sent.id).latest("pk").effect == "resume"


def test_a_paper_that_was_asked_for_must_be_uploaded_anew(world: Province) -> None:
    first = factories.received(world)
    item = MissingItem("Bản chụp bị mờ", "Điều 22 Nghị định 123/2015/NĐ-CP", "Chụp đủ bốn góc", paper(world, first))
    now = MONDAY + timedelta(hours=1)
    actions.request_supplement(dossier_id=first.id, actor=world.specialist, now=now, items=[item])
    sent = actions.send_supplement(dossier_id=first.id, actor=world.counter, now=now)
    with pytest.raises(Invalid) as told:
        actions.complete_supplement(dossier_id=sent.id, actor=world.lan, now=now)
    assert "Bản chụp bị mờ" in str(next(iter(told.value.fields.values())))
    with pytest.raises(Forbidden):
        actions.attach(
            dossier_id=sent.id, component_id=item.component_id or 0, new=factories.result("a.pdf"),
            actor=world.specialist, now=now,
        )  # fmt: skip
    line = actions.attach(
        dossier_id=sent.id, component_id=item.component_id or 0, new=factories.result("a.pdf"), actor=world.lan, now=now
    )
    actions.detach(dossier_id=sent.id, attachment_id=line.attachment_id, actor=world.lan, now=now)
    assert not Attachment.objects.filter(dossier_id=sent.id, kind="component").exists()
    actions.attach(
        dossier_id=sent.id, component_id=item.component_id or 0, new=factories.result("a.pdf"), actor=world.lan, now=now
    )
    actions.complete_supplement(dossier_id=sent.id, actor=world.lan, now=now)
    assert row(sent).now_in is State.IN_PROGRESS


def test_correcting_the_form_changes_the_answers_only_when_they_are_sent(world: Province) -> None:
    first = factories.received(world)
    form = next(item for item in askable(row(first)) if item.is_form)
    item = MissingItem("Ghi đúng mục đích", "Điều 22 Nghị định 123/2015/NĐ-CP", "Kết hôn với ai", form.id)
    now = MONDAY + timedelta(hours=1)
    actions.request_supplement(dossier_id=first.id, actor=world.specialist, now=now, items=[item])
    actions.send_supplement(dossier_id=first.id, actor=world.counter, now=now)
    filed_with = row(first).answers_id
    with pytest.raises(Invalid):
        actions.complete_supplement(dossier_id=first.id, actor=world.lan, now=now)
    kept = actions.correct_answers(
        dossier_id=first.id, section="muc-dich-khac", posted=factories.posted({"purpose_detail": "Vay vốn mua trâu"}),
        actor=world.lan, now=now,
    )  # fmt: skip
    assert not kept.errors
    assert row(first).answers_id == filed_with
    with pytest.raises(Forbidden):
        actions.correct_answers(
            dossier_id=first.id, section="muc-dich-khac", posted=factories.posted({}), actor=world.counter, now=now
        )
    actions.complete_supplement(dossier_id=first.id, actor=world.lan, now=now)
    assert row(first).answers_id == kept.answers_id != filed_with


def test_before_reception_the_counter_asks_and_the_applicant_sends_again(world: Province) -> None:
    sent = factories.filed(world)
    actions.request_supplement(dossier_id=sent.id, actor=world.counter, now=MONDAY, items=[WORDS])
    found = row(sent)
    assert (found.now_in, found.received_at, found.clock) == (State.SUPPLEMENT_REQUESTED, None, {})
    actions.complete_supplement(dossier_id=sent.id, actor=world.lan, now=MONDAY + timedelta(days=1), reply="Đã ghi")
    found = row(sent)
    assert (found.now_in, found.holder_role, found.step_index) == (State.FILED, "counter", 0)
    assert found.step_due_at is not None
    assert found.step_due_at > MONDAY + timedelta(days=1)
    actions.receive(dossier_id=sent.id, actor=world.counter, now=MONDAY + timedelta(days=1))
    assert row(sent).now_in is State.IN_PROGRESS


def test_a_second_request_needs_the_leader(world: Province) -> None:
    sent = asked(world)
    now = MONDAY + timedelta(hours=4)
    actions.complete_supplement(dossier_id=sent.id, actor=world.lan, now=now, reply="Đã ghi")
    actions.request_supplement(dossier_id=sent.id, actor=world.specialist, now=now, items=[WORDS])
    assert row(sent).step_kind == Pending.LEADER
    with pytest.raises(Forbidden):
        actions.send_supplement(dossier_id=sent.id, actor=world.counter, now=now)
    with pytest.raises(Conflict):
        actions.forward(dossier_id=sent.id, actor=world.leader, now=now)
    with pytest.raises(Conflict):
        actions.decide(dossier_id=sent.id, actor=world.leader, now=now, approved=True)
    with pytest.raises(Invalid):
        actions.return_proposal(dossier_id=sent.id, actor=world.leader, now=now, reason=" ")
    actions.return_proposal(dossier_id=sent.id, actor=world.leader, now=now, reason="Đã đủ để giải quyết")
    assert row(sent).step_kind == "work"
    actions.request_supplement(dossier_id=sent.id, actor=world.specialist, now=now, items=[WORDS])
    actions.approve_supplement(dossier_id=sent.id, actor=world.leader, now=now)
    actions.send_supplement(dossier_id=sent.id, actor=world.counter, now=now)
    assert row(sent).now_in is State.SUPPLEMENT_REQUESTED
    assert sorted(SupplementRequest.objects.filter(dossier_id=sent.id).values_list("number", "state")) == [
        (0, "dropped"), (1, "answered"), (2, "sent"),
    ]  # fmt: skip


def test_before_reception_a_second_request_needs_the_director(world: Province) -> None:
    sent = factories.filed(world)
    actions.request_supplement(dossier_id=sent.id, actor=world.counter, now=MONDAY, items=[WORDS])
    actions.complete_supplement(dossier_id=sent.id, actor=world.lan, now=MONDAY, reply="Đã ghi")
    with pytest.raises(Invalid, match="Giám đốc Trung tâm"):
        actions.request_supplement(dossier_id=sent.id, actor=world.counter, now=MONDAY, items=[WORDS])
    director = factories.official("pang.sa", "Sùng A Páng", world.centre_id, Role.CENTRE_DIRECTOR)
    actions.request_supplement(dossier_id=sent.id, actor=world.counter, now=MONDAY, items=[WORDS])
    with pytest.raises(Conflict):
        actions.receive(dossier_id=sent.id, actor=director, now=MONDAY)
    actions.send_supplement(dossier_id=sent.id, actor=director, now=MONDAY)
    assert row(sent).now_in is State.SUPPLEMENT_REQUESTED


def test_papers_brought_to_the_counter_are_recorded_one_by_one(world: Province) -> None:
    sent = asked(world)
    item = SupplementRequest.objects.get(dossier_id=sent.id).items.get()
    now = MONDAY + timedelta(hours=3)
    with pytest.raises(Invalid):
        actions.complete_supplement(dossier_id=sent.id, actor=world.counter, now=now, brought=[])
    actions.complete_supplement(dossier_id=sent.id, actor=world.counter, now=now, brought=[item.pk])
    assert SupplementRequest.objects.get(dossier_id=sent.id).answered_by == "counter"


def test_the_same_click_sends_once_and_a_stale_screen_is_told(world: Province) -> None:
    sent = factories.received(world)
    first = actions.request_supplement(
        dossier_id=sent.id, actor=world.specialist, now=MONDAY, items=[WORDS], revision=sent.revision
    )
    again = actions.request_supplement(
        dossier_id=sent.id, actor=world.specialist, now=MONDAY, items=[WORDS], revision=sent.revision
    )
    assert first.revision == again.revision
    with pytest.raises(Conflict, match="Đề nghị yêu cầu bổ sung"):
        actions.forward(dossier_id=sent.id, actor=world.specialist, now=MONDAY, revision=sent.revision)


def test_the_applicant_is_told_what_is_missing_and_the_new_date(world: Province) -> None:
    sent = asked(world)
    step = Step.objects.filter(dossier_id=sent.id).latest("revision")
    handlers.tell_applicant(SupplementRequested(step_id=step.pk, at=MONDAY))
    message = Message.objects.latest("pk")
    assert WORDS.what in message.text
    assert "bo-sung" in message.link
    actions.complete_supplement(dossier_id=sent.id, actor=world.lan, now=MONDAY + timedelta(hours=3), reply="Đã ghi")
    step = Step.objects.filter(dossier_id=sent.id).latest("revision")
    handlers.tell_applicant(SupplementCompleted(step_id=step.pk, at=MONDAY))
    assert "hẹn trả" in Message.objects.latest("pk").title


def test_nobody_else_answers_for_her(world: Province) -> None:
    sent = asked(world)
    for who in (world.neighbour, world.specialist, world.leader, Actor.anonymous()):
        with pytest.raises((Forbidden, Unseen)):
            actions.complete_supplement(dossier_id=sent.id, actor=who, now=MONDAY, reply="x")
    assert row(sent).now_in is State.SUPPLEMENT_REQUESTED
