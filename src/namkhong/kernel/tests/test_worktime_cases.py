"""The named edge cases of the legal clock on the shipped calendar; every due date was computed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from namkhong.kernel.tests.calendars import PROVINCE, at, parse_limit
from namkhong.kernel.worktime import (
    Clock,
    DayException,
    DayKind,
    HorizonExceeded,
    WeeklyHours,
    WorkCalendar,
    reckon,
)

CASES = {
    # the eve of 30/4–1/5, which is followed by a weekend
    "16:59 on the eve of a holiday": ("2026-04-29 16:59", "5 working_day", "2026-05-08 17:30"),
    "… by the hour": ("2026-04-29 16:59", "8 working_hour", "2026-05-04 16:59"),
    "… in calendar days": ("2026-04-29 16:59", "10 day", "2026-05-11 17:30"),
    "… a calendar day that is a holiday": ("2026-04-29 16:59", "1 day", "2026-05-04 17:30"),
    "… a working day by the hour is worth eight": ("2026-04-29 16:59", "1 working_day hour_exact", "2026-05-04 16:59"),
    # Friday, 16:59
    "Friday 16:59": ("2026-03-06 16:59", "1 working_day", "2026-03-09 17:30"),
    "Friday 16:59, by the hour": ("2026-03-06 16:59", "2 working_hour", "2026-03-09 08:59"),
    # the close of business belongs to the day
    "exactly at closing": ("2026-03-06 17:30", "1 working_day", "2026-03-09 17:30"),
    "exactly at closing, with seconds not printed": ("2026-03-06 17:30:59", "1 working_day", "2026-03-09 17:30"),
    "a minute after closing": ("2026-03-06 17:31", "1 working_day", "2026-03-10 17:30"),
    "exactly at closing, by the hour": ("2026-03-06 17:30", "1 working_hour", "2026-03-09 08:30"),
    "the last hour of the day ends at closing": ("2026-03-06 16:30", "1 working_hour", "2026-03-06 17:30"),
    # the break, and before opening
    "during lunch": ("2026-03-04 12:15", "1 working_day", "2026-03-05 17:30"),
    "during lunch, by the hour": ("2026-03-04 12:15", "1 working_hour", "2026-03-04 14:30"),
    "when lunch begins, by the hour": ("2026-03-04 11:30", "1 working_hour", "2026-03-04 14:30"),
    "the last morning hour ends when lunch begins": ("2026-03-04 10:30", "1 working_hour", "2026-03-04 11:30"),
    "before opening": ("2026-03-04 06:00", "1 working_day", "2026-03-05 17:30"),
    "before opening, by the hour": ("2026-03-04 06:00", "1 working_hour", "2026-03-04 08:30"),
    # make-up Saturdays and the days off they pay for
    "the make-up Saturday counts": ("2026-08-21 10:00", "1 working_day", "2026-08-22 17:30"),
    "received on a make-up Saturday": ("2026-08-22 10:00", "1 working_day", "2026-08-24 17:30"),
    "a calendar limit may end on a make-up Saturday": ("2026-08-04 10:00", "18 day", "2026-08-22 17:30"),
    "over the swapped Monday and National Day": ("2026-08-28 10:00", "1 working_day", "2026-09-03 17:30"),
    "the January make-up Saturday": ("2026-01-08 10:00", "2 working_day", "2026-01-10 17:30"),
    # Tết: nine days off in a row
    "into Tết": ("2026-02-13 16:00", "3 working_day", "2026-02-25 17:30"),
    "into Tết, by the hour": ("2026-02-13 16:00", "8 working_hour", "2026-02-23 16:00"),
    "into Tết, in calendar days": ("2026-02-13 10:00", "3 day", "2026-02-23 17:30"),
    "on the first day of Tết": ("2026-02-17 09:00", "1 working_day", "2026-02-24 17:30"),
    "over Giỗ Tổ, made up for on Monday": ("2026-04-24 10:00", "1 working_day", "2026-04-28 17:30"),
    # the cut-off
    "same day, before the cut-off": ("2026-04-29 14:59", "same_day 15:00", "2026-04-29 17:30"),
    "same day, at the cut-off": ("2026-04-29 15:00", "same_day 15:00", "2026-04-29 17:30"),
    "same day, after the cut-off before a holiday": ("2026-04-29 15:01", "same_day 15:00", "2026-05-04 17:30"),
    "same day, on a holiday": ("2026-04-30 10:00", "same_day 15:00", "2026-05-04 17:30"),
    "same day, no cut-off": ("2026-04-29 16:59", "same_day", "2026-04-29 17:30"),
    "same day, no cut-off, after close": ("2026-04-29 17:31", "same_day", "2026-05-04 17:30"),
    "working days with a cut-off": ("2026-04-29 15:01", "1 working_day 15:00", "2026-05-05 17:30"),
    "working hours with a cut-off": ("2026-04-29 15:01", "2 working_hour 15:00", "2026-05-04 09:30"),
    # days off
    "received on a holiday": ("2026-04-30 09:00", "1 working_day", "2026-05-05 17:30"),
    "received on a Sunday": ("2026-05-03 20:00", "1 working_day", "2026-05-05 17:30"),
    "received on a Sunday, by the hour": ("2026-05-03 20:00", "1 working_hour", "2026-05-04 08:30"),
    "received on a Sunday, in calendar days": ("2026-05-03 20:00", "1 day", "2026-05-05 17:30"),
    "a calendar limit ending on Friday": ("2026-05-04 10:00", "4 day", "2026-05-08 17:30"),
    "a calendar limit ending on Saturday": ("2026-05-04 10:00", "5 day", "2026-05-11 17:30"),
    "over New Year": ("2026-12-31 16:00", "1 working_day", "2027-01-04 17:30"),
}


@pytest.mark.parametrize(("received", "limit", "due"), CASES.values(), ids=CASES.keys())
def test_the_due_date_is_the_one_computed_by_hand(received: str, limit: str, due: str) -> None:
    reckoning = reckon(parse_limit(limit), at(received), PROVINCE)
    assert reckoning.due_at == at(due)
    assert reckoning.explain()[-1].startswith("Hẹn trả ")


def test_a_moment_may_come_in_any_time_zone() -> None:
    five = parse_limit("5 working_day")
    assert reckon(five, datetime(2026, 4, 29, 9, 59, tzinfo=UTC), PROVINCE).due_at == at("2026-05-08 17:30")
    # 17:10 in London is ten past midnight in Điện Biên: already the holiday.
    assert reckon(five, datetime(2026, 4, 29, 17, 10, tzinfo=UTC), PROVINCE).due_at == at("2026-05-11 17:30")


def test_the_answer_is_on_a_vietnamese_wall_clock() -> None:
    due_at = reckon(parse_limit("1 day"), datetime(2026, 5, 4, 3, 0, tzinfo=UTC), PROVINCE).due_at
    assert due_at.isoformat() == "2026-05-05T17:30:00+07:00"


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        reckon(parse_limit("1 day"), datetime(2026, 5, 4, 3, 0), PROVINCE)  # noqa: DTZ001


HALF = replace(
    PROVINCE,
    exceptions=(
        *PROVINCE.exceptions,
        DayException(date(2026, 2, 13), DayKind.MORNING_ONLY, "Họp tổng kết"),
        DayException(date(2026, 3, 5), DayKind.AFTERNOON_ONLY, "Diễn tập"),
        DayException(date(2026, 3, 7), DayKind.MORNING_ONLY, "Làm bù nửa ngày"),
    ),
)


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("2026-02-12 10:00", "1 working_day", "2026-02-13 11:30"),  # due when the half day closes
        ("2026-02-13 11:31", "1 working_day", "2026-02-24 17:30"),  # after the half day's close
        ("2026-02-13 10:00", "8 working_hour", "2026-02-23 16:00"),  # one hour and a half of the half day
        ("2026-03-04 16:30", "2 working_hour", "2026-03-05 14:30"),  # the morning is off
        ("2026-03-05 09:00", "1 working_hour", "2026-03-05 14:30"),
        ("2026-03-06 10:00", "1 working_day", "2026-03-07 11:30"),  # half a Saturday is made up for
    ],
)
def test_half_days(received: str, limit: str, due: str) -> None:
    assert reckon(parse_limit(limit), at(received), HALF).due_at == at(due)


def test_a_lone_period_across_noon_is_cut_at_noon() -> None:
    calendar = WorkCalendar(
        "through",
        1,
        (WeeklyHours.office("08:00-16:00", valid_from=date(2026, 1, 1)),),
        (DayException(date(2026, 3, 5), DayKind.MORNING_ONLY), DayException(date(2026, 3, 6), DayKind.AFTERNOON_ONLY)),
        date(2026, 1, 1),
        date(2026, 12, 31),
    )
    assert [str(period) for period in calendar.periods_of(date(2026, 3, 5))] == ["08:00-12:00"]
    assert [str(period) for period in calendar.periods_of(date(2026, 3, 6))] == ["12:00-16:00"]


def test_a_make_up_day_works_the_hours_of_the_day_it_replaces() -> None:
    morning, long = ("07:30-11:30",), ("07:30-11:30", "13:30-18:30")
    monday = WeeklyHours.office(*long, valid_from=date(2026, 1, 1))
    friday = WeeklyHours.office(*morning, valid_from=date(2026, 1, 1))
    week = WeeklyHours((*monday.week[:4], friday.week[4], (), ()), date(2026, 1, 1))
    calendar = WorkCalendar(
        "uneven",
        1,
        (week,),
        (
            DayException(date(2026, 3, 6), DayKind.OFF, "Nghỉ hoán đổi"),  # a Friday
            DayException(date(2026, 3, 7), DayKind.MAKE_UP, "", date(2026, 3, 6)),
            DayException(date(2026, 3, 14), DayKind.MAKE_UP),
        ),
        date(2026, 1, 1),
        date(2026, 12, 31),
    )
    assert [str(period) for period in calendar.periods_of(date(2026, 3, 7))] == list(morning)
    assert [str(period) for period in calendar.periods_of(date(2026, 3, 14))] == list(long)


def test_new_hours_hold_from_their_day_on() -> None:
    calendar = replace(
        PROVINCE,
        hours=(*PROVINCE.hours, WeeklyHours.office("07:00-11:30", "13:30-17:00", valid_from=date(2026, 3, 5))),
    )
    assert reckon(parse_limit("1 working_day"), at("2026-03-03 10:00"), calendar).due_at == at("2026-03-04 17:30")
    assert reckon(parse_limit("1 working_day"), at("2026-03-04 10:00"), calendar).due_at == at("2026-03-05 17:00")


class TestSupplementReturnedOnAHoliday:
    """Received Monday 20/4, due Tuesday 28/4 (27/4 is off for Giỗ Tổ); papers asked for on 23/4, returned on 30/4."""

    clock = Clock.start(parse_limit("5 working_day"), at("2026-04-20 10:00")).stop(
        at("2026-04-23 09:00"), "chờ bổ sung hồ sơ"
    )

    def test_before_the_pause(self) -> None:
        started = Clock(self.clock.events[:1])
        assert started.due_at(PROVINCE) == at("2026-04-28 17:30")

    def test_restart_counts_anew_from_the_next_opening(self) -> None:
        assert self.clock.restart(at("2026-04-30 09:00")).due_at(PROVINCE) == at("2026-05-11 17:30")

    def test_resume_gives_back_the_working_days_that_passed(self) -> None:
        # 23, 24, 28, 29 April passed; the three days left are 4, 5, 6 May.
        assert self.clock.resume(at("2026-04-30 09:00")).due_at(PROVINCE) == at("2026-05-06 17:30")

    def test_resume_by_the_hour_gives_back_the_working_time(self) -> None:
        clock = Clock.start(parse_limit("16 working_hour"), at("2026-04-28 10:00"))
        assert clock.due_at(PROVINCE) == at("2026-05-04 10:00")
        stopped = clock.stop(at("2026-04-29 09:00"), "chờ bổ sung hồ sơ")
        # 6.5 working hours passed on 29/4, none on the holiday.
        assert stopped.resume(at("2026-04-30 09:00")).due_at(PROVINCE) == at("2026-05-05 08:30")


@pytest.mark.parametrize("limit", ["1 working_day", "8 working_hour", "1 day", "same_day 15:00"])
@pytest.mark.parametrize("received", ["2027-12-31 17:31", "2028-01-03 08:00", "2022-12-30 08:00"])
def test_beyond_the_known_years_it_refuses_to_guess(received: str, limit: str) -> None:
    with pytest.raises(HorizonExceeded, match="đến hết năm 2027") as refused:
        reckon(parse_limit(limit), at(received), PROVINCE)
    assert refused.value.last_year == 2027
    assert refused.value.first_year == 2023


def test_a_limit_that_would_end_beyond_the_known_years_is_refused() -> None:
    for limit in ("20 working_day", "160 working_hour", "30 day"):
        with pytest.raises(HorizonExceeded):
            reckon(parse_limit(limit), at("2027-12-20 10:00"), PROVINCE)
