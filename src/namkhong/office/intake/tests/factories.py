"""A commune with everybody an incoming document meets, the commune next door that writes to it, and documents at every station."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings

from namkhong.foundation.calendars import actions as calendars
from namkhong.foundation.files import actions as files
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations.tests.factories import actor_of, agency, official, post
from namkhong.foundation.organisations.types import Rank
from namkhong.kernel.actor import Actor, Elevation, Role
from namkhong.office.documents.tests import factories as documents
from namkhong.office.documents.types import Incoming
from namkhong.office.exchange import actions as exchange
from namkhong.office.exchange.types import Content, Signer
from namkhong.office.intake import actions
from namkhong.office.intake.models import Arrival, Assignment
from namkhong.office.intake.states import Part, Source
from namkhong.office.intake.types import Line, NewFile, Whom
from namkhong.services.dossiers.tests.kept import Once

FACTS: Final = settings.FACTS
NOW: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 9:00, thứ Hai
TODAY: Final = date(2026, 11, 23)
FRIDAY: Final = date(2026, 11, 27)
SYSTEM: Final = Actor.system("Kiểm thử")
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class House:
    """Who does what in the commune; ``other_*`` are of the commune next door."""

    id: int
    office_id: int
    economy_id: int
    other_id: int
    clerk: Actor
    chief: Actor
    chairman: Actor
    deputy: Actor
    head: Actor
    specialist: Actor
    colleague: Actor
    elsewhere: Actor  # a specialist of another unit of the commune
    other_clerk: Actor
    other_leader: Actor
    administrator: Actor

    def cast(self) -> dict[str, Actor]:
        """Everybody by name, and a visitor."""
        names = (
            "clerk", "chief", "chairman", "deputy", "head", "specialist", "colleague", "elsewhere", "other_clerk",
            "other_leader", "administrator",
        )  # fmt: skip
        return {"visitor": Actor.anonymous(), **{name: getattr(self, name) for name in names}}


def _one(at: str, name: str, role: Role, where: str = "", rank: Rank | None = None) -> Actor:
    someone = official(at, name)
    post(someone, where or at, role, rank)
    actor = actor_of(someone, elevated=False)
    until = NOW + timedelta(days=30)
    return replace(actor, elevation=Elevation("Bàn giao việc", until)) if role is Role.ADMINISTRATOR else actor


def _build() -> House:
    """The commune of Mường Phăng and its neighbour, all facts loaded."""
    organise.load_facts(NOW, SYSTEM)
    calendars.load_facts(now=NOW, actor=SYSTEM)
    documents.load()
    actions.load_facts(NOW, SYSTEM)
    mine, next_door = "c03325", "c03127"
    return House(
        id=agency(mine).pk,
        office_id=agency(f"{mine}_vp").pk,
        economy_id=agency(f"{mine}_kt").pk,
        other_id=agency(next_door).pk,
        clerk=_one(mine, "Nguyễn Thị Nga", Role.RECORDS_CLERK),
        chief=_one(mine, "Tòng Văn Thanh", Role.CHIEF_OF_OFFICE, f"{mine}_vp"),
        chairman=_one(mine, "Lò Văn Hặc", Role.LEADER, rank=Rank.CHIEF),
        deputy=_one(mine, "Lường Thị Dung", Role.LEADER, rank=Rank.DEPUTY),
        head=_one(mine, "Hoàng Mạnh Cường", Role.HEAD, f"{mine}_kt"),
        specialist=_one(mine, "Quàng Văn Tưởng", Role.SPECIALIST, f"{mine}_kt"),
        colleague=_one(mine, "Cà Thị Loan", Role.SPECIALIST, f"{mine}_kt"),
        elsewhere=_one(mine, "Vì Thị Mai", Role.SPECIALIST, f"{mine}_vhxh"),
        other_clerk=_one(next_door, "Sùng Thị Chía", Role.RECORDS_CLERK),
        other_leader=_one(next_door, "Giàng A Dơ", Role.LEADER),
        administrator=_one("db", "Nguyễn Đức Thắng", Role.ADMINISTRATOR),
    )


build = Once(_build)


def who(actor: Actor) -> Whom:
    """Somebody by account."""
    return Whom(account_id=account(actor))


def account(actor: Actor) -> int:
    """The account of an official."""
    assert actor.account_id is not None
    return int(actor.account_id)


def lead(whom: Actor | int, due: date | None = FRIDAY) -> Line:
    """Who leads: an official, or a unit by id."""
    return Line(Whom(unit_id=whom) if isinstance(whom, int) else who(whom), Part.LEAD, due)


def helping(whom: Actor | int, due: date | None = None) -> Line:
    """Who helps."""
    return Line(Whom(unit_id=whom) if isinstance(whom, int) else who(whom), Part.HELP, due)


def knowing(whom: Actor | int) -> Line:
    """Who is to know."""
    return Line(Whom(unit_id=whom) if isinstance(whom, int) else who(whom), Part.KNOW)


def incoming(**how: Any) -> Incoming:
    """What the văn thư types."""
    return documents.incoming(**how)


def on_paper(house: House, *, now: datetime = NOW, token: UUID | None = None) -> Arrival:
    """Scanned, waiting to be registered."""
    card = actions.record_arrival(
        agency_id=house.id, source=Source.PAPER, uploads=[NewFile("quet.pdf", documents.pdf())], token=token or uuid4(),
        actor=house.clerk, now=now,
    )  # fmt: skip
    return Arrival.objects.get(pk=card.id)


def registered(house: House, *, now: datetime = NOW, **how: Any) -> Arrival:
    """In the book."""
    how.setdefault("number", f"{uuid4().int % 9_000 + 1}/SNNMT-KL")
    arrival = on_paper(house, now=now)
    actions.register(arrival_id=arrival.pk, data=incoming(**how), actor=house.clerk, now=now)
    return fresh(arrival)


def proposed(house: House, *lines: Line, now: datetime = NOW, **how: Any) -> Arrival:
    """Văn phòng has said who could do it."""
    arrival = registered(house, now=now, **how)
    actions.propose(
        arrival_id=arrival.pk, words="Đề nghị giao Phòng Kinh tế.", lines=list(lines) or [lead(house.economy_id)],
        actor=house.chief, now=now,
    )  # fmt: skip
    return fresh(arrival)


def directed(house: House, *lines: Line, now: datetime = NOW, confirmed: bool = False, **how: Any) -> Arrival:
    """The chairman has written his note."""
    arrival = proposed(house, now=now, **how)
    actions.direct(
        arrival_id=arrival.pk, words="Đồng ý.", lines=list(lines) or [lead(house.economy_id)], actor=house.chairman,
        now=now, confirmed=confirmed,
    )  # fmt: skip
    return fresh(arrival)


def job(arrival: Arrival, part: Part = Part.LEAD) -> Assignment:
    """The newest assignment of this part that stands."""
    return Assignment.objects.filter(arrival=arrival, part=part, end="open").latest("pk")


def fresh(arrival: Arrival) -> Arrival:
    """As the database has it now."""
    return Arrival.objects.get(pk=arrival.pk)


def send_inside(
    house: House, *, number: str = "45", subject: str = "Đề nghị phối hợp quản lý hộ khẩu", key: str = "d-1", **how: Any
) -> None:
    """The commune next door writes to ours, inside the platform."""
    paper = files.store(name="cong-van.pdf", content=documents.pdf(), actor=house.other_clerk, now=NOW)
    exchange.send(
        agency_id=house.other_id,
        document_key=key,
        content=Content(
            code_number=number, code_notation="UBND-VP", promulgated_on=TODAY, place="Nà Tấu", type_name="Công văn",
            subject=subject, signer=Signer(position="Chủ tịch", full_name="Giàng A Dơ"), **how,
        ),
        attachments=[paper.id],
        receivers=[agency("c03325").code],
        actor=house.other_clerk,
        now=NOW,
    )  # fmt: skip
