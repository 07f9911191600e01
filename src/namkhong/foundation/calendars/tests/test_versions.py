"""The calendar as it was known at reception does not move old dossiers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from pytest_django import DjangoAssertNumQueries

from namkhong.foundation.calendars import actions, queries
from namkhong.foundation.calendars.errors import CalendarUnknown, NotLoaded
from namkhong.foundation.calendars.models import CalendarVersion, DayException
from namkhong.foundation.calendars.tests.factories import ELEVATED, LOADED, NOW, load
from namkhong.kernel.clock import VIETNAM
from namkhong.kernel.worktime import DayKind, parse_limit, reckon

pytestmark = pytest.mark.django_db

RECEIVED = datetime(2026, 4, 21, 10, 0, tzinfo=VIETNAM)
CHANGED = NOW + timedelta(days=2)
AFTER = CHANGED + timedelta(days=1)


def add_storm_day() -> int:
    return actions.add_day(
        day=date(2026, 4, 24),
        kind=DayKind.OFF,
        name="nghỉ tránh bão số 3",
        source="Công điện của Chủ tịch UBND tỉnh",
        actor=ELEVATED,
        now=CHANGED,
    )


def test_a_calendar_changed_after_reception_does_not_move_the_dossier() -> None:
    load()
    kept = queries.work_calendar(now=RECEIVED).version
    five = parse_limit("5 working_day")
    promised = reckon(five, RECEIVED, queries.work_calendar(now=RECEIVED)).due_at
    add_storm_day()
    assert reckon(five, RECEIVED, queries.work_calendar(now=RECEIVED)).due_at == promised
    assert reckon(five, RECEIVED, queries.work_calendar_of(kept)).due_at == promised
    assert promised == datetime(2026, 4, 29, 17, 30, tzinfo=VIETNAM)
    moved = reckon(five, RECEIVED, queries.work_calendar(now=AFTER)).due_at
    assert moved == datetime(2026, 5, 4, 17, 30, tzinfo=VIETNAM)


def test_a_day_taken_out_is_still_known_to_old_versions() -> None:
    load()
    day_id = add_storm_day()
    actions.remove_day(day_id=day_id, reason="Bão đã tan", actor=ELEVATED, now=AFTER)
    named = [
        queries.work_calendar(now=moment).exception_on(date(2026, 4, 24)) is not None
        for moment in (RECEIVED, CHANGED, AFTER)
    ]
    assert named == [False, True, False]


def test_before_anything_was_recorded_the_first_version_answers() -> None:
    load()
    assert queries.work_calendar(now=LOADED - timedelta(days=300)).version == 1


def test_it_is_one_query_once_the_version_is_in_memory(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    load()
    first = queries.work_calendar(now=NOW)
    with django_assert_num_queries(1):
        assert queries.work_calendar(now=NOW) is first


def test_another_process_sees_a_change_at_once() -> None:
    load()
    before = queries.work_calendar(now=AFTER)
    add_storm_day()
    assert queries.work_calendar(now=AFTER).version == before.version + 1


def test_nothing_loaded_is_said_in_a_sentence() -> None:
    with pytest.raises(NotLoaded, match="Chưa nạp lịch làm việc"):
        queries.work_calendar(now=NOW)


def test_an_unknown_key_or_version_is_unseen() -> None:
    load()
    with pytest.raises(CalendarUnknown):
        queries.work_calendar("moon", now=NOW)
    with pytest.raises(CalendarUnknown):
        queries.work_calendar_of(99)


@pytest.mark.parametrize(
    "sql",
    [
        "update calendars_dayexception set name = 'khác' where until_id is null",
        "update calendars_dayexception set until_id = null where until_id is not null",
        "delete from calendars_dayexception",
        "delete from calendars_weeklyhours",
        "update calendars_knownyear set year = year + 10",
        "update calendars_calendarversion set recorded_at = now()",
        "delete from calendars_calendarversion",
    ],
)
def test_the_database_itself_keeps_every_version(sql: str) -> None:
    load()
    actions.remove_day(
        day_id=DayException.objects.order_by("pk")[0].pk, reason="Nhập nhầm", actor=ELEVATED, now=CHANGED
    )
    refused = pytest.raises(ProgrammingError, match=r"kept version by version|never changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_known_moments_never_run_backwards() -> None:
    load(now=AFTER)
    add_storm_day()  # a machine whose clock is a day behind
    moments = list(CalendarVersion.objects.order_by("number").values_list("recorded_at", flat=True))
    assert moments == sorted(moments)
