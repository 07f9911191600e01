"""Who may change the catalogue. Reading it is everybody's right."""

from __future__ import annotations

from datetime import datetime

from namkhong.kernel.actor import Actor, ActorKind, Role
from namkhong.services.procedures.errors import NeedsElevation, NotYours

KEEPERS = (Role.ADMINISTRATOR, Role.PROCEDURE_CONTROLLER)


def keeps_catalogue(actor: Actor) -> bool:
    """The province's administrators, procedure controllers, and jobs of the platform itself: a commune keeps no catalogue."""
    return actor.kind is ActorKind.SYSTEM or (
        actor.is_official and (actor.holds_for_province(Role.ADMINISTRATOR) or actor.holds(Role.PROCEDURE_CONTROLLER))
    )


def abilities(actor: Actor, now: datetime) -> dict[str, bool]:
    """What this actor may do with the catalogue now."""
    keeps = keeps_catalogue(actor)
    changes = keeps and (actor.kind is ActorKind.SYSTEM or actor.elevated(now))
    return {
        "read": True,
        "see_unsure": keeps,
        "import_procedures": changes,
        "change_front_door": changes,
        "change_offering": changes,
        "add_process_version": changes,
        "design_process": keeps,  # a draft binds nobody
        "publish_process": changes,
    }


def require(actor: Actor, ability: str, now: datetime) -> None:
    """May she?

    :raises NotYours: when the catalogue is not hers to keep.
    :raises NeedsElevation: when it is, but not in this session.
    """
    if not keeps_catalogue(actor):
        raise NotYours
    if not abilities(actor, now)[ability]:
        raise NeedsElevation
