"""Reorganisation: what becomes of which agency, and the protocol by which other rooms preview and follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol

from namkhong.kernel.actor import Actor

_CENTRES: Final = frozenset({"centre", "provincial_centre"})  # values of AgencyKind


class Deed(StrEnum):
    """What one row of a plan does."""

    CREATE = "create"  # thành lập
    MERGE = "merge"  # sáp nhập, hợp nhất
    SPLIT = "split"  # chia, tách
    ABOLISH = "abolish"  # giải thể, kết thúc hoạt động
    RENAME = "rename"  # đổi tên, đổi mã
    MOVE = "move"  # chuyển trực thuộc
    OFFICIAL = "official"  # cán bộ nhận vị trí khác


ENDING: Final = frozenset({Deed.MERGE, Deed.SPLIT, Deed.ABOLISH})


class PlanState(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"  # read and reported; nothing is changed
    APPROVED = "approved"  # waits for its day
    APPLYING = "applying"
    DONE = "done"
    CANCELLED = "cancelled"


class Severity(StrEnum):
    """How a row stands in the report."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One row of a plan as it was written. References are a code, a key of the facts, or the whole name."""

    number: int
    deed: str
    old: str = ""
    new: str = ""
    name: str = ""
    short_name: str = ""
    kind: str = ""
    parent: str = ""
    code: str = ""
    key: str = ""
    head_title: str = ""
    place_code: str = ""
    calendar_key: str = ""
    series: str = ""  # "continue": the numbers of the old code go on under the new one
    procedures: tuple[str, ...] = ()  # of a split: the codes whose dossiers go here; none = the rest
    username: str = ""
    role: str = ""
    rank: str = ""
    basis: str = ""
    to_be_confirmed: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of one row of a plan; row 0 is the plan as a whole."""

    number: int
    about: str
    severity: Severity
    words: str


@dataclass(frozen=True, slots=True)
class Successor:
    """Who carries on; ``procedures`` narrows it to these codes, empty = everything else."""

    agency_id: int
    procedures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AgencyMap:
    """What becomes of every agency that ends. Agencies that are still to be created have negative ids."""

    plan_id: int
    on: date
    to: Mapping[int, tuple[Successor, ...]]
    kinds: Mapping[int, str]  # of the agencies that end
    units: Mapping[tuple[int, str], int] = field(default_factory=dict)  # (successor, kind of unit) → its unit
    posts: frozenset[tuple[int, int, str]] = frozenset()  # (account, agency, role) after the day, for those who move

    def successor(self, agency_id: int, procedure: str = "") -> int:
        """The agency that carries on; the same one when it is not in the plan."""
        found = self.to.get(agency_id, ())
        for one in found:
            if procedure and procedure in one.procedures:
                return one.agency_id
        return next((one.agency_id for one in found if not one.procedures), found[-1].agency_id if found else agency_id)

    def unit(self, agency_id: int, kind: str) -> int:
        """The unit of that kind inside a successor; else the successor itself."""
        return self.units.get((agency_id, kind), agency_id)

    def counter(self, agency_id: int, procedure: str = "") -> int:
        """The counter that carries on for a counter: the centre, where an agency received by itself."""
        new = self.successor(agency_id, procedure)
        if new == agency_id or self.kinds.get(agency_id) in _CENTRES:
            return new
        return self.unit(new, "centre")


@dataclass(frozen=True, slots=True)
class Flow:
    """How much of one room's work goes from one agency to another."""

    old_id: int
    new_id: int
    count: int


@dataclass(frozen=True, slots=True)
class Need:
    """A post that will have work: somebody must hold it."""

    agency_id: int
    role: str
    count: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a room would move."""

    flows: tuple[Flow, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """One batch: how many were moved, how far it came, and whether there is more to look at."""

    count: int
    reached: int
    more: bool


class FollowsAgencies(Protocol):
    """Rows of a room above that name agencies: previewed and moved without calling up.

    ``move`` runs inside the caller's transaction, so a batch is done whole or not at all; it moves what still names an
    agency that ends, hence nothing twice.
    """

    def forecast(self, agencies: AgencyMap) -> Forecast:
        """What would go where, counted whole; nothing is changed."""

    def move(self, agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
        """Move the next ``most`` rows whose id is beyond ``after``."""


_followers: dict[str, tuple[object, FollowsAgencies]] = {}


def register_follower(key: str, name: object, room: FollowsAgencies) -> None:
    """Called by ``config.wiring`` in the order in which the rooms are moved; ``name`` is a plain noun ("hồ sơ")."""
    _followers[key] = (name, room)


def followers() -> Mapping[str, tuple[object, FollowsAgencies]]:
    """The rooms that follow a reorganisation, by key."""
    return dict(_followers)


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What holds for a plan as a whole."""

    title: str
    basis: str
    on: date


@dataclass(frozen=True, slots=True)
class Reorganised:
    """An agency that ended, and who carries on: "cơ quan này nay là …"."""

    old_id: int
    old_name: str
    on: date
    names: tuple[str, ...]


__all__ = [
    "ENDING", "AgencyMap", "Deed", "Finding", "Flow", "FollowsAgencies", "Forecast", "Moved", "Need", "PlanHead",
    "PlanLine", "PlanState", "Reorganised", "Severity", "Successor", "followers", "register_follower",
]  # fmt: skip
