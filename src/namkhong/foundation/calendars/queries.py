"""Reading calendars: as they are known now, or as they were known at a moment or in a version."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from threading import Lock
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from namkhong.foundation.calendars import facts
from namkhong.foundation.calendars.errors import CalendarUnknown, NotLoaded
from namkhong.foundation.calendars.models import (
    Calendar,
    CalendarVersion,
    Dated,
    DayException,
    KnownYear,
    WeeklyHours,
)
from namkhong.foundation.calendars.types import PROVINCE
from namkhong.kernel.remembering import remember
from namkhong.kernel.worktime import WorkCalendar

Row = TypeVar("Row", bound=Dated)
_KEPT: Final = 64
_kept: OrderedDict[tuple[str, UUID], WorkCalendar] = OrderedDict()
_lock: Final = Lock()


@dataclass(frozen=True, slots=True)
class YearOfCalendar:
    """What the administrator sees of one year."""

    calendar: Calendar
    year: int
    known: KnownYear | None
    years: tuple[KnownYear, ...]
    days: tuple[DayException, ...]
    hours: tuple[WeeklyHours, ...]


def work_calendar(key: str = PROVINCE, *, now: datetime) -> WorkCalendar:
    """The calendar as known at this moment; before anything was recorded, the first version there is.

    :raises NotLoaded: when no calendar was ever loaded.
    :raises CalendarUnknown: when no calendar has this key.
    """
    return _calendar(key, version_at(now))


def work_calendar_of(version: int, key: str = PROVINCE) -> WorkCalendar:
    """The calendar as a dossier kept it at its reception.

    :raises CalendarUnknown: when there is no such version or key.
    """
    found = CalendarVersion.objects.filter(number=version).first()
    if found is None:
        raise CalendarUnknown(_("Không có bản lịch làm việc này."))
    return _calendar(key, found)


def version_at(moment: datetime) -> CalendarVersion:
    """The version known at a moment.

    :raises NotLoaded: when there is none.
    """
    versions = known_versions()
    if not versions:
        raise NotLoaded(_("Chưa nạp lịch làm việc. Xin báo quản trị hệ thống nạp dữ liệu lịch."))
    return next((version for version in versions if version.recorded_at <= moment), versions[-1])


@remember()
def known_versions() -> tuple[CalendarVersion, ...]:
    """Every version, the newest first."""
    return tuple(CalendarVersion.objects.order_by("-number"))


def year_of(year: int, key: str = PROVINCE) -> YearOfCalendar:
    """One year as it stands now, for the administrator.

    :raises CalendarUnknown: when no calendar has this key, or this is no year.
    """
    calendar = Calendar.objects.filter(key=key).first()
    if calendar is None or not MINYEAR <= year <= MAXYEAR:
        raise CalendarUnknown(_("Không có lịch làm việc này."))
    years = tuple(KnownYear.objects.filter(calendar=calendar, until=None).order_by("year"))
    return YearOfCalendar(
        calendar=calendar,
        year=year,
        known=next((known for known in years if known.year == year), None),
        years=years,
        days=tuple(DayException.objects.filter(calendar=calendar, until=None, day__year=year).order_by("day")),
        hours=tuple(
            WeeklyHours.objects.filter(calendar=calendar, until=None, valid_from__lte=date(year, 12, 31))
            .filter(Q(valid_to=None) | Q(valid_to__gte=date(year, 1, 1)))
            .order_by("valid_from")
        ),
    )


def day(day_id: int) -> DayException:
    """An entry that is in the calendar now.

    :raises CalendarUnknown: when there is none, or it was taken out.
    """
    found = DayException.objects.filter(pk=day_id, until=None).first()
    if found is None:
        raise CalendarUnknown(_("Mục này không còn trong lịch làm việc."))
    return found


def _calendar(key: str, version: CalendarVersion) -> WorkCalendar:
    """From memory when this very content was built before: a version never changes."""
    name = (key, version.token)
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]
    built = _build(key, version.number)
    with _lock:
        _kept[name] = built
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return built


def _build(key: str, version: int) -> WorkCalendar:
    calendar = Calendar.objects.select_related("base").filter(key=key).first()
    if calendar is None:
        raise CalendarUnknown(_("Không có lịch làm việc này."))
    owners = [calendar.pk] if calendar.base_id is None else [calendar.base_id, calendar.pk]
    days = {row.day: row for row in _known(DayException.objects.all(), owners, version)}
    return facts.assemble(
        key=key,
        version=version,
        hours=[row.value for row in _own_or_lent(_known(WeeklyHours.objects.all(), owners, version), calendar.pk)],
        days=[row.value for row in days.values()],
        years=[row.year for row in _own_or_lent(_known(KnownYear.objects.all(), owners, version), calendar.pk)],
        hours_per_day=calendar.hours_per_day,
    )


def _known(rows: QuerySet[Row], owners: list[int], version: int) -> list[Row]:
    """The rows of these calendars known in a version, the base's first."""
    known = rows.filter(Q(until=None) | Q(until__gt=version), calendar__in=owners, since__lte=version)
    return sorted(known, key=lambda row: owners.index(row.calendar_id))


def _own_or_lent(rows: list[Row], owner: int) -> list[Row]:
    return [row for row in rows if row.calendar_id == owner] or rows
