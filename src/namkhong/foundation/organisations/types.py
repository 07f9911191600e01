"""What other rooms may see of organisations: values, kinds, and the protocol of held work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal, Protocol

from namkhong.foundation.organisations.types_reorganisation import (
    AgencyMap,
    Flow,
    FollowsAgencies,
    Forecast,
    Moved,
    Need,
    Successor,
    register_follower,
)
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.pages import BoundedCount

__all__ = [
    "POST", "AgencyCard", "AgencyKind", "AgencyMap", "Flow", "FollowsAgencies", "Forecast", "Held", "HeldItem", "HeldWork",
    "ImportedRow", "Level", "Moved", "Need", "OfficialCard", "Period", "Rank", "RowOutcome", "SignatureBlock", "SigningForm",
    "Successor", "WorkTo", "held_by", "held_items", "reassign_all", "register_follower", "register_held_work",
]  # fmt: skip


class AgencyKind(StrEnum):
    """What an agency or unit is."""

    PROVINCE = "province"  # UBND tỉnh
    DEPARTMENT = "department"  # sở, ban, ngành; Văn phòng UBND tỉnh
    PROVINCIAL_CENTRE = "provincial_centre"  # Trung tâm Phục vụ hành chính công tỉnh
    DISTRICT = "district"  # UBND cấp huyện, until 30/6/2025
    COMMUNE = "commune"  # UBND xã, phường
    OFFICE = "office"  # Văn phòng HĐND và UBND cấp xã
    ECONOMY = "economy"  # Phòng Kinh tế (xã), Phòng Kinh tế, Hạ tầng và Đô thị (phường)
    CULTURE = "culture"  # Phòng Văn hóa – Xã hội
    CENTRE = "centre"  # Trung tâm Phục vụ hành chính công cấp xã
    DIVISION = "division"  # phòng, đơn vị thuộc sở


class Level(StrEnum):
    """The level of government an agency belongs to."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Rank(StrEnum):
    """Where a post stands in its agency: it decides how the holder signs."""

    CHIEF = "chief"  # người đứng đầu
    DEPUTY = "deputy"  # cấp phó
    MEMBER = "member"


class SigningForm(StrEnum):
    """How somebody signs for another (Decree 30/2020 art. 13)."""

    TM = "TM."  # thay mặt tập thể
    KT = "KT."  # ký thay người đứng đầu
    TL = "TL."  # thừa lệnh
    TUQ = "TUQ."  # thừa ủy quyền
    Q = "Q."  # quyền cấp trưởng: a post, never a delegation


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """An agency on a day. ``path`` lists ids from the root, ``/1/12/57/``; ``to_be_confirmed`` names what no text confirms."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    level: str
    path: str
    parent_id: int | None
    place_code: str
    to_be_confirmed: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """0 for the root."""
        return self.path.count("/") - 2


@dataclass(frozen=True, slots=True)
class OfficialCard:
    """An official in one post."""

    account_id: int
    post_id: int
    full_name: str
    title: str
    official_id: int = 0
    agency_id: int = 0
    role: Role | None = None
    rank: Rank = Rank.MEMBER


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """What stands above the signature, line by line in capitals, and the signer's name below it."""

    lines: tuple[str, ...]
    name: str

    def __str__(self) -> str:
        return "\n".join((*self.lines, self.name))


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One piece of work somebody holds, as a room above describes it."""

    subject: tuple[str, int | str]
    text: str
    due_at: datetime | None = None


class HeldWork(Protocol):
    """The work of a room above that an official or an agency holds; previewed and handed over without calling up."""

    def count(self, *, account_id: int | None = None, agency_id: int | None = None) -> int:
        """How much is held; counting may stop past a thousand."""

    def list(
        self, *, account_id: int | None = None, agency_id: int | None = None, limit: int = 20
    ) -> Sequence[HeldItem]:
        """What is due first."""

    def reassign(
        self, *, from_account_id: int, to_account_id: int | None, agency_id: int | None, actor: Actor, now: datetime
    ) -> int:
        """Hand over what was hers by name, to a colleague or (``None``) back to the post; how much was handed over."""


POST: Final = "post"
# Where the work of somebody who leaves goes: to the account of a colleague, back to the post, or nobody has said yet.
WorkTo = int | Literal["post"] | None


@dataclass(frozen=True, slots=True)
class Held:
    """How much of one kind is held: ``name`` is a plain noun for the screen ("hồ sơ")."""

    name: object
    count: int

    def __str__(self) -> str:
        return f"{BoundedCount(self.count)} {self.name}"


_held_work: dict[object, HeldWork] = {}


def register_held_work(name: object, work: HeldWork) -> None:
    """Called by ``config.wiring`` for each room whose work can be held; ``name`` is a plain noun ("hồ sơ")."""
    _held_work[name] = work


def held_by(*, account_id: int | None = None, agency_id: int | None = None) -> list[Held]:
    """How much work an official or an agency holds, room by room; nothing registered, nothing held."""
    counted = [Held(name, work.count(account_id=account_id, agency_id=agency_id)) for name, work in _held_work.items()]
    return [held for held in counted if held.count]


def held_items(*, account_id: int | None = None, agency_id: int | None = None, limit: int = 5) -> list[HeldItem]:
    """What is due first of the work held, room by room."""
    rooms = _held_work.values()
    return [item for work in rooms for item in work.list(account_id=account_id, agency_id=agency_id, limit=limit)]


def reassign_all(
    *, from_account_id: int, to_account_id: int | None, agency_id: int | None = None, actor: Actor, now: datetime
) -> int:
    """Hand over everything that is one official's by name, in every room; how much was handed over."""
    return sum(
        work.reassign(
            from_account_id=from_account_id, to_account_id=to_account_id, agency_id=agency_id, actor=actor, now=now
        )
        for work in _held_work.values()
    )


class RowOutcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row with its result; the one-time password is known here and nowhere else."""

    number: int
    full_name: str
    username: str
    outcome: RowOutcome
    words: str
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day (included) to a day (excluded); ``None`` = open."""

    start: date | None
    end: date | None

    def holds_on(self, day: date) -> bool:
        """Is the day inside?"""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)
