"""What an administrator may change, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from namkhong.config import wiring
from namkhong.foundation.audit import queries as audit
from namkhong.foundation.calendars import actions, queries
from namkhong.foundation.calendars.errors import CalendarUnknown, DayRefused, DayTaken
from namkhong.foundation.calendars.events import CalendarChanged
from namkhong.foundation.calendars.models import DayException
from namkhong.foundation.calendars.tests.factories import ELEVATED, NOW, later, load
from namkhong.kernel.worktime import DayKind

pytestmark = pytest.mark.django_db


def add(**values: Any) -> int:
    given: dict[str, Any] = {
        "day": date(2026, 6, 13),
        "kind": DayKind.MAKE_UP,
        "name": "Làm bù ngày 12/6",
        "source": "Thông báo 12/TB-UBND",
        "actor": ELEVATED,
        "now": NOW,
    }
    return actions.add_day(**{**given, **values})


def test_it_works() -> None:
    load()
    assert not queries.work_calendar(now=NOW).is_working_day(date(2026, 6, 13))
    day_id = add()
    assert queries.work_calendar(now=NOW).is_working_day(date(2026, 6, 13))
    (entry,) = audit.entries_of(("calendar_day", day_id))
    assert entry.action == "calendars.day_added"
    assert entry.detail == {"day": "2026-06-13", "kind": "make_up", "source": "Thông báo 12/TB-UBND", "version": 2}


def test_the_change_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    monkeypatch.setitem(wiring.LISTENERS, CalendarChanged.name, ("dossiers.nobody",))
    add()
    *_loading, job = ProcrastinateJob.objects.filter(task_name="events.handle").order_by("id")
    assert job.args["name"] == "calendars.CalendarChanged"
    assert job.args["payload"]["version"] == 2


def test_text_is_cleaned() -> None:
    load()
    row = DayException.objects.get(pk=add(name="  Làm   bu\u0300\n ngày 12/6 "))
    assert row.name == "Làm bù ngày 12/6"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("day", {"day": date(2026, 6, 12)}),  # already a working day: nothing to make up
        ("day", {"day": date(2030, 6, 13)}),
        ("name", {"name": " "}),
        ("source", {"source": ""}),
        ("instead_of", {"instead_of": date(2026, 6, 13)}),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(field: str, values: dict[str, Any]) -> None:
    load()
    with pytest.raises(DayRefused) as refused:
        add(**values)
    assert list(refused.value.fields) == [field]


def test_a_day_has_one_entry() -> None:
    load()
    add()
    with pytest.raises(DayTaken):
        add(name="Lần nữa")


def test_an_entry_is_taken_out_once_and_with_a_reason() -> None:
    load()
    day_id = add()
    with pytest.raises(DayRefused):
        actions.remove_day(day_id=day_id, reason=" ", actor=ELEVATED, now=NOW)
    actions.remove_day(day_id=day_id, reason="Nhập nhầm", actor=ELEVATED, now=NOW)
    with pytest.raises(DayTaken):
        actions.remove_day(day_id=day_id, reason="Nhập nhầm", actor=ELEVATED, now=NOW)
    assert "Nhập nhầm" in [entry.reason for entry in audit.entries_of(("calendar_day", day_id))]
    add(name="Làm bù, lần này đúng")


def test_a_doubtful_day_is_confirmed_by_a_document() -> None:
    load()
    doubtful = DayException.objects.get(day=date(2026, 11, 24), until=None)
    with pytest.raises(DayRefused):
        actions.confirm_day(day_id=doubtful.pk, source="", actor=ELEVATED, now=NOW)
    confirmed = DayException.objects.get(
        pk=actions.confirm_day(day_id=doubtful.pk, source="Luật số 1/2026/QH16", actor=ELEVATED, now=NOW)
    )
    assert (confirmed.to_be_confirmed, confirmed.name, confirmed.source) == (
        False,
        doubtful.name,
        "Luật số 1/2026/QH16",
    )
    with pytest.raises(DayTaken):
        actions.confirm_day(day_id=confirmed.pk, source="Lần nữa", actor=ELEVATED, now=NOW)


def test_years_are_opened_one_after_the_other_and_confirmed() -> None:
    load()
    with pytest.raises(DayRefused):
        actions.open_year(year=2029, source="", actor=ELEVATED, now=NOW)
    actions.open_year(year=2028, source="", actor=ELEVATED, now=NOW)
    assert queries.work_calendar(now=NOW).known_to == date(2028, 12, 31)
    with pytest.raises(DayRefused):
        actions.confirm_year(year=2028, source="", actor=ELEVATED, now=NOW)
    actions.confirm_year(year=2028, source="Thông báo 99/TB-BNV", actor=ELEVATED, now=NOW)
    with pytest.raises(DayRefused):
        actions.confirm_year(year=2028, source="Lần nữa", actor=ELEVATED, now=NOW)
    known = queries.year_of(2028).known
    assert known is not None
    assert not known.to_be_confirmed


WEEK = {day: ["07:00-11:30", "13:30-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def test_new_hours_hold_from_their_day_and_can_be_corrected() -> None:
    load()
    actions.set_weekly_hours(week=WEEK, valid_from=date(2026, 6, 1), source="QĐ 1", actor=ELEVATED, now=NOW)
    calendar = queries.work_calendar(now=NOW)
    shown = [[str(period) for period in calendar.periods_of(date(2026, 6, day))] for day in (1, 6)]
    assert shown == [["07:00-11:30", "13:30-17:00"], []]
    assert [str(one) for one in calendar.periods_of(date(2026, 5, 29))] == ["07:30-11:30", "13:30-17:30"]
    corrected = {**WEEK, "sat": ["07:00-11:30"]}
    actions.set_weekly_hours(week=corrected, valid_from=date(2026, 6, 1), source="QĐ 2", actor=ELEVATED, now=later(1))
    assert queries.work_calendar(now=later(1)).is_working_day(date(2026, 6, 6))
    assert not queries.work_calendar(now=NOW).is_working_day(date(2026, 6, 6))


@pytest.mark.parametrize(
    "week", [{}, {"mon": ["7h"]}, {"monday": ["07:00-11:30"]}, {"mon": ["11:30-07:00"]},
             {"mon": ["07:00-11:30", "11:00-17:00"]}],
)  # fmt: skip
def test_hours_that_cannot_be_read_are_refused(week: dict[str, list[str]]) -> None:
    load()
    with pytest.raises(DayRefused):
        actions.set_weekly_hours(week=week, valid_from=date(2026, 6, 1), source="QĐ 1", actor=ELEVATED, now=NOW)


def test_an_unknown_calendar_is_unseen() -> None:
    load()
    with pytest.raises(CalendarUnknown):
        add(calendar_key="moon")
    with pytest.raises(CalendarUnknown):
        actions.open_year(year=2028, source="", actor=ELEVATED, now=NOW, calendar_key="moon")
