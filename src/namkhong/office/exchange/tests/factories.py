"""Two agencies of the platform with their people, an agency outside, documents, and an axis in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from namkhong.foundation.files import actions as files
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations.tests.factories import actor_of, agency, official, post
from namkhong.kernel.actor import Actor, Role
from namkhong.office.exchange import actions
from namkhong.office.exchange.connectors import Parcel, Receipt, Waiting
from namkhong.office.exchange.models import Consignment, Dispatch
from namkhong.office.exchange.states import OPEN
from namkhong.office.exchange.types import ConsignmentCard, Content, Party, Reference, Signer, StatusCode, StatusMessage

FACTS: Final = settings.FACTS
NOW: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 9:00, thứ Hai
SYSTEM: Final = Actor.system("Kiểm thử")
OUTSIDE: Final = "G99.01"
OTHER_OUTSIDE: Final = "G99.02"
OURS: Final = "H18.55"
NEXT_DOOR: Final = "H18.21"
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class House:
    """The commune and the ward next door, each with a văn thư; who else reads."""

    id: int
    other_id: int
    clerk: Actor
    leader: Actor
    specialist: Actor
    other_clerk: Actor
    province_clerk: Actor
    administrator: Actor

    def cast(self) -> dict[str, Actor]:
        """Everybody by name, and a visitor."""
        names = ("clerk", "leader", "specialist", "other_clerk", "province_clerk", "administrator")
        return {"visitor": Actor.anonymous(), **{name: getattr(self, name) for name in names}}


def _one(at: str, name: str, role: Role, where: str = "") -> Actor:
    someone = official(at, name)
    post(someone, where or at, role)
    return actor_of(someone, elevated=False)


def build() -> House:
    """All agencies of the facts; two of them with people; the address book with two agencies outside."""
    organise.load_facts(NOW, SYSTEM)
    mine, next_door = "c03325", "c03127"
    actions.load_address_book(
        entries=[
            Party(OUTSIDE, "Cơ quan Thử nghiệm một", "Bộ Thử nghiệm"),
            Party(OTHER_OUTSIDE, "Cơ quan Thử nghiệm hai", "Bộ Thử nghiệm"),
            Party("G99.W00", "Đơn vị ảo"),
        ],
        source="kiem-thu",
        actor=SYSTEM,
        now=NOW,
    )
    return House(
        id=agency(mine).pk,
        other_id=agency(next_door).pk,
        clerk=_one(mine, "Nguyễn Thị Nga", Role.RECORDS_CLERK, f"{mine}_vp"),
        leader=_one(mine, "Quàng Văn Tưởng", Role.LEADER),
        specialist=_one(mine, "Lò Văn Pọm", Role.SPECIALIST, f"{mine}_kt"),
        other_clerk=_one(next_door, "Trần Thị Bích", Role.RECORDS_CLERK, f"{next_door}_vp"),
        province_clerk=_one("db", "Phạm Thị Lành", Role.RECORDS_CLERK),
        administrator=_one("db", "Lò Thị Hoa", Role.ADMINISTRATOR),
    )


def content(number: str = "15", **how: Any) -> Content:
    """A decision."""
    said: dict[str, Any] = {
        "code_number": number,
        "code_notation": "QĐ-UBND",
        "promulgated_on": date(2026, 11, 23),
        "place": "Mường Phăng",
        "type_name": "Quyết định",
        "type_raw": "2",
        "subject": "Về việc kiện toàn Ban Chỉ đạo chuyển đổi số",
        "signer": Signer("TM.", "Chủ tịch", "Quàng Văn Tưởng"),
        "to_places": ("Như Điều 3", "Lưu: VT"),
        **how,
    }
    return Content(**said)


def stored(words: str = "van-ban") -> UUID:
    """A file of the platform."""
    data = f"%PDF-1.7\n{words}".encode()
    return files.store_generated(name=f"{words}.pdf", content=data, media_type="application/pdf", now=NOW).id


def sent(
    house: House,
    *to: str,
    key: str = "d-1",
    now: datetime = NOW,
    said: Content | None = None,
    files: Sequence[UUID] = (),
) -> list[ConsignmentCard]:
    """Sent by the văn thư of the commune."""
    return actions.send(
        agency_id=house.id,
        document_key=key,
        content=said or content(),
        attachments=files,
        receivers=to or (OUTSIDE,),
        actor=house.clerk,
        now=now,
    )


def drive(now: datetime = NOW) -> int:
    """What a worker does: everything that is due, in the order of its queueing, until nothing is."""
    done = 0
    while True:
        due = (
            Dispatch.objects.filter(state__in=sorted(OPEN), next_at__lte=now)
            .order_by("id")
            .values_list("pk", flat=True)
        )
        moved = [pk for pk in due if actions.deliver(dispatch_id=pk, now=now) is not None]
        if not moved:
            return done
        done += len(moved)


def row(card: ConsignmentCard) -> Consignment:
    """As it stands now."""
    return Consignment.objects.get(pk=card.id)


def status(
    code: StatusCode, document_id: str, *, sender: str = OUTSIDE, minute: int = 0, note: str = ""
) -> StatusMessage:
    """What a receiver tells."""
    at = NOW + minute * MINUTE
    return StatusMessage(
        Party(sender, "Cơ quan Thử nghiệm một"), Reference(OURS, "", None, document_id), code, note, at
    )


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Axis:
    """An axis in memory. ``before`` and ``after`` run around the moment at which it has the parcel."""

    box: dict[UUID, bytes] = field(default_factory=dict)  # by key, as a real one would know it again
    tries: list[Parcel] = field(default_factory=list)
    before: list[BaseException] = field(default_factory=list)  # raised, one for each try
    after: list[BaseException] = field(default_factory=list)
    coming: dict[str, bytes] = field(default_factory=dict)
    told: list[tuple[str, bool]] = field(default_factory=list)
    watched: list[Any] = field(default_factory=list)  # asked while the parcel is on its way
    book: list[Party] = field(default_factory=list)

    def send(self, parcel: Parcel) -> Receipt:
        """Take it, or break as told."""
        self.tries.append(parcel)
        for watch in self.watched:
            watch()
        if self.before:
            raise self.before.pop(0)
        if parcel.key in self.box:
            assert self.box[parcel.key] == parcel.body
        self.box[parcel.key] = parcel.body
        if self.after:
            raise self.after.pop(0)
        return Receipt(axis_id=f"T-{len(self.box)}")

    def waiting(self) -> Sequence[Waiting]:
        """What comes."""
        return [Waiting(key) for key in self.coming]

    def fetch(self, waiting: Waiting) -> bytes:
        """Its bytes."""
        return self.coming[waiting.axis_id]

    def taken(self, waiting: Waiting, *, readable: bool) -> None:
        """Gone from here."""
        self.told.append((waiting.axis_id, readable))
        if self.after:
            raise self.after.pop(0)
        del self.coming[waiting.axis_id]

    def agencies(self) -> Iterable[Party]:
        """The book."""
        return list(self.book)
