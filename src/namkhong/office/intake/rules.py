"""The time limits in force on a day, and a day as the moment by which something must be done."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils.translation import gettext as _

from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.worktime import HorizonExceeded, closing_of, parse_limit, reckon
from namkhong.office.intake.errors import Missing, NoRule
from namkhong.office.intake.models import TimeRule

REGISTER = "register"
REGISTER_URGENT = "register_urgent"


def rule_of(kind: str, on: date) -> TimeRule:
    """The rule of a kind on a day.

    :raises NoRule: when none was loaded.
    """
    rows = TimeRule.objects.filter(kind=kind, effective_from__lte=on).order_by("-effective_from")
    found = next((row for row in rows if row.effective_to is None or on <= row.effective_to), None)
    if found is None:
        raise NoRule
    return found


def register_by(agency_id: int, arrived_at: datetime, *, urgent: bool) -> tuple[TimeRule, datetime]:
    """Until when it must be in the book: the end of the next working day; what is urgent, on the day it came.

    Nghị định 30/2020/NĐ-CP, điều 4 khoản 3; counted on the calendar of the agency.
    """
    rule = rule_of(REGISTER_URGENT if urgent else REGISTER, clock.local_date(arrived_at))
    calendar = calendars.work_calendar(organisations.calendar_of(agency_id), now=arrived_at)
    return rule, reckon(parse_limit(rule.limit), arrived_at, calendar).due_at


def closing(agency_id: int, day: date, *, now: datetime, field: str = "due") -> datetime:
    """The close of business of a day; of the next working day when that day is off.

    :raises Missing: for a day so far away that its days off are not known.
    """
    calendar = calendars.work_calendar(organisations.calendar_of(agency_id), now=now)
    try:
        return closing_of(calendar, datetime.combine(day, time(), tzinfo=clock.VIETNAM))
    except HorizonExceeded as error:
        raise Missing({field: _("Lịch làm việc chưa có năm này. Xin chọn một ngày gần hơn.")}) from error
