"""Who sends, who answers, who reads what went out: asked of the actor and the agency."""

from __future__ import annotations

from typing import Final

from namkhong.kernel.actor import Actor, ActorKind, Role
from namkhong.office.exchange.bodies import bodies_as, body_of
from namkhong.office.exchange.errors import ClerkOnly, KeeperOnly, NotInTheAgency

CLERKS: Final = (Role.RECORDS_CLERK,)
READING: Final = (Role.RECORDS_CLERK, Role.CHIEF_OF_OFFICE, Role.LEADER)
ADMINISTERING: Final = (Role.ADMINISTRATOR,)


def is_system(actor: Actor) -> bool:
    """A job of the platform itself."""
    return actor.kind is ActorKind.SYSTEM


def may_send(actor: Actor, agency_id: int) -> bool:
    """The văn thư of the agency (Decree 30/2020 arts. 4, 18); its substitute too."""
    return is_system(actor) or body_of(agency_id).id in bodies_as(actor, *CLERKS)


def require_clerk(actor: Actor, agency_id: int) -> None:
    """:raises ClerkOnly: for everybody but the văn thư of this agency."""
    if not may_send(actor, agency_id):
        raise ClerkOnly


def require_inside(actor: Actor, agency_id: int) -> None:
    """:raises NotInTheAgency: for everybody but the officials of this agency."""
    if not is_system(actor) and not (actor.is_official and body_of(agency_id).id in bodies_as(actor)):
        raise NotInTheAgency


def require_keeper(actor: Actor) -> None:
    """:raises KeeperOnly: for everybody but the administrator of the province: one address book serves all agencies."""
    if not is_system(actor) and not actor.holds_for_province(*ADMINISTERING):
        raise KeeperOnly


def reads(actor: Actor) -> frozenset[int]:
    """The agencies whose exchange this official reads: văn thư, Văn phòng, lãnh đạo."""
    return bodies_as(actor, *READING)


def reads_strays(actor: Actor) -> bool:
    """Who reads what came for nobody: the văn thư and the administrator of the province itself."""
    return actor.holds_for_province(Role.RECORDS_CLERK, Role.ADMINISTRATOR)
