"""The story of the province in one table: who hears what, which slot shows what.

Handlers are written ``room.function`` so that the table can be read aloud and jobs can name them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LISTENERS: Final[dict[str, tuple[str, ...]]] = {
    "dossiers.DossierFiled": ("dossiers.tell_applicant",),
    "dossiers.DossierReceived": ("dossiers.tell_applicant",),
    "dossiers.DossierNotReceived": ("dossiers.tell_applicant",),
    "dossiers.DossierTakenOver": ("dossiers.tell_applicant",),
    "dossiers.DossierDecided": ("dossiers.tell_applicant",),
    "dossiers.ResultHandedOver": ("dossiers.tell_applicant",),
    "files.FileRefused": ("dossiers.mark_refused_file",),
}

# How the screen of failed work calls the jobs it does not know itself, and each event a job goes on from.
JOBS: Final[dict[str, Promise]] = {
    "accounts.sweep": _("Dọn các phiên, khóa và bộ đếm đã hết hạn"),
    "dossiers.refresh_figures": _("Tính lại số liệu phục vụ trong tháng"),
    "jobs.take_up_again": _("Làm lại những việc bị bỏ dở"),
    "organisations.refresh_tree": _("Cập nhật bộ máy theo ngày hiệu lực"),
    "procrastinate.builtin_tasks.remove_old_jobs": _("Dọn các việc đã xong"),
    "builtin:procrastinate.builtin_tasks.remove_old_jobs": _("Dọn các việc đã xong"),
}
EVENTS: Final[dict[str, Promise]] = {
    "accounts.AccountLocked": _("tài khoản bị khóa"),
    "accounts.AccountUnlocked": _("tài khoản được mở khóa"),
    "calendars.CalendarChanged": _("lịch làm việc thay đổi"),
    "citizens.ContactChanged": _("người dân đổi cách liên hệ"),
    "dossiers.DossierFiled": _("hồ sơ mới gửi"),
    "dossiers.DossierReceived": _("hồ sơ được tiếp nhận"),
    "dossiers.DossierNotReceived": _("hồ sơ không được tiếp nhận"),
    "dossiers.DossierTakenOver": _("hồ sơ đến cơ quan giải quyết"),
    "dossiers.DossierForwarded": _("hồ sơ chuyển bước"),
    "dossiers.DossierDecided": _("hồ sơ có kết quả"),
    "dossiers.ResultHandedOver": _("kết quả được trả cho người nộp"),
    "eforms.AnswersWereLocked": _("tờ khai được chốt khi gửi"),
    "eforms.FormVersionAdded": _("biểu mẫu có phiên bản mới"),
    "files.FileRefused": _("tệp bị từ chối sau khi quét"),
    "organisations.AgencyChanged": _("cơ quan thay đổi"),
    "organisations.OfficialCreated": _("cán bộ mới có tài khoản"),
    "organisations.OfficialAppointed": _("cán bộ được giao vị trí"),
    "organisations.AppointmentEnded": _("cán bộ thôi giữ vị trí"),
    "organisations.OfficialLocked": _("cán bộ bị khóa tài khoản"),
    "organisations.OfficialUnlocked": _("cán bộ được mở khóa tài khoản"),
    "organisations.AuthorityGiven": _("cán bộ được giao ký thay"),
    "organisations.AuthorityEnded": _("cán bộ thôi ký thay"),
    "procedures.ProcedureVersionAdded": _("thủ tục có phiên bản mới"),
    "procedures.FrontDoorChanged": _("thủ tục đổi cửa nộp"),
    "procedures.ProcessVersionAdded": _("quy trình có phiên bản mới"),
}

_ROOMS: Final = {
    "dossiers": "namkhong.services.dossiers",
}


def handlers_of(event_name: str) -> tuple[str, ...]:
    """The handlers of an event, as written in the table."""
    return LISTENERS.get(event_name, ())


def handler(written: str) -> Callable[[Any], None]:
    """The function behind ``room.function``: it lives in the room's ``handlers`` module."""
    room, _, function = written.partition(".")
    found: Callable[[Any], None] = getattr(import_module(f"{_ROOMS[room]}.handlers"), function)
    return found


def install() -> None:
    """Register slots, name the jobs, and check that every handler exists."""
    from namkhong.config import navigation
    from namkhong.foundation.accounts.views import elevation
    from namkhong.foundation.audit import slots as audit
    from namkhong.foundation.notifications import jobs
    from namkhong.foundation.notifications import slots as notifications
    from namkhong.services.dossiers import slots as dossiers
    from namkhong.web import slots

    slots.fill("banner", elevation.banner)
    slots.fill("official_menu", elevation.menu)
    slots.fill("official_nav", dossiers.official_nav)
    slots.fill("official_nav", navigation.administration)
    slots.fill("notices_count", notifications.notices_count)
    slots.fill("citizen_menu", audit.citizen_menu)
    slots.fill("home_figures", dossiers.home_figures)
    for name, words in {**JOBS, **EVENTS}.items():
        jobs.told(name, words)
    for handlers in LISTENERS.values():
        for written in handlers:
            handler(written)
