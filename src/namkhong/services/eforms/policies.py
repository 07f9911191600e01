"""Who may design forms. Answering them is the owner's right, asked in the rooms above."""

from __future__ import annotations

from datetime import datetime

from namkhong.kernel.actor import Actor, ActorKind, Role
from namkhong.services.eforms.errors import NeedsElevation, NotYours

KEEPERS = (Role.ADMINISTRATOR, Role.PROCEDURE_CONTROLLER)


def keeps_forms(actor: Actor) -> bool:
    """The province's administrators, procedure controllers, and jobs of the platform itself."""
    return actor.kind is ActorKind.SYSTEM or (
        actor.is_official and (actor.holds_for_province(Role.ADMINISTRATOR) or actor.holds(Role.PROCEDURE_CONTROLLER))
    )


def abilities(actor: Actor, now: datetime) -> dict[str, bool]:
    """What this actor may do with forms now. A draft touches nobody; a version touches everybody who files."""
    keeps = keeps_forms(actor)
    changes = keeps and (actor.kind is ActorKind.SYSTEM or actor.elevated(now))
    return {"see": keeps, "design": keeps, "publish": changes, "withdraw": changes}


def require(actor: Actor, ability: str, now: datetime) -> None:
    """May she?

    :raises NotYours: when forms are not hers to keep.
    :raises NeedsElevation: when they are, but not in this session.
    """
    if not keeps_forms(actor):
        raise NotYours
    if not abilities(actor, now)[ability]:
        raise NeedsElevation
