"""A task from the giver to done: with the document it came from, which ends with it, and the sender who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from namkhong.foundation.notifications.models import Message
from namkhong.foundation.organisations.types import held_by
from namkhong.kernel.problems import Conflict, Invalid
from namkhong.office.directives import actions, queries
from namkhong.office.directives.errors import ChangedMeanwhile, Missing, NotYours
from namkhong.office.directives.models import Directive, DirectiveStep
from namkhong.office.directives.states import DOING, MOVES, OPEN, STATES, Move, State
from namkhong.office.directives.tests import factories
from namkhong.office.directives.tests.factories import LATER
from namkhong.office.exchange import queries as sent
from namkhong.office.exchange.types import StatusCode
from namkhong.office.intake import actions as intake
from namkhong.office.intake.models import Arrival
from namkhong.office.intake.states import End
from namkhong.office.intake.states import State as Station
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import FRIDAY, HOUR, NOW, House

pytestmark = pytest.mark.django_db


def test_every_open_state_can_end() -> None:
    assert set(STATES) - OPEN == {State.DONE, State.DROPPED}
    for state in OPEN:
        assert state in MOVES[Move.CONFIRM].sources
        assert state in MOVES[Move.DROP].sources
    assert DOING | {State.REPORTED} == OPEN


def test_done_in_the_task_is_done_in_the_document_and_the_sender_is_told(
    house: House, run_jobs: Callable[[], int]
) -> None:
    make.send_inside(house)
    run_jobs()
    arrival = Arrival.objects.get()
    intake.register(arrival_id=arrival.pk, data=make.incoming(number=arrival.number), actor=house.clerk, now=NOW)
    intake.direct(
        arrival_id=arrival.pk, words="Làm trong tuần.", lines=[make.lead(house.economy_id)], actor=house.chairman, now=NOW,
        confirmed=True,
    )  # fmt: skip
    run_jobs()
    row = Directive.objects.get()
    assert (row.subject, row.due_on, row.lead_unit_id, row.lead_account_id) == (
        make.incoming().subject, FRIDAY, house.economy_id, None,
    )  # fmt: skip
    actions.accept(directive_id=row.pk, actor=house.specialist, now=NOW)
    run_jobs()
    assert factories.fresh(row).lead_account_id == house.specialist.account_id
    assert sent.consignments_of(house.other_id, "d-1")[0].status_code is StatusCode.WORKING
    actions.progress(directive_id=row.pk, words="Đã khảo sát xong.", percent=40, actor=house.specialist, now=NOW)
    actions.report(directive_id=row.pk, words="Đã xong, kèm công văn.", actor=house.specialist, now=NOW + HOUR)
    assert factories.fresh(row).state == State.REPORTED
    assert make.fresh(arrival).state == Station.WORKING, "nothing is done before the giver says so"
    actions.confirm(directive_id=row.pk, actor=house.chairman, now=NOW + 2 * HOUR)
    run_jobs()
    assert factories.fresh(row).state == State.DONE
    assert make.fresh(arrival).state == Station.DONE
    assert sent.consignments_of(house.other_id, "d-1")[0].status_code is StatusCode.DONE
    moves = list(DirectiveStep.objects.filter(directive=row).order_by("revision").values_list("move", flat=True))
    assert moves == ["give", "accept", "progress", "report", "confirm"], "a job that follows adds nothing"


def test_without_confirmation_reported_is_done(house: House, run_jobs: Callable[[], int]) -> None:
    row, arrival = factories.caused(house, confirmed=False)
    actions.report(directive_id=row.pk, words="Xong.", actor=house.specialist, now=NOW)
    run_jobs()
    assert factories.fresh(row).state == State.DONE
    assert make.fresh(arrival).state == Station.DONE


def test_finished_at_the_document_the_task_is_done_too(house: House, run_jobs: Callable[[], int]) -> None:
    row, arrival = factories.caused(house, make.lead(house.head), confirmed=False)
    intake.pass_on(
        assignment_id=make.job(arrival).pk, words="", lines=[make.lead(house.specialist)], actor=house.head, now=NOW
    )
    run_jobs()
    assert factories.fresh(row).worker_id == house.specialist.account_id
    assert [line.public_id for line in queries.mine(house.specialist, now=NOW).items] == [row.public_id]
    intake.finish(assignment_id=make.job(arrival).pk, result="Xong.", actor=house.specialist, now=NOW)
    run_jobs()
    row = factories.fresh(row)
    assert (row.state, row.ended_at) == (State.DONE, NOW)


def test_given_back_at_the_document_the_task_is_over_and_the_next_note_makes_another(
    house: House, run_jobs: Callable[[], int]
) -> None:
    row, arrival = factories.caused(house)
    intake.give_back(assignment_id=make.job(arrival).pk, reason="Không đúng việc.", actor=house.specialist, now=NOW)
    run_jobs()
    assert factories.fresh(row).state == State.DROPPED
    intake.direct(arrival_id=arrival.pk, words="", lines=[make.lead(house.head)], actor=house.deputy, now=NOW)
    run_jobs()
    assert Directive.objects.filter(assignment__arrival=arrival).count() == 2


def test_a_note_without_a_day_is_no_task_and_told_twice_makes_one(house: House) -> None:
    row, _arrival = factories.caused(house)
    assert actions.take_direction(note_id=factories.top(row).note_id, actor=make.SYSTEM, now=NOW) == 0
    arrival = make.directed(house, make.lead(house.head, None))
    note = make.job(arrival).note_id
    assert actions.take_direction(note_id=note, actor=make.SYSTEM, now=NOW) == 0


def test_who_gave_it_moves_the_day_of_the_task_and_of_the_document(house: House, run_jobs: Callable[[], int]) -> None:
    row, _arrival = factories.caused(house)
    with pytest.raises(NotYours):
        actions.extend(directive_id=row.pk, due_on=LATER, reason="Xin thêm", actor=house.specialist, now=NOW)
    with pytest.raises(Missing):
        actions.extend(directive_id=row.pk, due_on=LATER, reason=" ", actor=house.chairman, now=NOW)
    actions.extend(directive_id=row.pk, due_on=LATER, reason="Chờ Sở trả lời", actor=house.chairman, now=NOW)
    run_jobs()
    row = factories.fresh(row)
    assert (row.due_on, factories.top(row).due_on) == (LATER, LATER)
    assert row.first_due_at < row.due_at
    assert DirectiveStep.objects.filter(directive=row, move="extend").count() == 1
    with pytest.raises(Invalid):
        actions.extend(directive_id=row.pk, due_on=FRIDAY, reason="Sớm hơn", actor=house.chairman, now=NOW)


def test_moved_at_the_document_the_day_of_the_task_follows(house: House, run_jobs: Callable[[], int]) -> None:
    row, arrival = factories.caused(house)
    intake.extend(assignment_id=make.job(arrival).pk, due_on=LATER, reason="Chờ", actor=house.chairman, now=NOW)
    run_jobs()
    assert factories.fresh(row).due_on == LATER


def test_returned_it_is_done_again_and_counts_as_of_the_last_report(house: House) -> None:
    row = factories.given(house)
    actions.report(directive_id=row.pk, words="Xong.", actor=house.specialist, now=NOW)
    with pytest.raises(Missing):
        actions.return_it(directive_id=row.pk, reason="", actor=house.chairman, now=NOW)
    actions.return_it(directive_id=row.pk, reason="Thiếu số liệu bản Co Cượm.", actor=house.chairman, now=NOW)
    assert factories.fresh(row).state == State.RETURNED
    late = NOW + timedelta(days=7)
    actions.report(directive_id=row.pk, words="Đã bổ sung.", actor=house.specialist, now=late)
    actions.confirm(directive_id=row.pk, actor=house.chairman, now=late)
    counted = queries.tally(house.chairman, now=late)
    assert [(one.whom, one.open, one.late, one.in_time, one.too_late) for one in counted] == [
        ("Quàng Văn Tưởng", 0, 0, 0, 1)
    ]


def test_what_i_gave_in_time_late_and_with_whom(house: House) -> None:
    in_time = factories.given(house)
    actions.report(directive_id=in_time.pk, words="Xong.", actor=house.specialist, now=NOW)
    actions.confirm(directive_id=in_time.pk, actor=house.chairman, now=NOW + timedelta(days=9))
    factories.given(house)
    factories.given(house, lead_account_id=make.account(house.head), due_on=NOW.date())
    now = NOW + timedelta(days=1)
    found = {
        one.whom: (one.open, one.late, one.in_time, one.too_late) for one in queries.tally(house.chairman, now=now)
    }
    assert found == {"Hoàng Mạnh Cường": (0, 1, 0, 0), "Quàng Văn Tưởng": (1, 0, 1, 0)}
    lines = queries.given(house.chairman, now=now).items
    assert [line.due_kind for line in lines] == ["late", "ok"]
    assert not queries.given(house.deputy, now=now).items


def test_the_same_form_gives_one_task_and_an_old_screen_is_told(house: House) -> None:
    new = factories.new(house)
    one, other = (actions.give(new=new, actor=house.chairman, now=NOW) for _click in range(2))
    assert one.id == other.id
    actions.accept(directive_id=one.id, actor=house.specialist, now=NOW, revision=1)
    actions.accept(directive_id=one.id, actor=house.specialist, now=NOW, revision=1)
    assert DirectiveStep.objects.filter(directive_id=one.id).count() == 2
    with pytest.raises(ChangedMeanwhile, match="Quàng Văn Tưởng"):
        actions.extend(directive_id=one.id, due_on=LATER, reason="Chờ", actor=house.chairman, now=NOW, revision=1)
    actions.drop(directive_id=one.id, reason="Không cần nữa", actor=house.chairman, now=NOW)
    with pytest.raises(Conflict):
        actions.accept(directive_id=one.id, actor=house.specialist, now=NOW)


def test_what_is_wrong_is_said_field_by_field(house: House) -> None:
    wrong = factories.new(
        house, subject="", lead_account_id=make.account(house.other_leader), due_on=None, helper_ids=(999_999_999,)
    )
    with pytest.raises(Missing) as refused:
        actions.give(new=wrong, actor=house.chairman, now=NOW)
    assert set(refused.value.fields) == {"subject", "lead", "help", "due"}
    with pytest.raises(Missing):
        actions.give(new=factories.new(house, due_on=NOW.date() - timedelta(days=1)), actor=house.chairman, now=NOW)


def test_steps_are_never_changed_and_the_day_never_comes_earlier(house: House) -> None:
    row = factories.given(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        DirectiveStep.objects.filter(directive=row).update(words="khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        Directive.objects.filter(pk=row.pk).update(due_at=NOW - timedelta(days=9))


def test_tasks_by_hand_are_handed_over_and_those_of_a_note_follow_it(house: House, run_jobs: Callable[[], int]) -> None:
    by_hand, (caused, _arrival) = factories.given(house), factories.caused(house)
    hers, his = make.account(house.specialist), make.account(house.colleague)
    assert [str(one) for one in held_by(account_id=hers)] == ["1 văn bản đến được giao", "1 việc được giao"]
    for room in (intake, actions):
        room.reassign(from_account_id=hers, to_account_id=his, agency_id=None, actor=house.administrator, now=NOW)
    run_jobs()
    assert factories.fresh(by_hand).lead_account_id == his
    assert factories.fresh(caused).lead_account_id == his
    actions.reassign(
        from_account_id=his,
        to_account_id=make.account(house.elsewhere),
        agency_id=None,
        actor=house.administrator,
        now=NOW,
    )
    assert (factories.fresh(by_hand).lead_account_id, factories.fresh(by_hand).lead_unit_id) == (None, house.economy_id)


def test_whoever_it_concerns_is_told_once(house: House, run_jobs: Callable[[], int]) -> None:
    row = factories.given(house)
    actions.report(directive_id=row.pk, words="Xong.", actor=house.specialist, now=NOW)
    run_jobs()
    step = DirectiveStep.objects.get(directive=row, move="give")
    actions.tell_moved(step_id=step.pk, now=NOW)
    told = Message.objects.filter(key__startswith="directives.moved:")
    assert sorted(one.account_id or 0 for one in told) == sorted(
        make.account(one) for one in (house.specialist, house.elsewhere, house.chairman)
    )


def test_a_document_taken_back_ends_its_task(house: House, run_jobs: Callable[[], int]) -> None:
    row, arrival = factories.caused(house)
    Arrival.objects.filter(pk=arrival.pk).update(recall="asked")
    intake.settle_recall(arrival_id=arrival.pk, agree=True, reason="", actor=house.clerk, now=NOW)
    run_jobs()
    assert factories.top(row).end == End.WITHDRAWN
    assert factories.fresh(row).state == State.DROPPED
