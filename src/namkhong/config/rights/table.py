"""The table itself: the policies are asked about everybody in every situation, and what they answer is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.config.rights import people, situations
from namkhong.config.rights.people import EVERYBODY, Someone
from namkhong.config.rights.situations import COMMUNE, NEXT_DOOR, PROVINCE, Situation
from namkhong.foundation.accounts import policies as accounts
from namkhong.foundation.calendars import policies as calendars
from namkhong.foundation.notifications import policies as notifications
from namkhong.foundation.organisations import policies as organisations
from namkhong.foundation.organisations.models import Agency
from namkhong.kernel.actor import Actor, Elevation, Role
from namkhong.kernel.problems import Problem
from namkhong.services.dossiers import policies as dossiers
from namkhong.services.dossiers.policies import Ability
from namkhong.services.eforms import policies as eforms
from namkhong.services.procedures import policies as procedures

WORDS: Final[dict[Ability, Promise]] = {
    Ability.SEE: _("xem hồ sơ"),
    Ability.EDIT: _("điền bản nháp"),
    Ability.FILE: _("gửi hồ sơ"),
    Ability.RECEIVE: _("tiếp nhận"),
    Ability.NOT_RECEIVE: _("không tiếp nhận"),
    Ability.TAKE_OVER: _("nhận hồ sơ chuyển đến"),
    Ability.FORWARD: _("chuyển bước sau"),
    Ability.SEND_BACK: _("trả lại bước trước"),
    Ability.DECIDE: _("ký duyệt"),
    Ability.HAND_OVER: _("trả kết quả"),
    Ability.ASSIGN: _("phân công, tự nhận"),
    Ability.TAKE_BACK: _("thu lại phân công"),
    Ability.SEND_DRAFT: _("gửi bản dự thảo cho người nộp xem"),
    Ability.CONFIRM_DRAFT: _("trả lời bản dự thảo"),
    Ability.ASK_OPINION: _("hỏi ý kiến cơ quan khác"),
    Ability.REQUEST_SUPPLEMENT: _("ghi những gì còn thiếu"),
    Ability.SEND_SUPPLEMENT: _("gửi yêu cầu bổ sung"),
    Ability.APPROVE_SUPPLEMENT: _("đồng ý yêu cầu bổ sung lần thứ hai"),
    Ability.APPROVE_NOT_RECEIVE: _("đồng ý không tiếp nhận"),
    Ability.RETURN_PROPOSAL: _("không đồng ý, trả lại đề nghị"),
    Ability.COMPLETE_SUPPLEMENT: _("bổ sung"),
    Ability.WITHDRAW: _("rút hồ sơ"),
    Ability.STOP_AT_REQUEST: _("dừng theo đề nghị"),
    Ability.STOP_UNMET: _("dừng vì không bổ sung đủ"),
    Ability.PROPOSE_EXTENSION: _("soạn phiếu xin lỗi và hẹn lại"),
    Ability.SIGN_EXTENSION: _("ký phiếu xin lỗi và hẹn lại"),
    Ability.TAKE_RESULT: _("mở kết quả"),
    Ability.PRINT_RECEIPT: _("in giấy tiếp nhận"),
    Ability.SEE_SECRET: _("thấy mã bí mật"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What one kind of person may do here; never empty."""

    who: Promise
    where: Promise | str
    may: tuple[Promise, ...]


def may_do(someone: Someone, situation: Situation, process: tuple[int, int]) -> frozenset[Ability]:
    """All that any of the actors who stand for this row may do."""
    dossier = situations.dossier_in(situation, process)
    return frozenset[Ability]().union(*(dossiers.abilities(actor, dossier) for actor in someone.actors))


def lines(situation: Situation) -> list[Line]:
    """Who may do what in one situation; whoever is not named may not even know of the dossier."""
    process = situations.process_with_a_way_back()
    found = []
    for someone in EVERYBODY:
        may = may_do(someone, situation, process)
        if may:
            found.append(Line(someone.who, someone.where, tuple(WORDS[one] for one in Ability if one in may)))
    return found


# ---- what is not about one dossier: keeping the house

_UNTIL: Final = timedelta(minutes=30)
_CITIZEN: Final = people.OTHERS[1].actors[0]
# Heads of the columns: who, and whether a session of hers may be elevated.
KEEPERS: Final[dict[str, tuple[Promise, Actor]]] = {
    "province_admin": (_("Quản trị của tỉnh"), people.official(Role.ADMINISTRATOR, PROVINCE, -301)),
    "controller": (
        _("Kiểm soát thủ tục hành chính của tỉnh"),
        people.official(Role.PROCEDURE_CONTROLLER, PROVINCE, -302),
    ),
    "commune_admin": (_("Quản trị của xã"), people.official(Role.ADMINISTRATOR, COMMUNE, -303)),
    "leader": (_("Lãnh đạo xã"), people.official(Role.LEADER, COMMUNE, -304)),
    "counter": (_("Cán bộ một cửa"), people.official(Role.COUNTER, situations.CENTRE, -305)),
    "citizen": (_("Người dân"), _CITIZEN),
    "visitor": (_("Khách"), Actor.anonymous()),
}


def _passes(ask: Callable[[Actor, datetime], object]) -> Callable[[Actor, datetime], bool]:
    """A policy that refuses by raising, as a question."""

    def asked(actor: Actor, now: datetime) -> bool:
        try:
            ask(actor, now)
        except Problem:
            return False
        return True

    return asked


def _agency(pk: int) -> Agency:
    return Agency(pk=pk, path=people.post(Role.LEADER, pk).agency_path)


DEEDS: Final[tuple[tuple[Promise, Callable[[Actor, datetime], bool]], ...]] = (
    (_("Mở phiên nâng quyền"), lambda who, now: accounts.may_elevate(who)),
    (_("Quản lý cơ quan và cán bộ của xã mình"),
     _passes(lambda who, now: organisations.require_agency(who, _agency(COMMUNE), now))),
    (_("Quản lý cơ quan và cán bộ của xã bên"),
     _passes(lambda who, now: organisations.require_agency(who, _agency(NEXT_DOOR), now))),
    (_("Sắp xếp lại cơ quan của tỉnh"), _passes(organisations.require_province)),
    (_("Mở tài khoản cho hệ thống kết nối"), _passes(lambda who, now: accounts.require_province(who))),
    (_("Sửa lịch làm việc"), calendars.may_change),
    (_("Xem việc lỗi của hệ thống"), lambda who, now: notifications.may_see_failures(who)),
    (_("Cho chạy lại việc lỗi"), notifications.may_retry),
    (_("Soạn thử quy trình"), lambda who, now: procedures.abilities(who, now)["design_process"]),
    (_("Ban hành quy trình"), lambda who, now: procedures.abilities(who, now)["publish_process"]),
    (_("Nhập danh mục thủ tục"), lambda who, now: procedures.abilities(who, now)["import_procedures"]),
    (_("Đổi cửa nộp của thủ tục"), lambda who, now: procedures.abilities(who, now)["change_front_door"]),
    (_("Soạn biểu mẫu"), lambda who, now: eforms.abilities(who, now)["design"]),
    (_("Ban hành biểu mẫu"), lambda who, now: eforms.abilities(who, now)["publish"]),
    (_("Cho hồ sơ đang mở theo quy trình mới"), _passes(dossiers.require_process_change)),
    (_("Hẹn lại hồ sơ theo lịch mới"), _passes(dossiers.require_recalculate)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed of keeping the house, and the answer for each head of a column: ``yes``, ``up``, ``no``."""

    words: Promise
    cells: tuple[str, ...]


def deeds(now: datetime) -> list[Deed]:
    """Who keeps the house: at once, only in an elevated session, or not at all."""
    return [Deed(words, tuple(_cell(ask, actor, now) for _words, actor in KEEPERS.values())) for words, ask in DEEDS]


def _cell(ask: Callable[[Actor, datetime], bool], actor: Actor, now: datetime) -> str:
    if ask(actor, now):
        return "yes"
    # A session is elevated only by those who may elevate; nobody else ever has one.
    if not accounts.may_elevate(actor):
        return "no"
    elevated = replace(actor, elevation=Elevation("", now + _UNTIL))
    return "up" if ask(elevated, now) else "no"
