"""A changed calendar moves open dossiers in one recorded act, after a preview; no promise ever moves earlier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from namkhong.foundation.accounts import queries as sign_in
from namkhong.foundation.audit import wording
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.calendars import actions as calendars
from namkhong.foundation.calendars import queries as known
from namkhong.foundation.notifications.models import Message
from namkhong.kernel.actor import Actor, Elevation
from namkhong.kernel.clock import VIETNAM
from namkhong.kernel.problems import Conflict, Forbidden, Invalid
from namkhong.kernel.worktime import Clock, DayException, DayKind, Limit, LimitUnit, Period, WeeklyHours, WorkCalendar
from namkhong.services.dossiers import actions, queries
from namkhong.services.dossiers.actions import recalculating
from namkhong.services.dossiers.models import ClockEvent, Dossier, Recalculation, Step
from namkhong.services.dossiers.recalculating import Effect, redated
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, SYSTEM, Province
from namkhong.web.words import moment

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=2)
REASON = "nghỉ tránh bão số 3"


def _elevated(who: Actor) -> Actor:
    return replace(who, elevation=Elevation(reason="Sửa lịch", until=LATER + timedelta(days=9)))


def _day_off(day: int, *, kind: DayKind = DayKind.OFF, now: datetime = LATER) -> int:
    calendars.add_day(
        day=date(2026, 11, day), kind=kind, name="nghỉ tránh bão", source="1/CĐ-UBND", actor=SYSTEM, now=now
    )  # fmt: skip
    version = known.version_at(now).number
    actions.preview_recalculation(version=version, changed_at=now, now=now)
    return Recalculation.objects.get(calendar_version=version).pk


def _approved(world: Province, row: int) -> None:
    actions.approve_recalculation(
        recalculation_id=row, reason=REASON, actor=_elevated(world.administrator), now=LATER
    )  # fmt: skip
    actions.apply_recalculation(recalculation_id=row, now=LATER)


def test_a_new_holiday_moves_the_date_after_the_administrator_saw_how_many(world: Province) -> None:
    sent = factories.received(world)
    before = Dossier.objects.get(pk=sent.id)
    row = Recalculation.objects.get(pk=_day_off(25))
    assert (row.state, row.looked, row.later, row.kept) == ("ready", 1, 1, 0)
    assert [(str(m.promised), str(m.due), m.count) for m in queries.day_moves(row)] == [("2026-11-27", "2026-11-30", 1)]
    assert Dossier.objects.get(pk=sent.id).due_at == before.due_at  # only seen, nothing moved
    _approved(world, row.pk)
    after = Dossier.objects.get(pk=sent.id)
    assert after.due_at is not None
    assert moment(after.due_at) == "17 giờ 30, thứ Hai 30/11"
    assert (after.calendar_version, after.revision) == (row.calendar_version, before.revision)
    event = ClockEvent.objects.get(dossier=after, effect="calendar")
    assert event.explanation[0] == (
        "Lịch làm việc thay đổi (nghỉ tránh bão số 3), nên ngày hẹn chuyển từ 17 giờ 30, thứ Sáu 27/11 "
        "sang 17 giờ 30, thứ Hai 30/11."
    )
    assert event.explanation[-1] == "Hẹn trả 17 giờ 30, thứ Hai 30/11/2026."
    assert factories.timeline(sent.id, now=LATER).why[0] == event.explanation[0]
    row.refresh_from_db()
    assert (row.state, row.moved, row.reason, row.approved_name) == ("done", 1, REASON, world.administrator.label)


def test_the_applicant_is_told_once_and_only_when_the_date_moved(world: Province) -> None:
    sent = factories.received(world)
    elsewhere = factories.received(world, now=MONDAY + timedelta(days=-20))  # due long ago: not touched by the day
    row = _day_off(25)
    _approved(world, row)
    actions.apply_recalculation(recalculation_id=row, now=LATER)
    told = Message.objects.filter(title__startswith="Ngày hẹn trả chuyển sang")
    assert [message.title for message in told] == ["Ngày hẹn trả chuyển sang 17 giờ 30, thứ Hai 30/11"]
    assert sent.code in told[0].text
    assert REASON in told[0].text
    assert not ClockEvent.objects.filter(dossier_id=elsewhere.id, effect="calendar").exists()


def test_a_promise_never_moves_earlier(world: Province) -> None:
    row = _day_off(25)
    sent = factories.received(world, now=LATER)
    promised = Dossier.objects.get(pk=sent.id).due_at
    day = known.year_of(2026).days
    off = next(entry for entry in day if entry.day == date(2026, 11, 25))
    now = LATER + timedelta(hours=1)
    calendars.remove_day(day_id=off.pk, reason="bão tan", actor=SYSTEM, now=now)
    version = known.version_at(now).number
    actions.preview_recalculation(version=version, changed_at=now, now=now)
    after = Recalculation.objects.get(calendar_version=version)
    assert (after.state, after.later, after.kept) == ("nothing", 0, 1)
    assert Dossier.objects.get(pk=sent.id).due_at == promised
    assert Recalculation.objects.get(pk=row).state in {"nothing", "superseded"}


def test_the_step_under_way_gets_its_share_and_is_never_due_earlier(world: Province) -> None:
    sent = factories.appraised(world)
    before = Dossier.objects.get(pk=sent.id)
    _approved(world, _day_off(26))
    after = Dossier.objects.get(pk=sent.id)
    assert before.step_due_at is not None
    assert after.step_due_at is not None
    assert after.due_at is not None
    assert before.step_due_at <= after.step_due_at <= after.due_at


def test_what_is_decided_paused_or_not_received_stays(world: Province) -> None:
    factories.filed(world)
    done = factories.decided(world)
    due = Dossier.objects.get(pk=done.id).due_at
    row = Recalculation.objects.get(pk=_day_off(25, now=MONDAY + timedelta(hours=5)))
    assert (row.state, row.looked) == ("nothing", 0)
    assert Dossier.objects.get(pk=done.id).due_at == due


def test_it_is_one_recorded_act(world: Province) -> None:
    for _number in range(3):
        factories.received(world)
    row = _day_off(25)
    _approved(world, row)
    about = Entry.objects.filter(subject_type="recalculation", subject_id=str(row)).order_by("id")
    assert [entry.action for entry in about] == ["dossiers.recalculation_approved", "dossiers.recalculated"]
    assert about[0].actor_account_id == world.administrator.account_id
    assert wording.reasons_of(about)[about[0].pk] == REASON
    assert about[1].detail["moved"] == 3
    assert Entry.objects.filter(action="dossiers.due_moved").count() == 3


def test_a_job_cut_off_goes_on_where_it_stopped(world: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = [factories.received(world).id for _number in range(5)]
    monkeypatch.setattr(recalculating, "LOOKED_AT_ONCE", 2)
    monkeypatch.setattr(recalculating, "MOVED_AT_ONCE", 2)
    real, calls = recalculating._count_batch, []

    def cut_off(pk: int, now: datetime) -> bool:
        calls.append(pk)
        if len(calls) == 2:
            raise ConnectionError
        return real(pk, now)

    monkeypatch.setattr(recalculating, "_count_batch", cut_off)
    with pytest.raises(ConnectionError):
        _day_off(25)
    monkeypatch.setattr(recalculating, "_count_batch", real)
    version = known.version_at(LATER).number
    actions.preview_recalculation(version=version, changed_at=LATER, now=LATER)
    row = Recalculation.objects.get(calendar_version=version)
    assert (row.looked, row.later) == (5, 5)
    actions.approve_recalculation(
        recalculation_id=row.pk, reason=REASON, actor=_elevated(world.administrator), now=LATER
    )  # fmt: skip
    assert recalculating._move_batch(row.pk, LATER)
    actions.apply_recalculation(recalculation_id=row.pk, now=LATER)
    row.refresh_from_db()
    assert (row.state, row.moved) == ("done", 5)
    assert ClockEvent.objects.filter(dossier_id__in=sent, effect="calendar").count() == 5


def test_a_second_change_takes_the_place_of_the_first_and_a_stale_click_is_told_so(world: Province) -> None:
    factories.received(world)
    first = _day_off(25)
    second = _day_off(26, now=LATER + timedelta(minutes=1))
    assert Recalculation.objects.get(pk=first).state == "superseded"
    with pytest.raises(Conflict, match="Lịch đã thay đổi lần nữa"):
        _approved(world, first)
    _approved(world, second)
    actions.approve_recalculation(  # the same click again
        recalculation_id=second, reason=REASON, actor=_elevated(world.administrator), now=LATER
    )
    assert Recalculation.objects.get(pk=second).moved == 1


def test_only_the_elevated_administrator_of_the_province_with_a_reason(world: Province) -> None:
    factories.received(world)
    row = _day_off(25)
    for who in world.cast().values():
        with pytest.raises(Forbidden):
            actions.approve_recalculation(recalculation_id=row, reason=REASON, actor=who, now=LATER)
    with pytest.raises(Invalid):
        actions.approve_recalculation(
            recalculation_id=row, reason=" ", actor=_elevated(world.administrator), now=LATER
        )  # fmt: skip


def test_the_screens_tell_it_and_apply_it(world: Province, browser: Callable[[Actor], Client]) -> None:
    factories.received(world)
    row = _day_off(25, now=MONDAY)
    client = browser(world.administrator)
    assert "1 hồ sơ đang giải quyết phải hẹn lại theo lịch mới" in client.get("/can-bo/quan-tri/lich/").content.decode()
    page = client.get(f"/can-bo/quan-tri/lich/hen-lai/{row}/").content.decode()
    assert "thứ Hai 30/11/2026" in page
    assert "Nâng quyền quản trị" in page
    session = client.session
    session[sign_in.ELEVATION] = {"reason": "Sửa lịch", "until": (MONDAY + timedelta(minutes=30)).isoformat()}
    session.save()
    assert client.post(f"/can-bo/quan-tri/lich/hen-lai/{row}/", {"reason": ""}).status_code == 422
    assert client.post(f"/can-bo/quan-tri/lich/hen-lai/{row}/", {"reason": REASON}).status_code == 302
    assert "Đang hẹn lại" in client.get("/can-bo/quan-tri/lich/hen-lai/").content.decode()
    assert client.get("/can-bo/quan-tri/lich/hen-lai/999999/").status_code == 404


# ---- the rule itself, on any calendar

_WEEK = tuple([(Period(time(7, 30), time(11, 30)), Period(time(13, 30), time(17, 30)))] * 5 + [()] * 2)
_OFF = st.sets(st.dates(date(2026, 3, 1), date(2026, 6, 30)), max_size=12)
_START = st.integers(0, 60 * 24 * 60).map(lambda m: datetime(2026, 3, 1, tzinfo=VIETNAM) + timedelta(minutes=m))
_LIMIT = st.one_of(
    st.builds(Limit, st.integers(1, 25), st.just(LimitUnit.WORKING_DAY)),
    st.builds(Limit, st.integers(1, 60), st.just(LimitUnit.WORKING_HOUR)),
    st.builds(Limit, st.integers(1, 40), st.just(LimitUnit.DAY)),
)


def _calendar(off: set[date], make_up: set[date], version: int) -> WorkCalendar:
    days = [DayException(day, DayKind.OFF, "nghỉ lễ") for day in sorted(off)]
    days += [DayException(day, DayKind.MAKE_UP, "làm bù") for day in sorted(make_up - off) if day.weekday() > 4]
    return WorkCalendar(
        key="any",
        version=version,
        hours=(WeeklyHours(_WEEK, date(2026, 1, 1)),),
        exceptions=tuple(days),
        known_from=date(2026, 1, 1),
        known_to=date(2026, 12, 31),
    )


@given(_OFF, _OFF, _OFF, _OFF, _LIMIT, _START, st.booleans())
def test_on_any_calendar_a_promise_moves_later_or_stays(
    off: set[date],
    made_up: set[date],
    new_off: set[date],
    new_made_up: set[date],
    limit: Limit,
    start: datetime,
    stop: bool,
) -> None:
    old, new = _calendar(off, made_up, 1), _calendar(new_off, new_made_up, 2)
    clock = Clock.start(limit, start)
    if stop:
        clock = clock.stop(start + timedelta(hours=3), "Thiếu giấy").restart(start + timedelta(days=2))
    promised = clock.due_at(old)
    assert promised is not None
    found = redated(clock.to_json(), promised, new)
    lawful = clock.due_at(new)
    assert lawful is not None
    assert found.due_at == max(promised, lawful)
    assert (found.effect is Effect.LATER) == (lawful > promised)
    again = redated(clock.to_json(), found.due_at, new)
    assert again.due_at == found.due_at  # applied twice is applied once
    assert again.effect is not Effect.LATER
    back = redated(clock.to_json(), found.due_at, old)  # the change taken back
    assert back.due_at == found.due_at


@given(_OFF, _START)
def test_a_stopped_clock_is_left_alone(off: set[date], start: datetime) -> None:
    clock = Clock.start(Limit(5, LimitUnit.WORKING_DAY), start).stop(start + timedelta(hours=1), "Thiếu giấy")
    found: Any = redated(clock.to_json(), start.astimezone(UTC), _calendar(off, set(), 2))
    assert (found.effect, found.due_at) == (Effect.SAME, start)


def test_every_move_of_a_date_has_its_cause(world: Province) -> None:
    factories.received(world)
    _approved(world, _day_off(25))
    for event in ClockEvent.objects.all():
        assert (event.step_id is None) == (event.recalculation_id is not None)
    assert Step.objects.count() == 3
