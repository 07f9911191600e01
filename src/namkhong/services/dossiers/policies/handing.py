"""Who may hand the whole work of a unit to another."""

from __future__ import annotations

from typing import Final

from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel.actor import Actor, Role

UNITS: Final = (AgencyKind.OFFICE, AgencyKind.ECONOMY, AgencyKind.CULTURE, AgencyKind.DIVISION)


def may_hand_to_unit(actor: Actor, giver: AgencyCard, taker: AgencyCard) -> bool:
    """A leader of the agency both units belong to. A counter is no such unit: what it received is in its register."""
    return (
        giver.id != taker.id
        and giver.kind in UNITS
        and taker.kind in UNITS
        and giver.parent_id is not None
        and giver.parent_id == taker.parent_id
        and giver.parent_id in actor.agencies_as(Role.LEADER)
    )
