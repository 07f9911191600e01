"""Withdrawn, stopped at request, stopped because nothing came, not received through the director."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from namkhong.foundation.notifications.models import Message
from namkhong.kernel.actor import Role
from namkhong.kernel.problems import Conflict, Forbidden, Invalid
from namkhong.services.dossiers import actions, handlers
from namkhong.services.dossiers.events import DossierWithdrawn, StoppedAtRequest, StoppedUnmet
from namkhong.services.dossiers.models import Dossier, EndRequest, IssuedForm, Step, SupplementRequest
from namkhong.services.dossiers.paper import render
from namkhong.services.dossiers.states import Pending, State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.tests.test_supplement import WORDS, asked, policy, row
from namkhong.services.dossiers.types import Channel
from namkhong.services.procedures import queries as procedures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    procedures.forget()
    yield
    procedures.forget()


def last(found: Any) -> Step:
    return Step.objects.filter(dossier_id=found.id).latest("revision")


def test_withdrawing_before_reception(world: Province) -> None:
    sent = factories.filed(world)
    actions.withdraw(dossier_id=sent.id, actor=world.lan, now=MONDAY, reason="Tôi nộp nhầm thủ tục")
    assert row(sent).now_in is State.WITHDRAWN
    assert EndRequest.objects.get(dossier_id=sent.id).way == "online"
    handlers.tell_applicant(DossierWithdrawn(step_id=last(sent).pk, at=MONDAY))
    assert "rút" in Message.objects.latest("pk").title
    told = factories.timeline(sent.id, now=MONDAY)
    assert told.items[-1].state == "stopped"
    assert not IssuedForm.objects.filter(dossier_id=sent.id).exists()


def test_withdrawing_what_waits_for_papers_before_reception(world: Province) -> None:
    sent = factories.filed(world)
    actions.request_supplement(dossier_id=sent.id, actor=world.counter, now=MONDAY, items=[WORDS])
    with pytest.raises(Conflict):
        actions.stop_at_request(dossier_id=sent.id, actor=world.lan, now=MONDAY, reason="Thôi")
    actions.withdraw(dossier_id=sent.id, actor=world.lan, now=MONDAY)
    assert row(sent).now_in is State.WITHDRAWN
    assert SupplementRequest.objects.get(dossier_id=sent.id).state == "closed"


@pytest.mark.parametrize("paused", [False, True])
def test_stopping_at_request_while_there_is_no_decision(world: Province, paused: bool) -> None:
    sent = asked(world) if paused else factories.received(world)
    with pytest.raises(Conflict):
        actions.withdraw(dossier_id=sent.id, actor=world.lan, now=MONDAY)
    with pytest.raises(Invalid):
        actions.stop_at_request(dossier_id=sent.id, actor=world.lan, now=MONDAY, reason="  ")
    now = MONDAY + timedelta(hours=5)
    actions.stop_at_request(dossier_id=sent.id, actor=world.lan, now=now, reason="Tôi không cần nữa")
    found = row(sent)
    assert (found.now_in, found.holder_agency_id) == (State.STOPPED_AT_REQUEST, None)
    form = IssuedForm.objects.get(dossier_id=sent.id, code="05")
    assert form.data["reason"] == "Tôi không cần nữa"
    assert form.data["by_itself"]
    assert form.template.to_be_confirmed.startswith("Chờ xác nhận")
    handlers.tell_applicant(StoppedAtRequest(step_id=last(sent).pk, at=now))
    assert "dừng" in Message.objects.latest("pk").title
    with pytest.raises(Conflict):
        actions.forward(dossier_id=sent.id, actor=world.specialist, now=now)


def test_a_decided_dossier_is_not_stopped_any_more(world: Province) -> None:
    sent = factories.decided(world)
    with pytest.raises(Conflict):
        actions.stop_at_request(dossier_id=sent.id, actor=world.lan, now=MONDAY + timedelta(hours=3), reason="Thôi")


def test_at_the_counter_her_signed_paper_is_needed(world: Province) -> None:
    sent = factories.received(world)
    now = MONDAY + timedelta(hours=1)
    with pytest.raises(Invalid) as told:
        actions.stop_at_request(dossier_id=sent.id, actor=world.counter, now=now, reason="Đổi ý")
    assert "paper" in told.value.fields
    with pytest.raises(Forbidden):
        actions.stop_at_request(dossier_id=sent.id, actor=world.specialist, now=now, reason="Đổi ý")
    actions.stop_at_request(
        dossier_id=sent.id, actor=world.counter, now=now, reason="Đổi ý", paper=factories.result("don.pdf")
    )
    ended = EndRequest.objects.get(dossier_id=sent.id)
    assert (ended.way, ended.file_name) == ("counter", "don.pdf")


def test_what_did_not_come_in_time_is_closed_by_itself_where_the_version_says_so(world: Province) -> None:
    policy("close", 15)
    sent = asked(world)
    request = SupplementRequest.objects.get(dossier_id=sent.id)
    assert request.answer_by is not None
    assert row(sent).step_due_at == request.answer_by
    assert actions.close_unanswered(request.answer_by) == 0, "the last minute is still hers"
    assert actions.close_unanswered(request.answer_by + timedelta(days=1)) == 1
    assert actions.close_unanswered(request.answer_by + timedelta(days=1)) == 0
    assert row(sent).now_in is State.STOPPED_UNMET
    assert IssuedForm.objects.get(dossier_id=sent.id, code="03").data["reasons"].count("\n") >= 1
    handlers.tell_applicant(StoppedUnmet(step_id=last(sent).pk, at=MONDAY))
    assert "dừng" in Message.objects.latest("pk").title


def test_where_the_version_only_gives_a_time_the_counter_is_told_once_and_closes(world: Province) -> None:
    policy("restart", 10)
    sent = asked(world)
    until = SupplementRequest.objects.get(dossier_id=sent.id).answer_by
    assert until is not None
    with pytest.raises(Invalid, match="Chưa hết thời hạn"):
        actions.stop_unmet(dossier_id=sent.id, actor=world.counter, now=until)
    before = Message.objects.count()
    later = until + timedelta(days=1)
    assert actions.close_unanswered(later) == 0
    told = Message.objects.count() - before
    assert told >= 1
    assert actions.close_unanswered(later) == 0
    assert Message.objects.count() - before == told
    actions.stop_unmet(dossier_id=sent.id, actor=world.counter, now=later)
    assert row(sent).now_in is State.STOPPED_UNMET


def test_at_the_counter_not_receiving_goes_through_the_director(world: Province) -> None:
    sent = factories.filed(world, actor=world.counter, person_id=world.lan.person_id, channel=Channel.COUNTER)
    how = {"dossier_id": sent.id, "now": MONDAY, "reason": "Không đúng nơi", "law": "Điều 17 Nghị định 118/2025/NĐ-CP"}
    with pytest.raises(Invalid, match="Giám đốc Trung tâm"):
        actions.not_receive(actor=world.counter, **how)  # type: ignore[arg-type]
    director = factories.official("pang.sa", "Sùng A Páng", world.centre_id, Role.CENTRE_DIRECTOR)
    answer_due = row(sent).step_due_at
    for round_ in range(2):
        actions.not_receive(actor=world.counter, **how)  # type: ignore[arg-type]
        found = row(sent)
        assert (found.now_in, found.step_kind, found.holder_role) == (State.FILED, Pending.REFUSAL, "centre_director")
        with pytest.raises(Conflict):
            actions.not_receive(actor=director, **how)  # type: ignore[arg-type]
        if round_ == 0:
            actions.return_proposal(dossier_id=sent.id, actor=director, now=MONDAY, reason="Hướng dẫn bổ sung thì đủ")
            assert row(sent).step_due_at == answer_due, "the eight hours of the reception go on"
    actions.approve_not_receive(dossier_id=sent.id, actor=director, now=MONDAY)
    assert row(sent).now_in is State.NOT_RECEIVED
    form = IssuedForm.objects.get(dossier_id=sent.id, code="03")
    assert "Không đúng nơi" in form.data["reasons"]
    assert form.data["signer"] == world.counter.label


def test_online_the_counter_answers_herself(world: Province) -> None:
    sent = factories.filed(world)
    actions.not_receive(
        dossier_id=sent.id, actor=world.counter, now=MONDAY, reason="Nộp trùng", law="Điều 17 Nghị định 118/2025/NĐ-CP"
    )
    assert row(sent).now_in is State.NOT_RECEIVED
    assert IssuedForm.objects.get(dossier_id=sent.id).number == "01/PTC-TTPVHCC"


def test_the_three_papers_become_pdf(world: Province) -> None:
    sent = asked(world)
    actions.stop_at_request(
        dossier_id=sent.id, actor=world.counter, now=MONDAY + timedelta(hours=3), reason="Đổi ý",
        paper=factories.result("don.pdf"),
    )  # fmt: skip
    refused = factories.filed(world)
    actions.not_receive(dossier_id=refused.id, actor=world.counter, now=MONDAY, reason="Nộp trùng", law="Điều 17")
    found = IssuedForm.objects.filter(code__in=["02", "03", "05"]).select_related("template")
    assert sorted(form.code for form in found) == ["02", "03", "05"]
    for form in found:
        assert render.pdf(form.template.layout, form.data, issued_at=form.issued_at).startswith(b"%PDF")
        name, made = actions.form_pdf(form_id=form.pk, actor=world.lan, now=MONDAY)
        assert made.startswith(b"%PDF")
        assert str(Dossier.objects.get(pk=form.dossier_id).code) in name
