"""Exceptional days: added, removed, confirmed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.calendars import policies, queries
from namkhong.foundation.calendars.errors import CalendarUnknown, DayRefused, DayTaken
from namkhong.foundation.calendars.events import CalendarChanged
from namkhong.foundation.calendars.models import Calendar, CalendarVersion, DayException
from namkhong.foundation.calendars.types import PROVINCE
from namkhong.foundation.calendars.versions import lock, new_version
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.kernel.text import one_line
from namkhong.kernel.worktime import DayKind, WorkCalendar


@transaction.atomic
def add_day(
    *,
    day: date,
    kind: DayKind,
    name: str,
    source: str,
    actor: Actor,
    now: datetime,
    instead_of: date | None = None,
    calendar_key: str = PROVINCE,
) -> int:
    """Make a day exceptional from now on. Promises made before move only by an act of their own room.

    :raises DayRefused: when the day or the name does not fit.
    :raises DayTaken: when the day already has an entry.
    """
    policies.require_change(actor, now)
    lock()
    calendar = Calendar.objects.filter(key=calendar_key).first()
    if calendar is None:
        raise CalendarUnknown(_("Không có lịch làm việc này."))
    if DayException.objects.filter(calendar=calendar, day=day, until=None).exists():
        raise DayTaken(_("Ngày này đã có trong lịch. Xin xóa mục cũ trước khi thêm mục mới."))
    name, source = one_line(name), one_line(source)
    _check(queries.work_calendar(calendar_key, now=now), day, kind, name, source, instead_of)
    version = new_version(now)
    row = DayException.objects.create(
        calendar=calendar,
        since=version,
        source=source,
        to_be_confirmed=False,
        day=day,
        kind=kind.value,
        name=name,
        instead_of=instead_of,
    )
    _tell("calendars.day_added", row, version, actor=actor, now=now)
    return row.pk


@transaction.atomic
def remove_day(*, day_id: int, reason: str, actor: Actor, now: datetime) -> None:
    """Take an entry out of the calendar from now on.

    :raises DayRefused: when no reason is given.
    :raises DayTaken: when it was taken out already.
    """
    policies.require_change(actor, now)
    if not (reason := one_line(reason)):
        raise DayRefused(_("Xin ghi lý do bỏ ngày này."), fields={"reason": _("Xin ghi lý do bỏ ngày này.")})
    row = _current(day_id)
    row.until = version = new_version(now)
    row.save(update_fields=["until"])
    _tell("calendars.day_removed", row, version, actor=actor, now=now, reason=reason)


@transaction.atomic
def confirm_day(*, day_id: int, source: str, actor: Actor, now: datetime) -> int:
    """Say which document confirms an entry that was to be confirmed.

    :raises DayTaken: when it was taken out or confirmed already.
    """
    policies.require_change(actor, now)
    source = one_line(source)
    if not source:
        raise DayRefused(_("Xin ghi văn bản làm căn cứ."), fields={"source": _("Xin ghi văn bản làm căn cứ.")})
    row = _current(day_id)
    if not row.to_be_confirmed:
        raise DayTaken(_("Ngày này đã được xác nhận."))
    row.until = version = new_version(now)
    row.save(update_fields=["until"])
    confirmed = DayException.objects.create(
        calendar_id=row.calendar_id,
        since=version,
        source=source,
        to_be_confirmed=False,
        day=row.day,
        kind=row.kind,
        name=row.name,
        note=row.note,
        instead_of=row.instead_of,
    )
    _tell("calendars.day_confirmed", confirmed, version, actor=actor, now=now)
    return confirmed.pk


def _check(calendar: WorkCalendar, day: date, kind: DayKind, name: str, source: str, instead_of: date | None) -> None:
    wrong: dict[str, object] = {}
    if not calendar.known_from <= day <= calendar.known_to:
        wrong["day"] = _("Năm này chưa có trong lịch. Xin mở năm trước khi thêm ngày.")
    elif kind is DayKind.MAKE_UP and calendar.is_working_day(day):
        wrong["day"] = _("Ngày này vốn là ngày làm việc, không cần làm bù.")
    if not name:
        wrong["name"] = _("Xin ghi tên ngày lễ hoặc lý do nghỉ.")
    if not source:
        wrong["source"] = _("Xin ghi văn bản làm căn cứ.")
    if instead_of == day:
        wrong["instead_of"] = _("Ngày được thay phải khác ngày này.")
    if wrong:
        raise DayRefused(_("Chưa thêm được ngày vào lịch."), fields=wrong)


def _current(day_id: int) -> DayException:
    lock()
    row = DayException.objects.filter(pk=day_id, until=None).first()
    if row is None:
        raise DayTaken(_("Mục này không còn trong lịch. Xin tải lại trang."))
    return row


def _tell(
    deed: str, row: DayException, version: CalendarVersion, *, actor: Actor, now: datetime, reason: str = ""
) -> None:
    audit.record(
        actor,
        deed,
        ("calendar_day", row.pk),
        now=now,
        detail={"day": row.day.isoformat(), "kind": row.kind, "source": row.source, "version": version.number},
        reason=reason,
    )
    publish(CalendarChanged(version=version.number, at=version.recorded_at))
