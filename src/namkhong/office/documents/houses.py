"""To which agency with a seal and a văn thư of its own a unit belongs."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel.remembering import remember

HOUSES: Final = frozenset({AgencyKind.PROVINCE, AgencyKind.DEPARTMENT, AgencyKind.DISTRICT, AgencyKind.COMMUNE})


@remember(seconds=60)
def house_of(agency_id: int) -> AgencyCard:
    """The province, department, district or commune whose books a unit writes in; itself when it is one.

    :raises NoSuchAgency: when there is no such agency.
    """
    card = organisations.agency(agency_id)
    ids = [int(part) for part in card.path.strip("/").split("/")]
    above = organisations.cards_of(ids)
    return next((above[pk] for pk in reversed(ids) if above[pk].kind in HOUSES), card)


def houses_of(agency_ids: Iterable[int]) -> frozenset[int]:
    """The agencies that these units are part of; units that are no more are part of none."""
    found = set()
    for agency_id in agency_ids:
        with suppress(NoSuchAgency):
            found.add(house_of(agency_id).id)
    return frozenset(found)
