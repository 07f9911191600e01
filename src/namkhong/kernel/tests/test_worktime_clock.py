"""What may happen to a clock, and what may not."""

from __future__ import annotations

import pytest

from namkhong.kernel.problems import Conflict, Invalid
from namkhong.kernel.tests.calendars import PROVINCE, at, parse_limit
from namkhong.kernel.worktime import AlreadyExtended, Clock, ClockRefused, ClockState, LimitUnclear, StartReason

FIVE = parse_limit("5 working_day")
RUNNING = Clock.start(FIVE, at("2026-05-04 08:00"))  # due Monday 11/5
STOPPED = RUNNING.stop(at("2026-05-05 09:00"), "chờ bổ sung hồ sơ")
CLOSED = RUNNING.close(at("2026-05-06 09:00"))
LATER = at("2026-05-07 09:00")


def test_it_works() -> None:
    assert RUNNING.due_at(PROVINCE) == at("2026-05-11 17:30")
    assert RUNNING.state is ClockState.RUNNING
    assert RUNNING.limit == FIVE


def test_a_stopped_clock_has_no_due_date() -> None:
    assert STOPPED.due_at(PROVINCE) is None
    assert STOPPED.state is ClockState.STOPPED


def test_a_deed_gives_a_new_clock_and_leaves_the_old_one() -> None:
    assert len(RUNNING.events) == 1
    assert STOPPED.events[0] is RUNNING.events[0]


def test_a_closed_clock_keeps_its_due_date() -> None:
    assert CLOSED.due_at(PROVINCE) == at("2026-05-11 17:30")
    assert STOPPED.close(LATER).due_at(PROVINCE) is None


@pytest.mark.parametrize(
    ("clock", "deed"),
    [
        (STOPPED, lambda clock: clock.stop(LATER, "lần nữa")),
        (RUNNING, lambda clock: clock.restart(LATER)),
        (RUNNING, lambda clock: clock.resume(LATER)),
        (STOPPED, lambda clock: clock.extend(LATER, "vì", by=FIVE)),
        (CLOSED, lambda clock: clock.stop(LATER, "vì")),
        (CLOSED, lambda clock: clock.restart(LATER)),
        (CLOSED, lambda clock: clock.resume(LATER)),
        (CLOSED, lambda clock: clock.extend(LATER, "vì", by=FIVE)),
        (CLOSED, lambda clock: clock.close(LATER)),
        (RUNNING, lambda clock: clock.stop(at("2026-05-03 08:00"), "trước khi nhận")),
        (RUNNING, lambda clock: clock.extend(LATER, "vì")),
        (RUNNING, lambda clock: clock.extend(LATER, "vì", by=FIVE, to=at("2026-06-01 08:00"))),
        (RUNNING, lambda clock: clock.extend(LATER, "vì", to=LATER)),
        (RUNNING, lambda clock: clock.extend(LATER, "vì", by=parse_limit("same_day"))),
    ],
)
def test_what_does_not_fit_the_state_is_refused(clock: Clock, deed: object) -> None:
    assert callable(deed)
    with pytest.raises(ClockRefused):
        deed(clock)


def test_a_new_appointment_is_given_once_even_after_a_restart() -> None:
    extended = RUNNING.extend(LATER, "cần xác minh", by=parse_limit("2 working_day"))
    assert extended.due_at(PROVINCE) == at("2026-05-13 17:30")
    with pytest.raises(AlreadyExtended):
        extended.extend(LATER, "lần nữa", by=parse_limit("2 working_day"))
    restarted = extended.stop(LATER, "chờ bổ sung").restart(at("2026-05-11 08:00"))
    assert restarted.due_at(PROVINCE) == at("2026-05-18 17:30")
    with pytest.raises(AlreadyExtended):
        restarted.extend(at("2026-05-12 08:00"), "lần nữa", to=at("2026-06-01 08:00"))


@pytest.mark.parametrize(
    ("by", "due"),
    [
        ("2 working_day", "2026-05-13 17:30"),
        ("4 working_hour", "2026-05-12 11:30"),  # another measure: from the old due date on
        ("5 day", "2026-05-18 17:30"),  # Saturday 16/5 moves to Monday
        ("2 working_day 15:00", "2026-05-13 17:30"),  # a cut-off is for what comes in, not for a due date
    ],
)
def test_time_is_added_to_the_old_due_date(by: str, due: str) -> None:
    assert RUNNING.extend(LATER, "cần xác minh", by=parse_limit(by)).due_at(PROVINCE) == at(due)


@pytest.mark.parametrize(
    ("to", "due"),
    [
        ("2026-05-14 10:00", "2026-05-14 10:00"),
        ("2026-05-14 12:00", "2026-05-14 17:30"),  # in the break: the close of the same day
        ("2026-05-16 10:00", "2026-05-18 17:30"),  # a Saturday: the close of Monday
        ("2026-05-14 20:00", "2026-05-15 17:30"),
    ],
)
def test_a_promised_moment_outside_working_hours_is_the_next_close_of_business(to: str, due: str) -> None:
    assert RUNNING.extend(LATER, "cần xác minh", to=at(to)).due_at(PROVINCE) == at(due)


def test_a_promised_hour_survives_a_pause_within_one_day_and_moves_by_whole_days_otherwise() -> None:
    promised = RUNNING.extend(LATER, "cần xác minh", to=at("2026-05-14 10:00"))
    paused = promised.stop(at("2026-05-08 09:00"), "chờ nộp tiền")
    assert paused.resume(at("2026-05-08 15:00")).due_at(PROVINCE) == at("2026-05-14 10:00")
    assert paused.resume(at("2026-05-11 15:00")).due_at(PROVINCE) == at("2026-05-15 17:30")


def test_calendar_days_resume_by_calendar_days() -> None:
    clock = Clock.start(parse_limit("10 day"), at("2026-05-04 08:00"))  # Thursday 14/5
    assert clock.due_at(PROVINCE) == at("2026-05-14 17:30")
    paused = clock.stop(at("2026-05-08 09:00"), "chờ")
    assert paused.resume(at("2026-05-10 09:00")).due_at(PROVINCE) == at("2026-05-18 17:30")  # Saturday 16/5 is off
    twice = paused.resume(at("2026-05-10 09:00")).stop(at("2026-05-10 10:00"), "chờ").resume(at("2026-05-11 10:00"))
    assert twice.due_at(PROVINCE) == at("2026-05-18 17:30")  # Sunday 17/5: not a day lost to rounding


def test_a_same_day_answer_that_was_paused_moves_by_the_days_that_passed() -> None:
    clock = Clock.start(parse_limit("same_day 15:00"), at("2026-05-04 08:00")).stop(at("2026-05-04 09:00"), "chờ")
    assert clock.resume(at("2026-05-04 16:00")).due_at(PROVINCE) == at("2026-05-04 17:30")
    assert clock.resume(at("2026-05-05 16:00")).due_at(PROVINCE) == at("2026-05-05 17:30")
    # A restart is a reception: the cut-off holds again.
    assert clock.restart(at("2026-05-05 16:00")).due_at(PROVINCE) == at("2026-05-06 17:30")


def test_what_json_writes_can_be_read_by_people() -> None:
    clock = Clock.start(FIVE, at("2026-05-04 08:00"), StartReason.RECEIVED_ELSEWHERE).stop(LATER, "chờ nộp tiền")
    assert clock.to_json() == {
        "events": [
            {
                "kind": "started",
                "at": "2026-05-04T08:00:00+07:00",
                "limit": "5 working_day",
                "reason": "received_elsewhere",
            },
            {"kind": "stopped", "at": "2026-05-07T09:00:00+07:00", "reason": "chờ nộp tiền"},
        ]
    }


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"events": []},
        {"events": [{"kind": "stopped", "at": "2026-05-07T09:00:00+07:00", "reason": "x"}]},
        {"events": [{"kind": "started", "at": "2026-05-07T09:00:00+07:00", "limit": "1 day", "more": 1}]},
        {"events": [{"kind": "begun", "at": "2026-05-07T09:00:00+07:00"}]},
    ],
)
def test_what_is_not_a_clock_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="clock"):
        Clock.from_json(data)


def test_a_forged_history_is_refused() -> None:
    data = STOPPED.to_json()
    data["events"].append(data["events"][-1])
    with pytest.raises(ClockRefused):
        Clock.from_json(data)


@pytest.mark.parametrize(
    "text",
    ["", "5", "working_day", "0 working_day", "-1 day", "5.5 day", "5 days", "10000 day", "same_day 25:00",
     "1 same_day", "5 day hour_exact", "same_day hour_exact", "5 working_day 15h", "٥ day"],
)  # fmt: skip
def test_a_limit_that_cannot_be_read_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(LimitUnclear):
        parse_limit(text)


def test_the_refusals_are_problems_with_a_sentence() -> None:
    assert issubclass(ClockRefused, Conflict)
    assert issubclass(LimitUnclear, Invalid)
    with pytest.raises(LimitUnclear, match="5 working_day"):
        parse_limit("five days")
