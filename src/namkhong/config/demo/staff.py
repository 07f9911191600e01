"""The demo's officials: every commune and department gets its people, invented, in real posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib.auth.hashers import make_password

from namkhong.config.demo.hurrying import all_or_nothing
from namkhong.config.demo.people import People
from namkhong.foundation.organisations import actions, queries
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind, Rank
from namkhong.kernel import text
from namkhong.kernel.actor import Actor, Role

PASSWORD: Final = "Dien-Bien-2026"  # noqa: S105 - printed for everybody; the demo refuses a real installation
SINCE: Final = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Seat:
    """One chair: its sign-in prefix, role, rank and the unit it stands in (empty = the agency itself)."""

    prefix: str
    label: str
    role: Role
    unit: str = ""
    rank: Rank | None = None
    title: str = ""


SEATS: Final[dict[str, tuple[Seat, ...]]] = {
    "commune": (
        Seat("motcua", "Cán bộ một cửa", Role.COUNTER, "centre"),
        Seat("motcua2", "Cán bộ một cửa", Role.COUNTER, "centre"),
        Seat("giamdoc.tt", "Giám đốc Trung tâm", Role.CENTRE_DIRECTOR, "centre"),
        Seat("hotich", "Công chức tư pháp – hộ tịch", Role.SPECIALIST, "office", title="Công chức tư pháp – hộ tịch"),
        Seat("kinhte", "Chuyên viên kinh tế", Role.SPECIALIST, "economy"),
        Seat("vanhoa", "Chuyên viên văn hóa – xã hội", Role.SPECIALIST, "culture"),
        Seat("truongphong.kt", "Trưởng phòng", Role.HEAD, "economy"),
        Seat("truongphong.vhxh", "Trưởng phòng", Role.HEAD, "culture"),
        Seat("chanhvanphong", "Chánh Văn phòng", Role.CHIEF_OF_OFFICE, "office"),
        Seat("vanthu", "Văn thư", Role.RECORDS_CLERK, "office"),
        Seat("ketoan", "Kế toán", Role.ACCOUNTANT, "office"),
        Seat("chutich", "Chủ tịch", Role.LEADER, rank=Rank.CHIEF),
        Seat("phochutich", "Phó Chủ tịch", Role.LEADER, rank=Rank.DEPUTY),
        Seat("quantri", "Quản trị của xã", Role.ADMINISTRATOR),
    ),
    "department": (
        Seat("giamdoc", "Giám đốc", Role.LEADER, rank=Rank.CHIEF),
        Seat("phogiamdoc", "Phó Giám đốc", Role.LEADER, rank=Rank.DEPUTY),
        Seat("truongphong", "Trưởng phòng", Role.HEAD),
        Seat("chuyenvien", "Chuyên viên", Role.SPECIALIST),
        Seat("chuyenvien2", "Chuyên viên", Role.SPECIALIST),
        Seat("vanthu", "Văn thư", Role.RECORDS_CLERK),
    ),
    "provincial_centre": (
        Seat("giamdoc.tt", "Giám đốc Trung tâm", Role.CENTRE_DIRECTOR),
        Seat("motcua", "Cán bộ một cửa", Role.COUNTER),
        Seat("motcua2", "Cán bộ một cửa", Role.COUNTER),
        Seat("motcua3", "Cán bộ một cửa", Role.COUNTER),
    ),
}


PROVINCE: Final = (
    Seat("quantri", "Quản trị hệ thống", Role.ADMINISTRATOR),
    Seat("kiemsoat", "Kiểm soát thủ tục hành chính", Role.PROCEDURE_CONTROLLER),
    Seat("chutich", "Chủ tịch", Role.LEADER, rank=Rank.CHIEF),
    Seat("phochutich", "Phó Chủ tịch", Role.LEADER, rank=Rank.DEPUTY),
)


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat of one agency; ``name`` is the agency's in sign-in names."""

    agency: AgencyCard
    seat: Seat
    name: str


def seat_username(seat: Seat, agency_name: str) -> str:
    """``motcua.muongphang``."""
    words = text.fold(agency_name).replace("–", " ").replace("-", " ").replace(",", " ").split()
    return f"{seat.prefix}.{''.join(words)}"[:40]


def bare_name(agency: AgencyCard) -> str:
    """The name without its kind: "Mường Phăng", "Tư pháp"."""
    name = agency.short_name or agency.name
    for prefix in ("UBND ", "Ủy ban nhân dân ", "xã ", "phường ", "Xã ", "Phường ", "Sở ", "tỉnh ", "Điện Biên "):
        name = name.removeprefix(prefix)
    return name.removesuffix(" tỉnh Điện Biên").removesuffix(" tỉnh")


def chairs() -> list[Chair]:
    """Every chair of the province, agency by agency."""
    found = [
        Chair(agency, seat, bare_name(agency))
        for kind, seats in SEATS.items()
        for agency in queries.agencies(kind)
        for seat in seats
    ]
    return found + [Chair(queries.province(), seat, "tinh") for seat in PROVINCE]


def hire(people: People, some: Sequence[Chair], *, actor: Actor, now: datetime) -> None:
    """Somebody for each of these chairs."""
    hashed = make_password(PASSWORD)
    with all_or_nothing():
        for chair in some:
            _hire(people, chair, hashed, actor, now)


def _hire(people: People, chair: Chair, hashed: str, actor: Actor, now: datetime) -> None:
    agency, seat = chair.agency, chair.seat
    invented = people.person(oldest=58, youngest=24)
    unit = queries.unit_of(agency.id, seat.unit) if seat.unit else agency
    username = seat_username(seat, chair.name)
    official = actions.create_official(
        username=username,
        full_name=invented.full_name,
        home_id=agency.id,
        phone=invented.phone,
        email=f"{username}@vi-du.invalid",
        password_hash=hashed,
        actor=actor,
        now=now,
    )
    title = f"{seat.title}, {unit.name}" if seat.title and unit.kind != AgencyKind.COMMUNE else seat.title
    actions.appoint(
        official_id=official.official_id,
        agency_id=unit.id,
        role=seat.role,
        rank=seat.rank,
        title=title,
        valid_from=SINCE,
        basis="Bản chạy thử",
        actor=actor,
        now=now,
    )
