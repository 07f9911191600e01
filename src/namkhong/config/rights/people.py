"""Everybody who could stand before a dossier: each role in each place of the made-up province, and those who are no officials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from namkhong.config.rights.situations import (
    APPLICANT,
    ATTORNEY,
    CENTRE,
    COMMUNE,
    DEPARTMENT,
    HELPER,
    NAMED,
    NEIGHBOUR,
    NEXT_CENTRE,
    NEXT_DOOR,
    NEXT_OFFICE,
    OFFICE,
    PERSON,
    PROVINCE,
    SENDER,
    UNIT,
)
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, PersonId, Post, PostId, Role, Scope

ROLES: Final[dict[Role, Promise]] = {
    Role.COUNTER: _("Cán bộ một cửa"),
    Role.CENTRE_DIRECTOR: _("Giám đốc Trung tâm"),
    Role.SPECIALIST: _("Công chức, chuyên viên"),
    Role.HEAD: _("Trưởng phòng"),
    Role.CHIEF_OF_OFFICE: _("Chánh Văn phòng"),
    Role.RECORDS_CLERK: _("Văn thư"),
    Role.LEADER: _("Lãnh đạo"),
    Role.ACCOUNTANT: _("Kế toán"),
    Role.PROCEDURE_CONTROLLER: _("Kiểm soát thủ tục hành chính"),
    Role.ADMINISTRATOR: _("Quản trị hệ thống"),
}
# Own unit, other units of the same agency, other agencies: each place with the agencies in which the role is tried.
PLACES: Final[dict[str, tuple[Promise, tuple[int, ...]]]] = {
    "centre": (_("Trung tâm của xã, nơi nhận và trả hồ sơ"), (CENTRE,)),
    "office": (_("Văn phòng xã, đơn vị thẩm tra"), (OFFICE,)),
    "commune": (_("Ủy ban nhân dân xã, cơ quan giải quyết"), (COMMUNE,)),
    "unit": (_("Phòng khác của xã"), (UNIT,)),
    "next_door": (_("Xã bên và các đơn vị của xã bên"), (NEXT_DOOR, NEXT_CENTRE, NEXT_OFFICE)),
    "province": (_("Ủy ban nhân dân tỉnh, sở"), (PROVINCE, DEPARTMENT)),
}
_ABOVE: Final = {
    PROVINCE: (PROVINCE,),
    DEPARTMENT: (PROVINCE, DEPARTMENT),
    COMMUNE: (PROVINCE, COMMUNE),
    CENTRE: (PROVINCE, COMMUNE, CENTRE),
    OFFICE: (PROVINCE, COMMUNE, OFFICE),
    UNIT: (PROVINCE, COMMUNE, UNIT),
    NEXT_DOOR: (PROVINCE, NEXT_DOOR),
    NEXT_CENTRE: (PROVINCE, NEXT_DOOR, NEXT_CENTRE),
    NEXT_OFFICE: (PROVINCE, NEXT_DOOR, NEXT_OFFICE),
}


def post(role: Role, agency: int) -> Post:
    """A post in an agency of the made-up province."""
    path = "/" + "".join(f"{above}/" for above in _ABOVE[agency])
    return Post(PostId(-1), role, AgencyId(agency), path, "", "")


def official(role: Role, agency: int, account: int) -> Actor:
    """An official with one post."""
    return Actor(ActorKind.OFFICIAL, AccountId(account), posts=(post(role, agency),))


def _program(*scopes: Scope, reach: tuple[int, ...], posts: tuple[Post, ...] = ()) -> Actor:
    return Actor(
        ActorKind.API_CLIENT,
        AccountId(-401),
        scopes=frozenset(scope.value for scope in scopes),
        reach=frozenset(AgencyId(one) for one in reach),
        posts=posts,
    )


_COMMUNES = (COMMUNE, CENTRE, OFFICE, UNIT)


def _citizen(account: int, person: int) -> Actor:
    return Actor(ActorKind.CITIZEN, AccountId(account), person_id=PersonId(person), assurance=2)


@dataclass(frozen=True, slots=True)
class Someone:
    """One row: who, where, and the actors that stand for it (several where a place has several agencies)."""

    who: Promise
    where: Promise | str
    actors: tuple[Actor, ...]


OTHERS: Final = (
    Someone(_("Khách chưa đăng nhập"), "", (Actor.anonymous(),)),
    Someone(_("Người dân khác"), "", (_citizen(NEIGHBOUR, -202),)),
    Someone(_("Chính người đề nghị"), "", (_citizen(APPLICANT, PERSON),)),
    Someone(_("Người dân gửi hồ sơ bằng tài khoản của mình"), "", (_citizen(SENDER, -203),)),
    Someone(_("Người được ủy quyền, giấy ủy quyền đã hết"), "", (_citizen(ATTORNEY, -204),)),
    Someone(_("Hệ thống kết nối của xã, được đọc"), "", (_program(Scope.READ, reach=_COMMUNES),)),
    Someone(
        _("Hệ thống kết nối của xã, làm việc của một cửa"),
        PLACES["centre"][0],
        (_program(Scope.MOVE_COUNTER, reach=_COMMUNES, posts=(post(Role.COUNTER, CENTRE),)),),
    ),
    Someone(
        _("Hệ thống kết nối của xã bên, được đọc"),
        "",
        (_program(Scope.READ, reach=(NEXT_DOOR, NEXT_CENTRE, NEXT_OFFICE)),),
    ),
    Someone(_("Cán bộ một cửa đã điền giúp"), PLACES["centre"][0], (official(Role.COUNTER, CENTRE, HELPER),)),
    Someone(_("Công chức được giao đích danh"), PLACES["office"][0], (official(Role.SPECIALIST, OFFICE, NAMED),)),
)
OFFICIALS: Final = tuple(
    Someone(words, place, tuple(official(role, agency, -1_000 + agency) for agency in agencies))
    for role, words in ROLES.items()
    for place, agencies in PLACES.values()
)
EVERYBODY: Final = (*OTHERS, *OFFICIALS)
