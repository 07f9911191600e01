"""To which body a unit belongs, and who stands above it: a complaint never goes to whom it is about."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel.remembering import remember

BODIES: Final = frozenset({AgencyKind.PROVINCE, AgencyKind.DEPARTMENT, AgencyKind.DISTRICT, AgencyKind.COMMUNE})


@remember(seconds=60)
def body_of(agency_id: int) -> AgencyCard:
    """The province, department, district or commune a unit is part of; itself when it is one.

    :raises NoSuchAgency: when there is no such agency.
    """
    card = organisations.agency(agency_id)
    above = organisations.cards_of(ids_of(card.path))
    return next((above[pk] for pk in reversed(ids_of(card.path)) if above[pk].kind in BODIES), card)


def bodies_of(agency_ids: Iterable[int]) -> frozenset[int]:
    """The bodies that these units are part of; units that are no more are part of none."""
    found = set()
    for agency_id in agency_ids:
        with suppress(NoSuchAgency):
            found.add(body_of(agency_id).id)
    return frozenset(found)


@remember(seconds=60)
def above(agency_id: int) -> AgencyCard:
    """The body above the body of a unit; the province itself has nobody above it here."""
    body = body_of(agency_id)
    return body if body.parent_id is None else body_of(body.parent_id)


@remember(seconds=60)
def desks_below(agency_id: int) -> tuple[AgencyCard, ...]:
    """A body and those that stand directly under it: to whom its desk may give an inquiry."""
    body = body_of(agency_id)
    below = [card for card in organisations.children_of(body.id) if card.kind in BODIES]
    return (body, *below)


def ids_of(path: str) -> list[int]:
    """The ids along a path, from the root."""
    return [int(part) for part in path.strip("/").split("/")]
