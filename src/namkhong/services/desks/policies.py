"""Who may use the desk: officials whose posts work on dossiers; everybody only her own batches, exports and filters."""

from __future__ import annotations

from typing import Final

from namkhong.kernel.actor import Actor, Role
from namkhong.services.desks.errors import NoWorkOnDossiers
from namkhong.services.dossiers import queries as dossiers

# The roles whose posts work on dossiers, for the gates; a test holds them equal to those of the dossiers.
WORKING: Final = (
    Role.COUNTER, Role.CENTRE_DIRECTOR, Role.LEADER, Role.CHIEF_OF_OFFICE, Role.RECORDS_CLERK, Role.SPECIALIST,
    Role.HEAD,
)  # fmt: skip
AT_COUNTER: Final = (Role.COUNTER, Role.CENTRE_DIRECTOR)
LEADING: Final = (Role.LEADER, Role.CENTRE_DIRECTOR, Role.HEAD, Role.CHIEF_OF_OFFICE)


def require_work(actor: Actor) -> int:
    """The account of an official who works on dossiers.

    :raises NoWorkOnDossiers: for everybody else.
    """
    if actor.account_id is None or not dossiers.works(actor):
        raise NoWorkOnDossiers
    return actor.account_id


def heads_unit(actor: Actor, agency_id: int) -> bool:
    """Does she head this very unit, and so share out its work?"""
    return actor.is_official and actor.holds_at(agency_id, Role.HEAD, Role.CHIEF_OF_OFFICE, Role.CENTRE_DIRECTOR)
