"""What holds on every calendar: random weeks, holidays, make-up days and half days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from namkhong.kernel.tests import oracle
from namkhong.kernel.tests.calendars import (
    day_limits,
    hour_limits,
    limits,
    moments,
    often,
    work_calendars,
)
from namkhong.kernel.worktime import (
    Clock,
    HorizonExceeded,
    Limit,
    LimitUnit,
    WorkCalendar,
    add_working_time,
    as_printed,
    closing_of,
    next_opening,
    parse_limit,
    reckon,
    working_days_between,
    working_seconds,
)
from namkhong.kernel.worktime import steps as said

pauses = st.timedeltas(timedelta(0), timedelta(days=40))
seconds = st.integers(1, 200 * 3_600)


def refused_as_none(ask: Callable[[], datetime | None]) -> datetime | None:
    """The answer; ``None`` where the walk leaves the known years. Two ways to one date must refuse alike."""
    try:
        found = ask()
    except HorizonExceeded:
        return None
    assert found is not None, "the clock does not run"
    return found


def due(limit: Limit, start: datetime, calendar: WorkCalendar) -> datetime:
    """The due date; a walk beyond the known years is no example."""
    found = due_or_none(limit, start, calendar)
    assume(found is not None)
    assert found is not None
    return found


def due_or_none(limit: Limit, start: datetime, calendar: WorkCalendar) -> datetime | None:
    """The due date; ``None`` beyond the known years."""
    return refused_as_none(lambda: reckon(limit, start, calendar).due_at)


def never_earlier(sooner: datetime | None, later: datetime | None) -> bool:
    """In this order, where beyond the known years is later than everything."""
    return later is None or (sooner is not None and sooner <= later)


@often
@given(work_calendars(), limits, moments)
def test_the_due_date_is_the_one_found_by_waiting_for_it(calendar: WorkCalendar, limit: Limit, start: datetime) -> None:
    assert due(limit, start, calendar) == oracle.due(limit, start, calendar)


@often
@given(work_calendars(), limits, moments, pauses)
def test_who_comes_later_is_never_due_earlier(
    calendar: WorkCalendar, limit: Limit, start: datetime, later: timedelta
) -> None:
    assert never_earlier(due_or_none(limit, start, calendar), due_or_none(limit, start + later, calendar))


@often
@given(work_calendars(), moments, st.integers(1, 40), st.integers(1, 40))
def test_hours_added_in_two_parts_are_hours_added_at_once(
    calendar: WorkCalendar, start: datetime, first: int, second: int
) -> None:
    between = due_or_none(Limit(first, LimitUnit.WORKING_HOUR), start, calendar)
    in_parts = due_or_none(Limit(second, LimitUnit.WORKING_HOUR), between, calendar) if between else None
    assert in_parts == due_or_none(Limit(first + second, LimitUnit.WORKING_HOUR), start, calendar)


@often
@given(work_calendars(), moments, seconds, seconds)
def test_seconds_added_in_two_parts_are_seconds_added_at_once(
    calendar: WorkCalendar, start: datetime, first: int, second: int
) -> None:
    at_once = refused_as_none(lambda: add_working_time(calendar, start, first + second))
    in_parts = refused_as_none(lambda: add_working_time(calendar, add_working_time(calendar, start, first), second))
    assert in_parts == at_once
    assume(at_once is not None)
    assert at_once is not None
    assert working_seconds(calendar, start, at_once) == first + second
    assert working_seconds(calendar, at_once, start) == -(first + second)


@often
@given(work_calendars(), hour_limits, moments, pauses, pauses)
def test_a_resumed_pause_moves_an_hour_exact_due_date_by_exactly_the_working_time_paused(
    calendar: WorkCalendar, limit: Limit, start: datetime, until_stop: timedelta, pause: timedelta
) -> None:
    clock = Clock.start(limit, start)
    before = due(limit, start, calendar)
    stop, resume = start + until_stop, start + until_stop + pause
    after = refused_as_none(lambda: clock.stop(stop, "chờ").resume(resume).due_at(calendar))
    paused = working_seconds(calendar, as_printed(stop), as_printed(resume))
    assert after == refused_as_none(lambda: add_working_time(calendar, before, paused) if paused else before)
    assert after is None or working_seconds(calendar, before, after) == paused


@often
@given(work_calendars(), st.integers(1, 20), moments, pauses, pauses)
def test_a_resumed_pause_moves_a_day_rule_due_date_by_the_closes_of_business_that_passed(
    calendar: WorkCalendar, days: int, start: datetime, until_stop: timedelta, pause: timedelta
) -> None:
    limit = Limit(days, LimitUnit.WORKING_DAY)
    before = due(limit, start, calendar)
    stop, resume = start + until_stop, start + until_stop + pause
    after = refused_as_none(lambda: Clock.start(limit, start).stop(stop, "chờ").resume(resume).due_at(calendar))
    passed = working_days_between(calendar, as_printed(stop), as_printed(resume))
    assert after == refused_as_none(lambda: closing_of(calendar, before, passed))
    assert after is None or working_days_between(calendar, before, after) == passed


@often
@given(work_calendars(), limits, moments, pauses)
def test_stopping_and_resuming_at_once_changes_nothing(
    calendar: WorkCalendar, limit: Limit, start: datetime, until_stop: timedelta
) -> None:
    unbroken = due(limit, start, calendar)  # asked first: it leaves out what lies beyond the known years
    stop = start + until_stop
    assert Clock.start(limit, start).stop(stop, "chờ").resume(stop).due_at(calendar) == unbroken


@often
@given(work_calendars(), limits, moments, pauses, pauses, pauses)
def test_who_resumes_later_is_never_due_earlier(
    calendar: WorkCalendar, limit: Limit, start: datetime, until_stop: timedelta, pause: timedelta, more: timedelta
) -> None:
    unbroken = due(limit, start, calendar)
    stopped = Clock.start(limit, start).stop(start + until_stop, "chờ")
    sooner = refused_as_none(lambda: stopped.resume(start + until_stop + pause).due_at(calendar))
    later = refused_as_none(lambda: stopped.resume(start + until_stop + pause + more).due_at(calendar))
    assert never_earlier(unbroken, sooner)
    assert never_earlier(sooner, later)


@often
@given(work_calendars(), limits, moments, pauses, pauses)
def test_a_restart_forgets_everything_before_it(
    calendar: WorkCalendar, limit: Limit, start: datetime, until_stop: timedelta, pause: timedelta
) -> None:
    again = start + until_stop + pause
    clock = Clock.start(limit, start).stop(start + until_stop, "chờ").restart(again)
    due(limit, start, calendar)  # the fold begins with it
    assert refused_as_none(lambda: clock.due_at(calendar)) == due_or_none(limit, again, calendar)


@often
@given(work_calendars(), limits, moments, pauses, pauses, limits)
def test_nothing_is_ever_due_outside_working_hours(
    calendar: WorkCalendar, limit: Limit, start: datetime, until_stop: timedelta, pause: timedelta, more: Limit
) -> None:
    clock = Clock.start(limit, start)
    resumed = clock.stop(start + until_stop, "chờ").resume(start + until_stop + pause)
    to = clock.extend(start, "cần xác minh", to=start + pause + timedelta(days=1))
    everyone = [clock, resumed, to]
    if more.unit is not LimitUnit.SAME_DAY:
        everyone.append(resumed.extend(start + until_stop + pause, "cần xác minh", by=more))
    try:
        dues = [one.due_at(calendar) for one in everyone]
    except HorizonExceeded:
        assume(False)
        raise
    for one in dues:
        assert one is not None
        assert any(period.opens <= one.time() <= period.closes for period in calendar.periods_of(one.date())), one


@often
@given(work_calendars(), day_limits, moments)
def test_the_day_rule_is_due_at_a_close_of_business(calendar: WorkCalendar, limit: Limit, start: datetime) -> None:
    found = due(limit, start, calendar)
    assert found.time() == calendar.periods_of(found.date())[-1].closes


@often
@given(work_calendars(), limits, moments)
def test_the_same_question_has_the_same_answer(calendar: WorkCalendar, limit: Limit, start: datetime) -> None:
    due(limit, start, calendar)
    first, second = reckon(limit, start, calendar), reckon(limit, start, calendar)
    assert (first.due_at, first.explain()) == (second.due_at, second.explain())


@often
@given(work_calendars(), limits, moments)
def test_the_explanation_begins_with_the_reception_and_ends_with_the_due_date(
    calendar: WorkCalendar, limit: Limit, start: datetime
) -> None:
    found = due(limit, start, calendar)
    reckoning = reckon(limit, start, calendar)
    assert isinstance(reckoning.steps[0], said.Begun)
    assert reckoning.steps[-1] == said.Due(found)
    last = reckoning.explain()[-1]
    assert f"{found.hour} giờ" in last
    assert f"{found.day}/{found.month}/{found.year}" in last


@often
@given(work_calendars(), limits.filter(lambda limit: limit.unit is not LimitUnit.DAY), moments)
def test_the_explanation_names_every_day_off_between_reception_and_due_date(
    calendar: WorkCalendar, limit: Limit, start: datetime
) -> None:
    found = due(limit, start, calendar)
    named = [
        off.day
        for step in reckon(limit, start, calendar).steps
        if isinstance(step, said.DaysOff | said.Weekends)
        for off in step.days
    ]
    span = [start.date() + timedelta(days=n) for n in range((found.date() - start.date()).days + 1)]
    assert sorted(named) == [day for day in span if not oracle.works(day, calendar)]


@often
@given(work_calendars(), hour_limits, moments)
def test_the_hours_told_add_up_to_the_limit(calendar: WorkCalendar, limit: Limit, start: datetime) -> None:
    due(limit, start, calendar)
    told = sum(
        step.seconds for step in reckon(limit, start, calendar).steps if isinstance(step, said.Worked | said.WorkedDays)
    )
    hours = 1 if limit.unit is LimitUnit.WORKING_HOUR else calendar.hours_per_day
    assert told == limit.value * hours * 3_600


@often
@given(work_calendars(), moments)
def test_the_next_opening_is_open_and_no_working_time_lies_before_it(calendar: WorkCalendar, moment: datetime) -> None:
    opening = next_opening(calendar, moment)
    assert opening >= moment.replace(microsecond=0)
    assert working_seconds(calendar, moment, opening) == 0
    assert any(period.opens <= opening.time() <= period.closes for period in calendar.periods_of(opening.date()))


@given(limits)
def test_a_limit_survives_being_written(limit: Limit) -> None:
    assert parse_limit(str(limit)) == limit


@given(limits, moments, pauses, pauses)
def test_a_clock_survives_json(limit: Limit, start: datetime, until_stop: timedelta, pause: timedelta) -> None:
    stop, again = start + until_stop, start + until_stop + pause
    started = Clock.start(limit, start)
    resumed = started.stop(stop, "chờ bổ sung").resume(again)
    extended = resumed.extend(again, "cần xác minh", to=again + timedelta(days=2)).close(again + timedelta(days=1))
    for clock in (started, started.stop(stop, "chờ").restart(again), resumed, extended):
        assert Clock.from_json(clock.to_json()) == clock


@often
@given(
    work_calendars(), limits, moments,
    st.lists(st.tuples(pauses, pauses, st.booleans()), max_size=5), pauses,
)  # fmt: skip
def test_the_time_it_ran_is_the_time_worked_without_its_pauses(
    calendar: WorkCalendar,
    limit: Limit,
    start: datetime,
    stretches: list[tuple[timedelta, timedelta, bool]],
    last: timedelta,
) -> None:
    clock, now, ran = Clock.start(limit, start), start, 0
    try:
        for until_stop, pause, from_the_beginning in stretches:
            ran += working_seconds(calendar, now, now + until_stop)
            now += until_stop
            clock = clock.stop(now, "chờ bổ sung")
            assert clock.ran(calendar, now + pause) == ran, "standing still, it does not run"
            now += pause
            clock, ran = (clock.restart(now), 0) if from_the_beginning else (clock.resume(now), ran)
        ran += working_seconds(calendar, now, now + last)
        assert clock.ran(calendar, now + last) == ran
        assert clock.close(now + last).ran(calendar, now + last + timedelta(days=9)) == ran
    except HorizonExceeded:
        assume(False)
