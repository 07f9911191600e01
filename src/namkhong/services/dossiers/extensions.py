"""The rule of the one new date: until when it may be signed, when its draft is due, to what it moves the step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from namkhong.kernel import clock
from namkhong.kernel.worktime import WorkCalendar, add_working_time, as_printed, closing_of
from namkhong.services.dossiers import clocks, frozen
from namkhong.services.dossiers.models import Dossier
from namkhong.services.procedures.types import ProcessCard, ProcessStep

FORM: str = "04"
_HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Rule:
    """Working days before the due date: the letter must be signed by then, its draft is made by then.

    Data beside the template of form 04 in ``facts/form_templates.json`` (NĐ 61/2018/NĐ-CP art. 19.9, restated 2025).
    """

    ask_before: int
    draft_before: int


def rule(on: date) -> Rule:
    """The rule of a day."""
    kept = frozen.template(FORM, on).settings
    return Rule(int(kept.get("ask_working_days_before", 1)), int(kept.get("draft_working_days_before", 2)))


def calendar_of(dossier: Dossier, now: datetime) -> WorkCalendar:
    """The calendar the agency that decides works by."""
    return clocks.hours_of(dossier.decider_agency_id, now).calendar


def last_moment(calendar: WorkCalendar, due_at: datetime, on: date) -> datetime:
    """The close of business of the last day on which a letter still moves the date."""
    return closing_of(calendar, due_at, -rule(on).ask_before)


def in_time(calendar: WorkCalendar, due_at: datetime, now: datetime) -> bool:
    """Signed at this moment, does the letter move the date?"""
    return as_printed(now) <= last_moment(calendar, due_at, clock.local_date(now))


def close_of(calendar: WorkCalendar, day: date) -> datetime | None:
    """The close of business of a day; ``None`` when nobody works then."""
    if not calendar.is_working_day(day):
        return None
    return closing_of(calendar, datetime.combine(day, time.min, tzinfo=clock.VIETNAM))


def to_do(process: ProcessCard, index: int) -> tuple[ProcessStep, ...]:
    """The steps from this one to the decision."""
    return tuple(step for step in process.steps[index:] if step.kind != "hand_over")


def proposed(calendar: WorkCalendar, dossier: Dossier, process: ProcessCard, now: datetime) -> datetime:
    """The date a draft begins with: after the promise, and after now, as many hours as the process gives what is left."""
    after = max(now, dossier.due_at or now)
    hours = sum(step.hours for step in to_do(process, dossier.step_index))
    day = closing_of(calendar, add_working_time(calendar, after, max(hours, 1) * _HOUR))
    return day if day > after else closing_of(calendar, day, 1)


def step_due(calendar: WorkCalendar, dossier: Dossier, process: ProcessCard, due_at: datetime) -> datetime | None:
    """When the step under way should be done now: the new date less what the steps after it are given, never earlier."""
    if dossier.step_due_at is None:
        return None
    later = sum(step.hours for step in to_do(process, dossier.step_index)[1:]) * _HOUR
    at = calendar.when_worked(max(calendar.worked_before(calendar.read(due_at)) - later, 0))
    return max(dossier.step_due_at, min(calendar.write(at), due_at))
