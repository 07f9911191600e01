"""Questions, proposals and complaints: whose desk, whose answer, until when, and who never judges himself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namkhong.foundation.notifications.models import Message
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.problems import Conflict, Invalid, Unseen
from namkhong.services.dossiers.tests import factories as dossiers
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.feedback import actions, naming, policies, queries, secrets
from namkhong.services.feedback.bodies import body_of
from namkhong.services.feedback.errors import ChangedMeanwhile, Missing, NoSuchInquiry, NotItsOwnJudge, SignInFirst
from namkhong.services.feedback.models import Inquiry, InquiryStep, TimeRule
from namkhong.services.feedback.queries.inquiries import View
from namkhong.services.feedback.states import MOVES, OPEN, STATES, Move, State
from namkhong.services.feedback.tests import factories
from namkhong.services.feedback.tests.conftest import People
from namkhong.services.feedback.types import Kind

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_every_state_can_be_reached_and_every_open_one_ends() -> None:
    reached = {row.target for row in MOVES.values()}
    assert reached == set(STATES)
    for state in OPEN:
        assert {Move.PASS_ON, Move.NOT_ACCEPT} <= {move for move, row in MOVES.items() if state in row.sources}


def test_a_question_about_a_dossier_goes_to_whom_decides_it(world: Province, people: People) -> None:
    dossier = dossiers.received(world)
    inquiry = factories.sent(people.lan, dossier_code=dossier.code)
    assert inquiry.desk_agency_id == world.commune_id
    assert inquiry.due_at > MONDAY
    assert [line.code for line in queries.inbox(people.chief, View.TO_ASSIGN, now=MONDAY).items] == [inquiry.code]
    assert not queries.inbox(people.other_leader, View.TO_ASSIGN, now=MONDAY).items


def test_five_working_days_are_counted_on_the_calendar(people: People) -> None:
    inquiry = factories.sent(people.visitor)
    assert f"{clock.local(inquiry.due_at):%A %d/%m %H:%M}" == "Tuesday 01/12 17:30"
    assert inquiry.due_why
    assert TimeRule.objects.get(pk=inquiry.rule_id).to_be_confirmed


def test_a_complaint_goes_above_whom_it_is_about(world: Province, people: People) -> None:
    dossier = dossiers.appraised(world)
    inquiry = factories.sent(
        people.lan,
        kind=Kind.COMPLAINT,
        dossier_code=dossier.code,
        official_id=world.specialist.account_id,
        title="Hướng dẫn hai lần",
    )
    assert inquiry.about_agency_id == world.commune_id
    assert inquiry.about_official_id == world.specialist.account_id
    assert inquiry.desk_agency_id == organisations.province().id
    for who in (people.specialist, people.chief, people.leader, people.counter, people.other_leader):
        with pytest.raises(NoSuchInquiry):
            queries.by_code(inquiry.code, who)
    assert queries.by_code(inquiry.code, people.controller) == inquiry


def test_whom_a_complaint_is_about_cannot_be_given_it(world: Province, people: People) -> None:
    dossier = dossiers.received(world)
    inquiry = factories.sent(people.lan, kind=Kind.COMPLAINT, dossier_code=dossier.code)
    with pytest.raises(NotItsOwnJudge):
        actions.assign(inquiry_id=inquiry.pk, actor=people.controller, now=MONDAY, agency_id=world.commune_id)
    offered = {value for value, _words in naming.choices(inquiry, MONDAY)}
    assert f"a{world.commune_id}" not in offered
    assert f"a{world.other_commune_id}" in offered
    done = actions.assign(
        inquiry_id=inquiry.pk, actor=people.controller, now=MONDAY, agency_id=organisations.province().id
    )
    assert done.state is State.ASSIGNED


def test_an_official_who_works_above_does_not_see_what_is_said_about_her(world: Province, people: People) -> None:
    province = organisations.province().id
    inquiry = factories.sent(people.lan, kind=Kind.COMPLAINT, agency_id=province, official_name="LÒ THỊ PÁNH")
    assert inquiry.desk_agency_id == province
    with pytest.raises(NoSuchInquiry):
        queries.by_code(inquiry.code, people.controller)
    assert not queries.inbox(people.controller, View.ALL, now=MONDAY).items
    assert not any(name == "Lò Thị Pánh" for _id, name, _title in naming.candidates(inquiry, MONDAY))


def test_the_same_form_sent_twice_is_one_inquiry(people: People) -> None:
    new = factories.new()
    first = actions.send(new=new, actor=people.visitor, now=MONDAY)
    assert actions.send(new=new, actor=people.visitor, now=MONDAY + HOUR).id == first.id
    assert Inquiry.objects.count() == 1


def test_only_questions_need_no_name(people: People) -> None:
    for kind in (Kind.PROPOSAL, Kind.COMPLAINT):
        with pytest.raises(SignInFirst):
            actions.send(new=factories.new(kind), actor=people.visitor, now=MONDAY)


def test_a_dossier_of_somebody_else_is_not_spoken_about(world: Province, people: People) -> None:
    dossier = dossiers.received(world)
    with pytest.raises(Unseen):
        factories.sent(people.neighbour, dossier_code=dossier.code)
    with pytest.raises(Missing):
        factories.sent(people.lan, kind=Kind.COMPLAINT, dossier_code=dossier.code, official_id=people.head.account_id)


def test_all_that_is_wrong_is_said_at_once(people: People) -> None:
    with pytest.raises(Missing) as told:
        actions.send(new=factories.new(title=" ", text="", contact="không có"), actor=people.visitor, now=MONDAY)
    assert set(told.value.fields) == {"title", "text", "contact"}


def test_an_answer_is_read_by_the_sender_and_by_nobody_else(world: Province, people: People) -> None:
    inquiry = factories.assigned(people.lan, people.chief, world.commune_id, agency_id=world.commune_id)
    factories.answered(inquiry, people.leader)
    found = queries.of_sender(inquiry.code, people.lan)
    assert found.answer.startswith("Ông/bà mang theo")
    said = " ".join(line for station in queries.stations(found) for line in station.text)
    assert "Lò Văn Hặc" in said
    for who in (people.neighbour, people.visitor):
        with pytest.raises(NoSuchInquiry):
            queries.of_sender(inquiry.code, who)


def test_inner_notes_are_not_read_by_the_sender(world: Province, people: People) -> None:
    inquiry = factories.sent(people.lan, agency_id=world.commune_id)
    actions.assign(
        inquiry_id=inquiry.pk, actor=people.chief, now=MONDAY, agency_id=world.commune_id, note="Trả lời cho kỹ"
    )
    assert "Trả lời cho kỹ" not in str(queries.stations(inquiry))
    assert "Tòng Văn Thanh" not in str(queries.stations(inquiry))
    assert "Trả lời cho kỹ" in str(queries.stations(inquiry, official=True))


def test_a_visitor_reads_the_answer_with_code_and_secret(people: People) -> None:
    inquiry = factories.sent(people.visitor)
    secret = secrets.secret_of(inquiry.public_id)
    assert queries.with_secret(inquiry.code.lower(), secret.replace("-", " ").lower()) == inquiry
    assert queries.with_secret(inquiry.code, "AAAA-AAAA") is None
    assert queries.with_secret("H18-PAKN-2026-99999", secret) is None


def test_named_to_answer_only_she_answers(world: Province, people: People) -> None:
    inquiry = factories.sent(people.lan, agency_id=world.commune_id)
    actions.assign(inquiry_id=inquiry.pk, actor=people.chief, now=MONDAY, account_id=people.specialist.account_id)
    inquiry.refresh_from_db()
    assert policies.Ability.ANSWER not in policies.abilities(people.leader, inquiry)
    assert queries.inbox(people.specialist, View.TO_ANSWER, now=MONDAY).items
    factories.answered(inquiry, people.specialist)
    assert queries.waiting(people.specialist).value == 0


def test_published_is_only_what_was_agreed_to_and_names_nobody(world: Province, people: People) -> None:
    inquiry = factories.assigned(people.lan, people.chief, world.commune_id, agency_id=world.commune_id)
    with pytest.raises(Missing):
        factories.answered(inquiry, people.leader, publish_as=("Khai sinh muộn", "Cần giấy tờ gì?"))
    agreed = factories.assigned(
        people.lan, people.chief, world.commune_id, agency_id=world.commune_id, may_publish=True
    )
    with pytest.raises(Missing, match="họ tên"):
        factories.answered(agreed, people.leader, publish_as=("Khai sinh muộn", "Tôi là lò thị lan, cần giấy tờ gì?"))
    factories.answered(agreed, people.leader, publish_as=("Khai sinh muộn", "Cần giấy tờ gì?"))
    (shown,) = queries.published().items
    assert (shown.title, shown.question) == ("Khai sinh muộn", "Cần giấy tờ gì?")
    assert "Lan" not in str(shown)


def test_a_complaint_is_never_published(world: Province, people: People) -> None:
    inquiry = factories.sent(people.lan, kind=Kind.COMPLAINT, agency_id=world.commune_id, may_publish=True)
    assert not inquiry.may_publish
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(published=True)


def test_the_same_click_twice_is_once_and_a_stale_tab_is_told(world: Province, people: People) -> None:
    inquiry = factories.sent(people.lan, agency_id=world.commune_id)
    how: dict[str, Any] = {"inquiry_id": inquiry.pk, "now": MONDAY, "revision": 1}
    first = actions.assign(**how, actor=people.chief, agency_id=world.commune_id)
    assert actions.assign(**how, actor=people.chief, agency_id=world.commune_id).revision == first.revision
    with pytest.raises(ChangedMeanwhile, match="Tòng Văn Thanh"):
        actions.not_accept(**how, actor=people.leader, reason="Không rõ")


def test_passed_on_and_not_accepted_say_why(world: Province, people: People) -> None:
    inquiry = factories.sent(people.lan, agency_id=world.commune_id)
    with pytest.raises(Missing) as told:
        actions.pass_on(inquiry_id=inquiry.pk, actor=people.chief, now=MONDAY, to="", reason="")
    assert set(told.value.fields) == {"authority", "pass_reason"}
    with pytest.raises(Missing):
        actions.not_accept(inquiry_id=inquiry.pk, actor=people.chief, now=MONDAY, reason="")
    actions.pass_on(
        inquiry_id=inquiry.pk, actor=people.chief, now=MONDAY, to="Bảo hiểm xã hội tỉnh", reason="Việc của bảo hiểm"
    )
    assert "Bảo hiểm xã hội tỉnh. Việc của bảo hiểm" in str(queries.stations(inquiry))
    with pytest.raises(Conflict):
        actions.not_accept(inquiry_id=inquiry.pk, actor=people.chief, now=MONDAY, reason="Không rõ")


def test_the_sender_ends_it_or_time_does(world: Province, people: People) -> None:
    first, second = (
        factories.assigned(people.lan, people.chief, world.commune_id, agency_id=world.commune_id) for _ in range(2)
    )
    for inquiry in (first, second):
        factories.answered(inquiry, people.leader)
    actions.close(inquiry_id=first.pk, actor=people.lan, now=MONDAY + 3 * HOUR, satisfied=False)
    actions.close(inquiry_id=first.pk, actor=people.lan, now=MONDAY + 3 * HOUR, satisfied=True)
    first.refresh_from_db()
    assert first.satisfied is False
    with pytest.raises(NoSuchInquiry):
        actions.close(inquiry_id=second.pk, actor=people.neighbour, now=MONDAY, satisfied=True)
    assert actions.close_old(now=MONDAY + timedelta(days=10)) == 0
    assert actions.close_old(now=MONDAY + timedelta(days=16)) == 1
    second.refresh_from_db()
    assert (second.now_in, second.satisfied) == (State.CLOSED, None)


def test_the_sender_is_told_once_and_never_what_it_is_about(world: Province, people: People) -> None:
    inquiry = factories.assigned(people.lan, people.chief, world.commune_id, agency_id=world.commune_id)
    for step in InquiryStep.objects.filter(inquiry=inquiry):
        for _twice in range(2):
            actions.tell_sender(inquiry_step_id=step.pk, now=MONDAY)
            actions.tell_assigned(inquiry_step_id=step.pk, now=MONDAY)
    told = Message.objects.filter(account_id=people.lan.account_id)
    assert told.count() == 2
    assert not any("khai sinh" in message.text for message in told)


def test_steps_are_never_changed(people: People) -> None:
    inquiry = factories.sent(people.visitor)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        InquiryStep.objects.filter(inquiry=inquiry).update(note="khác")


def test_lists_and_single_rows_say_the_same(world: Province, people: People) -> None:
    dossier = dossiers.received(world)
    made = [
        factories.sent(people.lan, agency_id=world.commune_id),
        factories.sent(people.visitor),
        factories.sent(people.lan, kind=Kind.COMPLAINT, dossier_code=dossier.code),
        factories.sent(
            people.lan, kind=Kind.COMPLAINT, dossier_code=dossier.code, official_id=world.counter.account_id
        ),
        factories.sent(
            people.lan, kind=Kind.COMPLAINT, agency_id=world.other_commune_id, official_name="Tòng Văn Thanh"
        ),
        factories.assigned(people.lan, people.chief, world.commune_id, agency_id=world.commune_id),
    ]
    named = factories.sent(people.lan, agency_id=world.commune_id)
    actions.assign(inquiry_id=named.pk, actor=people.chief, now=MONDAY, account_id=people.counter.account_id)
    for inquiry in Inquiry.objects.all():
        for who in vars(people).values():
            listed = Inquiry.objects.filter(policies.visible_to(who), pk=inquiry.pk).exists()
            assert listed == policies.sees(who, inquiry), (inquiry, who.label)
    assert made


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_complaint_is_ever_given_to_whom_it_is_about(world: Province, people: People, data: st.DataObject) -> None:
    cards = organisations.agencies()
    about = data.draw(st.sampled_from(cards))
    with transaction.atomic():
        inquiry = factories.sent(people.lan, kind=Kind.COMPLAINT, agency_id=about.id)
        body = body_of(about.id)
        if body.parent_id is not None:
            offered = [int(value[1:]) for value, _words in naming.choices(inquiry, MONDAY) if value[0] == "a"]
            assert body.id not in offered
            assert inquiry.desk_agency_id != body.id
            paths = {card.id: card.path for card in cards}
            assert not any(paths[pk].startswith(body.path) for pk in offered)
        transaction.set_rollback(True)


def test_a_rule_that_cannot_be_read_is_refused(people: People) -> None:
    TimeRule.objects.filter(kind="question").delete()
    with pytest.raises(Exception, match="thời hạn"):
        factories.sent(people.visitor)
    assert issubclass(Missing, Invalid)
