"""The side list of those who keep the house: only ``config`` knows every room's screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.kernel.actor import Actor, Role
from namkhong.web.http import Request


@dataclass(frozen=True, slots=True)
class Screen:
    """One link: its words, where it leads, and who sees it."""

    text: Promise
    url_name: str
    roles: tuple[Role, ...] = ()
    province: tuple[Role, ...] = ()  # roles that count only when held in the province itself
    also: str = ""  # the address of other screens of the same matter, in which this link is the current one


SCREENS: Final = (
    Screen(_("Cơ quan"), "admin_agencies", (Role.ADMINISTRATOR,), also="/can-bo/quan-tri/sap-xep/"),
    Screen(_("Cán bộ"), "admin_officials", (Role.ADMINISTRATOR,)),
    Screen(_("Thủ tục"), "admin_procedures", (Role.PROCEDURE_CONTROLLER,), province=(Role.ADMINISTRATOR,)),
    Screen(_("Biểu mẫu"), "admin_forms", (Role.PROCEDURE_CONTROLLER,), province=(Role.ADMINISTRATOR,)),
    Screen(
        _("Quy trình"),
        "processes",
        (Role.PROCEDURE_CONTROLLER,),
        province=(Role.ADMINISTRATOR,),
        also="/can-bo/quan-tri/chay-thu-quy-trinh/",
    ),
    Screen(_("Lịch làm việc"), "calendar_admin", (Role.ADMINISTRATOR,)),
    Screen(_("Cần xác nhận"), "unconfirmed", (Role.ADMINISTRATOR, Role.PROCEDURE_CONTROLLER)),
    Screen(_("Ai được làm gì"), "rights", (Role.ADMINISTRATOR, Role.PROCEDURE_CONTROLLER)),
    Screen(_("Danh bạ liên thông"), "address_book", (Role.ADMINISTRATOR,)),
    Screen(_("Hệ thống kết nối"), "admin_programs", province=(Role.ADMINISTRATOR,)),
    Screen(_("Lưu giữ và xóa"), "retention", province=(Role.ADMINISTRATOR,)),
    Screen(_("Hệ thống nhận tin"), "subscriptions", province=(Role.ADMINISTRATOR,)),
    Screen(_("Việc lỗi"), "failed_jobs", province=(Role.ADMINISTRATOR,)),
)


def opens(who: Actor, url_name: str) -> bool:
    """Does this official see the screen in her menu?"""
    return any(screen.url_name == url_name and _seen(screen, who) for screen in SCREENS)


def _seen(screen: Screen, who: Actor) -> bool:
    return who.holds(*screen.roles) or who.holds_for_province(*screen.province)


def administration(request: Request, **_subject: Any) -> str:
    """For the slot ``official_nav``: the screens that the official's roles open."""
    who = request.actor
    seen = [screen for screen in SCREENS if _seen(screen, who)]
    if not seen:
        return ""
    links = [(screen.text, reverse(screen.url_name), "") for screen in seen]
    here = max((href for _text, href, _count in links if request.path.startswith(href)), key=len, default="")
    beside = (reverse(screen.url_name) for screen in seen if screen.also and request.path.startswith(screen.also))
    here = here or next(beside, "")
    rows = [(text, href, count, href == here) for text, href, count in links]
    return render_to_string("config/side.html", {"rows": rows}, request=request)
