"""Promised dates: from complete reception, from the competent agency's own reception, never past the legal date."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from namkhong.foundation.calendars import actions as calendars_actions
from namkhong.foundation.calendars import queries as calendars
from namkhong.kernel.clock import VIETNAM
from namkhong.kernel.worktime import Clock, ClockState, DayKind, Started, StartReason
from namkhong.services.dossiers import actions, clocks, queries
from namkhong.services.dossiers.models import ClockEvent, Dossier, IssuedForm, Step
from namkhong.services.dossiers.states import State
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.dossiers.types import Channel, Timeliness
from namkhong.web.words import moment

pytestmark = pytest.mark.django_db


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    """An ordinary month: nothing off but weekends after the 2nd."""
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def _due(dossier_id: int) -> str:
    due = Dossier.objects.get(pk=dossier_id).due_at
    assert due is not None
    return moment(due)


def test_three_working_days_count_from_the_day_after_reception(world: Province) -> None:
    sent = factories.filed(world, now=at(14, 20))
    actions.receive(dossier_id=sent.id, actor=world.counter, now=at(15, 8))
    assert _due(sent.id) == "17 giờ 30, thứ Sáu 18/9"


def test_the_counter_has_its_own_hours_to_answer_a_dossier_sent_at_night(world: Province) -> None:
    sent = factories.filed(world, now=at(18, 22))  # Friday night
    due = Dossier.objects.get(pk=sent.id).step_due_at
    assert due is not None
    assert moment(due) == "11 giờ 30, thứ Hai 21/9"


def test_a_step_is_never_due_after_the_promised_date(world: Province) -> None:
    sent = factories.filed(world, now=at(14, 8))
    actions.receive(dossier_id=sent.id, actor=world.counter, now=at(15, 8))
    actions.forward(dossier_id=sent.id, actor=world.specialist, now=at(18, 17))
    dossier = Dossier.objects.get(pk=sent.id)
    assert dossier.step_due_at == dossier.due_at


def test_received_elsewhere_the_clock_starts_when_the_competent_agency_has_it(world: Province) -> None:
    sent = factories.filed(
        world, actor=world.other_counter, person_id=world.lan.person_id, channel=Channel.COUNTER, now=at(14, 9)
    )
    assert sent.code.startswith("H18.53.04-260914-")
    there = actions.receive(dossier_id=sent.id, actor=world.other_counter, now=at(14, 9))
    dossier = Dossier.objects.get(pk=sent.id)
    assert there.state is State.RECEIVED
    assert dossier.clock_started_at is None
    assert dossier.holder_agency_id == world.centre_id
    assert not ClockEvent.objects.filter(dossier=dossier).exists()
    told = factories.timeline(sent.id, now=at(14, 10))
    assert told.headline == "Đã tiếp nhận, đang chuyển tới cơ quan giải quyết"
    assert told.detail == "Dự kiến trả kết quả 17 giờ 30, thứ Năm 17/9."
    assert "dự kiến" in IssuedForm.objects.get(dossier=dossier).data["due_note"]
    here = actions.take_over(dossier_id=sent.id, actor=world.counter, now=at(15, 10))
    assert here.state is State.IN_PROGRESS
    assert _due(sent.id) == "17 giờ 30, thứ Sáu 18/9"
    assert IssuedForm.objects.filter(dossier=dossier).latest("pk").data["due_note"] == ""
    assert ClockEvent.objects.get(dossier=dossier).at == at(15, 10)


def test_the_date_is_explained_in_sentences_kept_from_that_day(world: Province) -> None:
    at_work = factories.received(world)
    told = factories.timeline(at_work.id, now=MONDAY)
    assert len(told.why) >= 2
    assert all(line.endswith(".") for line in told.why)
    assert "24/11" in " ".join(told.why)  # the holiday between
    assert list(told.why) == ClockEvent.objects.get(dossier_id=at_work.id).explanation


def test_working_time_from_reception_to_the_result_is_measured(world: Province) -> None:
    done = factories.decided(world)
    assert Dossier.objects.get(pk=done.id).worked_minutes == 120
    actions.refresh_figures(MONDAY + timedelta(hours=3))
    figures = queries.figures(MONDAY + timedelta(hours=3))
    assert figures is not None
    assert (figures.decided, figures.on_time, figures.online, figures.median_hours) == (1, 1, 1, 2.0)


def test_figures_of_an_empty_province_are_nothing_rather_than_zero(world: Province) -> None:
    actions.refresh_figures(MONDAY)
    assert queries.figures(MONDAY) is None


def test_the_minute_counts_as_it_is_printed(world: Province) -> None:
    sent = factories.filed(world, now=at(14, 8))
    actions.receive(dossier_id=sent.id, actor=world.counter, now=at(15, 8))
    due = Dossier.objects.get(pk=sent.id).due_at
    assert due == at(18, 17, 30)
    in_the_minute, after = due + timedelta(seconds=59), due + timedelta(minutes=1)
    assert clocks.timeliness(in_the_minute, due) is Timeliness.ON_TIME
    assert clocks.timeliness(after, due) is Timeliness.LATE
    assert not factories.timeline(sent.id, now=in_the_minute).late
    assert factories.timeline(sent.id, now=after).late
    actions.forward(dossier_id=sent.id, actor=world.specialist, now=at(18, 16))
    shown = queries.inbox(world.leader, now=in_the_minute)
    assert (shown.late, [row.due_kind for row in shown.rows]) == (0, ["soon"])
    assert queries.inbox(world.leader, now=after).late == 1
    actions.decide(dossier_id=sent.id, actor=world.leader, now=in_the_minute, approved=True, result=factories.result())
    assert Step.objects.filter(dossier_id=sent.id).latest("revision").timeliness == "on_time"
    actions.refresh_figures(after)
    figures = queries.figures(after)
    assert figures is not None
    assert figures.on_time == 1


def test_the_clock_and_its_calendar_stay_with_the_dossier(world: Province) -> None:
    sent = factories.filed(world, now=at(14, 8))
    assert Dossier.objects.get(pk=sent.id).clock == {}
    actions.receive(dossier_id=sent.id, actor=world.counter, now=at(15, 8))
    dossier = Dossier.objects.get(pk=sent.id)
    known = calendars.work_calendar_of(dossier.calendar_version or 0, dossier.calendar_key)
    running = Clock.from_json(dossier.clock)
    assert (running.state, running.due_at(known)) == (ClockState.RUNNING, dossier.due_at)
    assert running.explain(known) == ClockEvent.objects.get(dossier=dossier).explanation
    assert ClockEvent.objects.get(dossier=dossier).calendar == f"{dossier.calendar_key}/{dossier.calendar_version}"

    calendars_actions.add_day(
        kind=DayKind.OFF, day=at(17, 8).date(), name="Ngày nghỉ mới", source="Quyết định mới", actor=factories.SYSTEM,
        now=at(15, 9),
    )  # fmt: skip
    actions.forward(dossier_id=sent.id, actor=world.specialist, now=at(16, 8))
    later = Dossier.objects.get(pk=sent.id)
    assert (later.due_at, later.calendar_version) == (dossier.due_at, dossier.calendar_version)
    actions.decide(dossier_id=sent.id, actor=world.leader, now=at(16, 9), approved=True, result=factories.result())
    ended = Dossier.objects.get(pk=sent.id)
    assert Clock.from_json(ended.clock).state is ClockState.CLOSED
    assert ended.due_at == dossier.due_at


def test_taken_over_says_why_the_clock_started_late(world: Province) -> None:
    sent = factories.filed(world, actor=world.other_counter, person_id=world.lan.person_id, now=at(14, 9))
    actions.receive(dossier_id=sent.id, actor=world.other_counter, now=at(14, 9))
    assert Dossier.objects.get(pk=sent.id).calendar_version is None
    actions.take_over(dossier_id=sent.id, actor=world.counter, now=at(15, 10))
    first = Clock.from_json(Dossier.objects.get(pk=sent.id).clock).events[0]
    assert isinstance(first, Started)
    assert first.reason is StartReason.RECEIVED_ELSEWHERE
