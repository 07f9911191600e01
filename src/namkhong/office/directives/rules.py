"""A day as the moment by which something must be done: the legal clock of the agency."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils.translation import gettext as _

from namkhong.foundation.calendars import queries as calendars
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.worktime import HorizonExceeded, closing_of
from namkhong.office.directives.errors import Missing


def closing(agency_id: int, day: date, *, now: datetime) -> datetime:
    """The close of business of a day; of the next working day when that day is off.

    :raises Missing: for a day so far away that its days off are not known.
    """
    calendar = calendars.work_calendar(organisations.calendar_of(agency_id), now=now)
    try:
        return closing_of(calendar, datetime.combine(day, time(), tzinfo=clock.VIETNAM))
    except HorizonExceeded as error:
        raise Missing({"due": _("Lịch làm việc chưa có năm này. Xin chọn một ngày gần hơn.")}) from error
