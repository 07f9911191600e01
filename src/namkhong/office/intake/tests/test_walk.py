"""The way of an incoming document through the house: deeds, what refuses them, and what stays on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from namkhong.kernel.problems import Forbidden, Unseen
from namkhong.office.documents.errors import Duplicate
from namkhong.office.intake import actions, queries
from namkhong.office.intake.errors import ChangedMeanwhile, GiverConfirms, Missing, NoSuchArrival, NotNarrower, NotYours
from namkhong.office.intake.models import Assignment, Note
from namkhong.office.intake.states import End, Part, State
from namkhong.office.intake.tests import factories as make
from namkhong.office.intake.tests.factories import FRIDAY, NOW, TODAY, House

pytestmark = pytest.mark.django_db


def test_the_same_document_registered_twice_is_named_and_needs_a_reason(house: House) -> None:
    first = make.registered(house, number="9/SNNMT-KL")
    second = make.on_paper(house)
    data = make.incoming(number="9/SNNMT-KL")
    with pytest.raises(Duplicate):
        actions.register(arrival_id=second.pk, data=data, actor=house.clerk, now=NOW)
    assert make.fresh(second).state == State.ARRIVED
    done = actions.register(
        arrival_id=second.pk, data=data, actor=house.clerk, now=NOW, despite_duplicate=True, reason="Bản đính chính"
    )
    assert (first.serial, done.serial) == (1, 2)


def test_the_same_click_registers_once_and_an_old_screen_is_told_who_was_faster(house: House) -> None:
    arrival = make.on_paper(house)
    shown = arrival.revision
    for _click in range(2):
        card = actions.register(arrival_id=arrival.pk, data=make.incoming(), actor=house.clerk, now=NOW, revision=shown)
        assert card.serial == 1
    lines = [make.lead(house.economy_id)]
    shown = make.fresh(arrival).revision
    actions.direct(arrival_id=arrival.pk, words="", lines=lines, actor=house.chairman, now=NOW, revision=shown)
    with pytest.raises(ChangedMeanwhile, match="Lò Văn Hặc"):
        actions.direct(arrival_id=arrival.pk, words="", lines=lines, actor=house.deputy, now=NOW, revision=shown)
    assert Assignment.objects.filter(arrival=arrival).count() == 1


def test_deputy_head_and_specialist_each_add_an_opinion_and_narrow(house: House) -> None:
    arrival = make.directed(house, make.lead(house.deputy))
    days = (date(2026, 11, 26), date(2026, 11, 25), date(2026, 11, 24))
    actions.pass_on(
        assignment_id=make.job(arrival).pk, words="Giao Phòng Kinh tế.", lines=[make.lead(house.economy_id, days[0])],
        actor=house.deputy, now=NOW,
    )  # fmt: skip
    actions.pass_on(
        assignment_id=make.job(arrival).pk, words="Anh Tưởng tham mưu.", lines=[make.lead(house.specialist, days[1])],
        actor=house.head, now=NOW,
    )  # fmt: skip
    mine = make.job(arrival)
    assert mine.due_on == days[1]
    assert [note.kind for note in queries.notes_of(arrival.pk)] == [
        "register",
        "propose",
        "direct",
        "pass_on",
        "pass_on",
    ]
    actions.report(assignment_id=mine.pk, words="Kính trình: đề nghị cho ý kiến.", actor=house.specialist, now=NOW)
    actions.opine(arrival_id=arrival.pk, words="Đồng ý với đề xuất.", actor=house.head, now=NOW)
    actions.finish(assignment_id=mine.pk, result="Đã xong.", actor=house.specialist, now=NOW)
    assert make.fresh(arrival).state == State.DONE
    assert set(Assignment.objects.filter(arrival=arrival).values_list("end", flat=True)) == {End.DONE}


def test_going_down_a_day_may_not_come_later_nor_a_part_grow(house: House) -> None:
    arrival = make.directed(house, make.lead(house.deputy), make.helping(house.economy_id))
    lead, help_ = make.job(arrival), make.job(arrival, Part.HELP)
    with pytest.raises(NotNarrower):
        actions.pass_on(
            assignment_id=lead.pk, words="", lines=[make.lead(house.head, FRIDAY + timedelta(days=1))], actor=house.deputy,
            now=NOW,
        )  # fmt: skip
    with pytest.raises(Missing):
        actions.pass_on(
            assignment_id=help_.pk, words="", lines=[make.lead(house.specialist, None)], actor=house.head, now=NOW
        )
    actions.pass_on(assignment_id=lead.pk, words="", lines=[make.lead(house.head, None)], actor=house.deputy, now=NOW)
    below = make.job(arrival)
    assert below.due_on == FRIDAY, "a line without a day has the day of who passes it on"
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=below.pk).update(due_on=FRIDAY + timedelta(days=1))


def test_notes_are_never_changed(house: House) -> None:
    rows = Note.objects.filter(arrival=make.registered(house))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(words="khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


def test_what_comes_back_to_the_leader_waits_for_him_again(house: House) -> None:
    arrival = make.directed(house)
    with pytest.raises(Missing):
        actions.give_back(assignment_id=make.job(arrival).pk, reason="", actor=house.head, now=NOW)
    actions.give_back(assignment_id=make.job(arrival).pk, reason="Việc của Văn phòng.", actor=house.head, now=NOW)
    assert make.fresh(arrival).state == State.PROPOSED
    actions.direct(
        arrival_id=arrival.pk,
        words="Giao Văn phòng.",
        lines=[make.lead(house.office_id)],
        actor=house.chairman,
        now=NOW,
    )
    assert make.job(arrival).unit_id == house.office_id


def test_the_first_of_the_unit_who_takes_it_on_has_it_by_name(house: House) -> None:
    arrival = make.directed(house)
    mine = make.job(arrival)
    assert [row.assignment_id for row in queries.work(house.colleague, now=NOW).items] == [mine.pk]
    actions.accept(assignment_id=mine.pk, actor=house.specialist, now=NOW)
    assert Assignment.objects.get(pk=mine.pk).account_id == house.specialist.account_id
    assert not queries.work(house.colleague, now=NOW).items
    with pytest.raises((NotYours, NoSuchArrival)):
        actions.finish(assignment_id=mine.pk, result="Xong", actor=house.colleague, now=NOW)


def test_only_to_be_known_it_is_done_at_once(house: House) -> None:
    arrival = make.directed(house, make.knowing(house.head), make.knowing(house.elsewhere))
    assert arrival.state == State.DONE
    actions.accept(assignment_id=make.job(arrival, Part.KNOW).pk, actor=house.elsewhere, now=NOW)
    assert {row.end for row in Assignment.objects.filter(arrival=arrival)} == {End.OPEN, End.DONE}


def test_done_only_when_who_gave_it_says_so(house: House) -> None:
    arrival = make.directed(house, make.lead(house.head), confirmed=True)
    top = make.job(arrival)
    with pytest.raises(GiverConfirms):
        actions.finish(assignment_id=top.pk, result="Xong.", actor=house.head, now=NOW)
    actions.pass_on(assignment_id=top.pk, words="", lines=[make.lead(house.specialist)], actor=house.head, now=NOW)
    actions.finish(assignment_id=make.job(arrival).pk, result="Xong.", actor=house.specialist, now=NOW)
    assert make.fresh(arrival).state == State.DIRECTED, "the lead of the chairman's note still stands"
    actions.finish(assignment_id=top.pk, result="Đạt.", actor=house.chairman, now=NOW)
    assert make.fresh(arrival).state == State.DONE


def test_who_gave_it_moves_the_day_and_the_first_day_stays_on_record(house: House) -> None:
    arrival = make.directed(house, make.lead(house.deputy))
    top = make.job(arrival)
    with pytest.raises(NotYours):
        actions.extend(assignment_id=top.pk, due_on=date(2026, 12, 4), reason="Xin thêm", actor=house.deputy, now=NOW)
    actions.extend(
        assignment_id=top.pk, due_on=date(2026, 12, 4), reason="Chờ Sở trả lời", actor=house.chairman, now=NOW
    )
    row = Assignment.objects.get(pk=top.pk)
    assert (row.due_on, row.first_due_on) == (date(2026, 12, 4), FRIDAY)
    assert row.due_at is not None
    assert row.due_at.isoformat() == "2026-12-04T10:30:00+00:00"
    actions.pass_on(
        assignment_id=top.pk, words="", lines=[make.lead(house.head, date(2026, 12, 1))], actor=house.deputy, now=NOW
    )
    with pytest.raises(NotNarrower):
        actions.extend(
            assignment_id=make.job(arrival).pk, due_on=date(2026, 12, 8), reason="Chậm", actor=house.deputy, now=NOW
        )


def test_a_day_off_is_due_at_the_close_of_the_next_working_day(house: House) -> None:
    saturday = date(2026, 11, 28)
    arrival = make.directed(house, make.lead(house.head, saturday))
    due = make.job(arrival).due_at
    assert due is not None
    assert due.isoformat() == "2026-11-30T10:30:00+00:00"


def test_nobody_outside_the_agency_can_be_named(house: House) -> None:
    arrival = make.registered(house)
    for whom in (house.other_leader, house.administrator):
        with pytest.raises(Missing):
            actions.direct(arrival_id=arrival.pk, words="", lines=[make.lead(whom)], actor=house.chairman, now=NOW)
    for lines in ([], [make.helping(house.head)], [make.lead(house.head), make.lead(house.deputy)]):
        with pytest.raises(Missing):
            actions.direct(arrival_id=arrival.pk, words="", lines=lines, actor=house.chairman, now=NOW)
    past = replace(make.lead(house.head), due_on=TODAY - timedelta(days=1))
    with pytest.raises(Missing):
        actions.direct(arrival_id=arrival.pk, words="", lines=[past], actor=house.chairman, now=NOW)


def test_a_leaders_day_is_not_later_than_the_author_wants_an_answer(house: House) -> None:
    arrival = make.registered(house, due_on=date(2026, 11, 26))
    with pytest.raises(NotNarrower):
        actions.direct(arrival_id=arrival.pk, words="", lines=[make.lead(house.head)], actor=house.chairman, now=NOW)


def test_an_assignment_that_is_not_there_is_unseen_like_one_of_others(house: House) -> None:
    for pk in (999_999_999, make.job(make.directed(house)).pk):
        with pytest.raises(Unseen):
            actions.accept(assignment_id=pk, actor=house.other_leader, now=NOW)
    with pytest.raises(Forbidden):
        actions.accept(assignment_id=make.job(make.directed(house)).pk, actor=house.clerk, now=NOW)
