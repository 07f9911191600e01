"""Who may try a new version of a process on the open dossiers, and who may let them follow it."""

from __future__ import annotations

from datetime import datetime

from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers.errors import NotYours


def keeps_processes(actor: Actor) -> bool:
    """The province's administrators and its procedure controllers, as for the catalogue."""
    return actor.is_official and (
        actor.holds_for_province(Role.ADMINISTRATOR) or actor.holds(Role.PROCEDURE_CONTROLLER)
    )


def require_process_keeper(actor: Actor) -> None:
    """May she see what a new version would do?

    :raises NotYours: she may not.
    """
    if not keeps_processes(actor):
        raise NotYours


def require_process_change(actor: Actor, now: datetime) -> None:
    """May she decide what becomes of the open dossiers?

    :raises NotYours: she may not, or not outside an elevated session.
    """
    if not (keeps_processes(actor) and actor.elevated(now)):
        raise NotYours
