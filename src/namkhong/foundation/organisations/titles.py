"""How posts are called on screens and above signatures. Words of the service, not translated."""

from __future__ import annotations

from typing import Final

from namkhong.foundation.organisations.types import AgencyKind, Rank
from namkhong.kernel.actor import Role

_HEAD_ROLES: Final = {
    AgencyKind.OFFICE: {Role.CHIEF_OF_OFFICE},
    AgencyKind.ECONOMY: {Role.HEAD},
    AgencyKind.CULTURE: {Role.HEAD},
    AgencyKind.DIVISION: {Role.HEAD},
    AgencyKind.CENTRE: {Role.CENTRE_DIRECTOR},
    AgencyKind.PROVINCIAL_CENTRE: {Role.CENTRE_DIRECTOR},
    AgencyKind.DEPARTMENT: {Role.LEADER, Role.CHIEF_OF_OFFICE},
}
_MEMBERS: Final = {
    Role.COUNTER: "Cán bộ một cửa",
    Role.SPECIALIST: "Chuyên viên",
    Role.RECORDS_CLERK: "Văn thư",
    Role.ACCOUNTANT: "Kế toán",
    Role.ADMINISTRATOR: "Quản trị hệ thống",
    Role.PROCEDURE_CONTROLLER: "Kiểm soát thủ tục hành chính",
    Role.HEAD: "Phụ trách bộ phận",
    Role.CHIEF_OF_OFFICE: "Phụ trách văn phòng",
    Role.LEADER: "Ủy viên",
    Role.CENTRE_DIRECTOR: "Phụ trách trung tâm",
}
ROLE_NAMES: Final = {
    Role.COUNTER: "Cán bộ một cửa",
    Role.SPECIALIST: "Chuyên viên, công chức chuyên môn",
    Role.HEAD: "Trưởng phòng",
    Role.CHIEF_OF_OFFICE: "Chánh Văn phòng",
    Role.RECORDS_CLERK: "Văn thư",
    Role.ACCOUNTANT: "Kế toán",
    Role.LEADER: "Lãnh đạo cơ quan",
    Role.CENTRE_DIRECTOR: "Giám đốc Trung tâm Phục vụ hành chính công",
    Role.ADMINISTRATOR: "Quản trị hệ thống",
    Role.PROCEDURE_CONTROLLER: "Kiểm soát thủ tục hành chính",
}
KIND_NAMES: Final = {
    AgencyKind.PROVINCE: "Ủy ban nhân dân tỉnh",
    AgencyKind.DEPARTMENT: "Sở, ban, ngành",
    AgencyKind.PROVINCIAL_CENTRE: "Trung tâm Phục vụ hành chính công tỉnh",
    AgencyKind.DISTRICT: "Ủy ban nhân dân cấp huyện",
    AgencyKind.COMMUNE: "Ủy ban nhân dân xã, phường",
    AgencyKind.OFFICE: "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân cấp xã",
    AgencyKind.ECONOMY: "Phòng Kinh tế cấp xã",
    AgencyKind.CULTURE: "Phòng Văn hóa – Xã hội cấp xã",
    AgencyKind.CENTRE: "Trung tâm Phục vụ hành chính công cấp xã",
    AgencyKind.DIVISION: "Phòng, đơn vị trực thuộc",
}
RANK_NAMES: Final = {Rank.CHIEF: "Người đứng đầu", Rank.DEPUTY: "Cấp phó", Rank.MEMBER: "Không giữ chức vụ lãnh đạo"}


def leads(kind: str, role: Role) -> bool:
    """Is this the role of those who lead such an agency?"""
    return role in _HEAD_ROLES.get(AgencyKind(kind), {Role.LEADER})


def usual_rank(kind: str, role: Role) -> Rank:
    """Those who lead are heads unless said otherwise; everybody else is a member."""
    return Rank.CHIEF if leads(kind, role) else Rank.MEMBER


def position(head_title: str, role: Role, rank: Rank) -> str:
    """The bare position: "Phó Chủ tịch", "Trưởng phòng", "Văn thư"."""
    if rank is Rank.CHIEF:
        return head_title
    if rank is Rank.DEPUTY:
        return f"Phó {head_title}" if head_title in {"Chủ tịch", "Giám đốc"} else f"Phó {_lower(head_title)}"
    return _MEMBERS[role]


def full_title(agency: str, bare: str, rank: Rank, *, acting: bool) -> str:
    """Position and agency: "Phó Chủ tịch UBND xã Mường Phăng", "Trưởng phòng Kinh tế xã Mường Phăng"."""
    bare = f"Quyền {bare}" if acting else bare
    if rank is Rank.MEMBER:
        return f"{bare}, {agency}" if agency else bare
    words = agency.split(" ")  # "Trưởng phòng" + "Phòng Kinh tế" → "Trưởng phòng Kinh tế"
    shared = next((n for n in (2, 1) if bare.casefold().endswith(" " + " ".join(words[:n]).casefold())), 0)
    return f"{bare} {' '.join(words[shared:])}".strip()


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
