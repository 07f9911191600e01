"""Who reads which report: the board is everybody's; a report of responsibility is for those who answer for the unit."""

from __future__ import annotations

from typing import Final

from namkhong.kernel.actor import Actor, Role
from namkhong.services.openness.errors import NotYourUnit

READERS: Final = (
    Role.LEADER,
    Role.CHIEF_OF_OFFICE,
    Role.CENTRE_DIRECTOR,
    Role.HEAD,
    Role.PROCEDURE_CONTROLLER,
)


def paths_of(actor: Actor) -> tuple[str, ...]:
    """The parts of the tree whose reports this official reads: her unit and what is below it."""
    return tuple(sorted({post.agency_path for post in actor.posts if post.role in READERS}))


def covers(actor: Actor, agency_path: str) -> bool:
    """Is this unit hers or below hers?"""
    return actor.is_official and any(agency_path.startswith(path) for path in paths_of(actor))


def require_covers(actor: Actor, agency_path: str) -> None:
    """May she read the report of this unit?

    :raises NotYourUnit: when it is neither hers nor below hers.
    """
    if not covers(actor, agency_path):
        raise NotYourUnit
