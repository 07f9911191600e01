"""To which body a unit belongs: the agency whose book a document is in."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.remembering import remember
from namkhong.office.documents import queries as documents

BODIES: Final = frozenset({AgencyKind.PROVINCE, AgencyKind.DEPARTMENT, AgencyKind.DISTRICT, AgencyKind.COMMUNE})


def body_of(agency_id: int) -> AgencyCard:
    """The province, department, district or commune a unit is part of; itself when it is one (as ``documents`` has it).

    :raises NoSuchAgency: when there is no such agency.
    """
    return documents.house_of(agency_id)


def bodies_of(agency_ids: Iterable[int]) -> frozenset[int]:
    """The bodies that these units are part of; units that are no more are part of none."""
    found = set()
    for agency_id in agency_ids:
        with suppress(NoSuchAgency):
            found.add(body_of(agency_id).id)
    return frozenset(found)


def bodies_as(actor: Actor, *roles: Role) -> frozenset[int]:
    """The bodies for which this actor holds any of these roles, in the body itself or in a unit of it."""
    return bodies_of(actor.agencies_as(*roles))


@remember(seconds=60)
def units_of(body_id: int) -> tuple[AgencyCard, ...]:
    """The units that belong to this very body, at whatever depth; bodies below it are bodies of their own. Two queries."""
    body = organisations.agency(body_id)
    below = [card for card in organisations.agencies() if card.path.startswith(body.path) and card.id != body_id]
    apart = [card.path for card in below if card.kind in BODIES]
    return tuple(card for card in below if not any(card.path.startswith(path) for path in apart))
