"""States and due dates in words, for citizens and for officials."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from namkhong.kernel import clock
from namkhong.kernel.worktime import WorkCalendar, working_seconds
from namkhong.services.dossiers.clocks import is_past
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.states import RUNNING, STATES, Outcome, State
from namkhong.web.words import due_moment, moment

_HOUR: Final = 3_600
_SOON: Final = timedelta(hours=24)


def is_late(dossier: Dossier, now: datetime) -> bool:
    """Is the promised time past while there is no result?"""
    return dossier.now_in in RUNNING and dossier.due_at is not None and is_past(dossier.due_at, now)


def headline(dossier: Dossier, now: datetime) -> str:
    """The first words of the page: what the person wants to know."""
    due = moment(dossier.due_at) if dossier.due_at else ""
    if is_late(dossier, now) and dossier.new_due_at is not None and dossier.new_due_at > (dossier.due_at or now):
        return _("Xin lỗi ông/bà, hồ sơ chậm hẹn; ngày hẹn mới là %(due)s") % {"due": moment(dossier.new_due_at)}
    if is_late(dossier, now):
        return _("Xin lỗi ông/bà, hồ sơ chậm hẹn; đã hẹn trả %(due)s") % {"due": due}
    if dossier.now_in is State.DECIDED and dossier.outcome == Outcome.REFUSED:
        return _("Đã có kết quả: không giải quyết")
    return str(STATES[dossier.now_in].citizen) % {"due": due}


def time_left(calendar: WorkCalendar, now: datetime, due: datetime) -> str:
    """``Còn 4 giờ làm việc``; days when there is more than one."""
    hours = working_seconds(calendar, now, due) // _HOUR
    per_day = calendar.hours_per_day
    if hours >= 2 * per_day:
        days = hours // per_day
        return ngettext("Còn %d ngày làm việc.", "Còn %d ngày làm việc.", days) % days
    if hours >= 1:
        return ngettext("Còn %d giờ làm việc.", "Còn %d giờ làm việc.", hours) % hours
    return _("Còn chưa tới một giờ làm việc.")


def due_words(due_at: datetime, now: datetime) -> tuple[str, str]:
    """For officials: ``Quá hạn 2 giờ`` (late), ``Hôm nay 17:30`` (soon), ``11:30, thứ Ba 24/11`` (ok)."""
    if is_past(due_at, now):
        return _late_words(now - due_at), "late"
    days = (clock.local_date(due_at) - clock.local_date(now)).days
    at = f"{clock.local(due_at):%H:%M}"
    if days == 0:
        return _("Hôm nay %s") % at, "soon"
    if days == 1:
        return _("Ngày mai %s") % at, "soon" if due_at - now < _SOON else "ok"
    return due_moment(due_at), "ok"


def _late_words(by: timedelta) -> str:
    if by.days >= 1:
        return _("Quá hạn %d ngày") % by.days
    hours = int(by.total_seconds()) // _HOUR
    return _("Quá hạn %d giờ") % hours if hours else _("Quá hạn %d phút") % max(1, int(by.total_seconds()) // 60)
