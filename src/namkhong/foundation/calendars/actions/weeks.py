"""Years that become known, and the hours of the week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.calendars import facts, policies
from namkhong.foundation.calendars.errors import CalendarUnknown, DayRefused
from namkhong.foundation.calendars.events import CalendarChanged
from namkhong.foundation.calendars.models import Calendar, KnownYear, WeeklyHours
from namkhong.foundation.calendars.types import PROVINCE
from namkhong.foundation.calendars.versions import lock, new_version
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.text import one_line
from namkhong.kernel.worktime import WeeklyHours as Hours


@transaction.atomic
def open_year(*, year: int, source: str, actor: Actor, now: datetime, calendar_key: str = PROVINCE) -> int:
    """Say that the days off of the next year are known; enter them right after.

    :raises DayRefused: when it is not the year after the last one known.
    """
    policies.require_change(actor, now)
    lock()
    calendar = _calendar(calendar_key)
    last = KnownYear.objects.filter(calendar=calendar, until=None).order_by("-year").first()
    if last is not None and year != last.year + 1:
        raise DayRefused(_("Chỉ mở được năm liền sau năm cuối cùng trong lịch."))
    version = new_version(now)
    row = KnownYear.objects.create(
        calendar=calendar, since=version, source=one_line(source), to_be_confirmed=True, year=year
    )
    audit.record(
        actor,
        "calendars.year_opened",
        ("calendar_year", row.pk),
        now=now,
        detail={"year": year, "version": version.number},
    )
    publish(CalendarChanged(version=version.number, at=version.recorded_at))
    return row.pk


@transaction.atomic
def confirm_year(*, year: int, source: str, actor: Actor, now: datetime, calendar_key: str = PROVINCE) -> int:
    """The holidays of the whole year are published; days still to be confirmed keep their own mark.

    :raises DayRefused: when no document is named, or the year needs no confirming.
    """
    policies.require_change(actor, now)
    lock()
    if not (source := one_line(source)):
        raise DayRefused(_("Xin ghi văn bản làm căn cứ."), fields={"year_source": _("Xin ghi văn bản làm căn cứ.")})
    calendar = _calendar(calendar_key)
    known = KnownYear.objects.filter(calendar=calendar, year=year, until=None, to_be_confirmed=True).first()
    if known is None:
        raise DayRefused(_("Lịch năm này không chờ xác nhận."))
    known.until = version = new_version(now)
    known.save(update_fields=["until"])
    row = KnownYear.objects.create(calendar=calendar, since=version, source=source, to_be_confirmed=False, year=year)
    audit.record(
        actor,
        "calendars.year_confirmed",
        ("calendar_year", row.pk),
        now=now,
        detail={"year": year, "source": source, "version": version.number},
    )
    publish(CalendarChanged(version=version.number, at=version.recorded_at))
    return row.pk


@transaction.atomic
def set_weekly_hours(
    *,
    week: Mapping[str, list[str]],
    valid_from: date,
    source: str,
    actor: Actor,
    now: datetime,
    calendar_key: str = PROVINCE,
) -> int:
    """The hours of the ordinary week from a day on; earlier days keep the hours they had.

    :raises DayRefused: when the hours cannot be read.
    """
    policies.require_change(actor, now)
    lock()
    calendar = _calendar(calendar_key)
    try:
        Hours(facts.week_of(week), valid_from)
    except ValueError as error:
        raise DayRefused(_("Giờ làm việc không đọc được. Xin ghi như 07:30-11:30.")) from error
    if not (source := one_line(source)):
        raise DayRefused(_("Xin ghi văn bản làm căn cứ."), fields={"source": _("Xin ghi văn bản làm căn cứ.")})
    version = new_version(now)
    WeeklyHours.objects.filter(calendar=calendar, valid_from=valid_from, until=None).update(until=version)
    row = WeeklyHours.objects.create(
        calendar=calendar, since=version, source=source, to_be_confirmed=False, week=dict(week), valid_from=valid_from
    )
    audit.record(
        actor,
        "calendars.weekly_hours_set",
        ("calendar_hours", row.pk),
        now=now,
        detail={"week": dict(week), "valid_from": valid_from.isoformat(), "version": version.number},
    )
    publish(CalendarChanged(version=version.number, at=version.recorded_at))
    return row.pk


def _calendar(key: str) -> Calendar:
    calendar = Calendar.objects.filter(key=key).first()
    if calendar is None:
        raise CalendarUnknown(_("Không có lịch làm việc này."))
    return calendar
