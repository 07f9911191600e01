"""Which agency of ours stands behind a code or a unit: bodies send and receive, units of them do not."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import NoSuchAgency
from namkhong.foundation.organisations.types import AgencyCard, AgencyKind
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.remembering import remember

BODIES: Final = frozenset({AgencyKind.PROVINCE, AgencyKind.DEPARTMENT, AgencyKind.DISTRICT, AgencyKind.COMMUNE})
_OLD: Final = re.compile(r"^[0-9A-Z]{2,3}(\.[0-9A-Z]{2,3}){2}\.[A-Z][0-9]{2}$")  # 000.00.04.H18, level 4 to 1
_NOTHING: Final = frozenset({"00", "000"})


@remember(seconds=60)
def body_of(agency_id: int) -> AgencyCard:
    """The province, department, district or commune a unit is part of; itself when it is one.

    :raises NoSuchAgency: when there is no such agency.
    """
    card = organisations.agency(agency_id)
    ids = [int(part) for part in card.path.strip("/").split("/")]
    above = organisations.cards_of(ids)
    return next((above[pk] for pk in reversed(ids) if above[pk].kind in BODIES), card)


def bodies_as(actor: Actor, *roles: Role) -> frozenset[int]:
    """The bodies for which this actor holds any of these roles, in the body itself or in a unit of it; no role: any."""
    agencies = actor.agencies_as(*roles) if roles else actor.agency_ids
    return frozenset(body_of(agency_id).id for agency_id in agencies)


def same_code(code: str) -> str:
    """One way to write a code: capitals, no blanks, and an old one turned round (``000.00.04.H18`` is ``H18.04``).

    Legal source: Decision 20/2020/QĐ-TTg puts the first level first; QCVN 102:2016 had put it last.
    """
    written = "".join(code.split()).upper()
    if not _OLD.match(written):
        return written
    levels = written.split(".")[::-1]
    while len(levels) > 1 and levels[-1] in _NOTHING:
        levels.pop()
    return ".".join(levels)


def agency_here(code: str, day: date) -> AgencyCard | None:
    """The agency of this platform that bears the code, in the new way of writing or the old; ``None``: somebody outside."""
    for written in dict.fromkeys((same_code(code), "".join(code.split()).upper())):
        try:
            return body_of(organisations.agency_by_code(written, day).id)
        except NoSuchAgency:
            continue
    return None


def is_pseudo(code: str) -> bool:
    """A unit that exists only in an axis's tables; nobody sits there."""
    return "W00" in same_code(code)
