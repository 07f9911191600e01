"""What the shipped file tells, and that the database tells the same."""

from __future__ import annotations

import copy
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from namkhong.foundation.audit import queries as audit
from namkhong.foundation.calendars import actions, queries
from namkhong.foundation.calendars.models import CalendarVersion, DayException
from namkhong.foundation.calendars.tests.factories import ELEVATED, LOADED, NOW, SYSTEM, facts, load
from namkhong.foundation.calendars.types import from_facts
from namkhong.kernel.clock import VIETNAM
from namkhong.kernel.worktime import DayKind, parse_limit, reckon


def test_the_file_needs_no_database() -> None:
    calendar = from_facts(facts())
    start = datetime(2026, 4, 29, 16, 59, tzinfo=VIETNAM)
    assert reckon(parse_limit("5 working_day"), start, calendar).due_at.isoformat() == "2026-05-08T17:30:00+07:00"


def test_every_row_names_its_source_and_says_whether_it_is_sure() -> None:
    (province,) = facts()["calendars"]
    for row in [*province["years"], *province["weekly_hours"], *province["days"]]:
        assert row["source"], row
        assert row["to_be_confirmed"] is (row["confidence"] != "high"), row
    assert all(row["to_be_confirmed"] for row in province["weekly_hours"])
    assert all(row["to_be_confirmed"] for row in province["days"] if row["day"] >= "2027")


def test_every_swapped_day_off_has_its_make_up_day() -> None:
    days = {row["day"]: row for row in facts()["calendars"][0]["days"]}
    made_up = {row["day"]: row["instead_of"] for row in days.values() if row["kind"] == "make_up"}
    assert len(made_up) == 4
    for day, off in made_up.items():
        assert days[off]["kind"] == "off"
        assert days[off]["instead_of"] == day


@pytest.mark.django_db
def test_the_database_tells_the_same_as_the_file() -> None:
    load()
    loaded, told = queries.work_calendar(now=NOW), from_facts(facts())
    assert loaded.hours == told.hours
    assert loaded.exceptions == told.exceptions
    assert (loaded.known_from, loaded.known_to) == (told.known_from, told.known_to)
    assert (loaded.hours_per_day, loaded.version) == (told.hours_per_day, 1)


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    first = actions.load_facts(now=LOADED, actor=SYSTEM)
    again = actions.load_facts(now=NOW, actor=SYSTEM)
    assert first.added == 84
    assert (again.added, again.changed, again.version) == (0, 0, None)
    assert CalendarVersion.objects.count() == 1
    assert [entry.action for entry in audit.entries_of(("calendar_version", 1))] == ["calendars.facts_loaded"]


def _with(day: str, **values: Any) -> dict[str, Any]:
    data = copy.deepcopy(facts())
    for row in data["calendars"][0]["days"]:
        if row["day"] == day:
            row.update(values)
    return data


@pytest.mark.django_db
def test_a_corrected_fact_replaces_the_older_fact_and_a_withdrawn_correction_too() -> None:
    load()
    report = actions.load_facts(now=NOW, actor=SYSTEM, data=_with("2026-11-24", name="Ngày Văn hóa"))
    assert (report.added, report.changed) == (0, 1)
    report = actions.load_facts(now=NOW, actor=SYSTEM)
    assert (report.added, report.changed) == (0, 1)
    assert DayException.objects.get(day=date(2026, 11, 24), until=None).name == "Ngày Văn hóa Việt Nam"


@pytest.mark.django_db
def test_what_an_official_wrote_or_took_out_stands_against_the_file() -> None:
    load()
    taken_out = DayException.objects.get(day=date(2026, 11, 24), until=None)
    actions.remove_day(day_id=taken_out.pk, reason="Không được nghỉ", actor=ELEVATED, now=NOW)
    rewritten = DayException.objects.get(day=date(2027, 9, 3), until=None)
    actions.remove_day(day_id=rewritten.pk, reason="Văn bản khác", actor=ELEVATED, now=NOW)
    actions.add_day(
        day=date(2027, 9, 1), kind=DayKind.OFF, name="Quốc khánh", source="Thông báo", actor=ELEVATED, now=NOW
    )
    data = _with("2027-09-02", name="Quốc khánh nước CHXHCN Việt Nam")
    data["calendars"][0]["days"].append(
        {**facts()["calendars"][0]["days"][0], "day": "2027-09-01", "name": "Ngày nghỉ khác"}
    )
    report = actions.load_facts(now=NOW + timedelta(days=1), actor=SYSTEM, data=data)
    assert (report.added, report.changed, report.kept) == (0, 1, (date(2027, 9, 1),))
    current = {row.day: row.name for row in DayException.objects.filter(until=None)}
    assert date(2026, 11, 24) not in current
    assert date(2027, 9, 3) not in current
    assert current[date(2027, 9, 1)] == "Quốc khánh"


@pytest.mark.django_db
def test_a_calendar_may_lend_its_holidays_and_keep_its_own_hours() -> None:
    data = facts()
    saturday = {**data["calendars"][0]["weekly_hours"][0]["week"], "sat": ["07:30-11:30"]}
    hours = {**data["calendars"][0]["weekly_hours"][0], "week": saturday}
    own = {"key": "saturday", "name": "Có sáng thứ Bảy", "base": "province", "hours_per_day": 8}
    data["calendars"].insert(0, {**own, "years": [], "weekly_hours": [hours], "days": []})
    actions.load_facts(now=LOADED, actor=SYSTEM, data=data)
    start = datetime(2026, 4, 24, 10, 0, tzinfo=VIETNAM)  # a Friday; Monday 27/4 is a holiday
    for calendar in (queries.work_calendar("saturday", now=NOW), from_facts(data, "saturday")):
        one, two = (reckon(parse_limit(f"{n} working_day"), start, calendar).due_at.isoformat() for n in (1, 2))
        assert (one, two) == ("2026-04-25T11:30:00+07:00", "2026-04-28T17:30:00+07:00")


def test_the_administrator_reads_a_legal_basis_and_never_where_the_data_was_fetched() -> None:
    (province,) = facts()["calendars"]
    for row in [*province["years"], *province["weekly_hours"], *province["days"]]:
        assert row["origin"], row
        assert not any(word in row["source"] for word in ("python", "thư viện", ".com", "trong nguồn")), row
        assert any(word in row["source"] for word in ("Luật", "Quyết định", "Thông báo", "Ngày nghỉ hưởng lương")), row
