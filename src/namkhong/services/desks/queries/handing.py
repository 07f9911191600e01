"""Whose work may be handed over by whom: the units and posts an official leads."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers import queries as dossiers

_HEADING: Final = (Role.HEAD, Role.CHIEF_OF_OFFICE, Role.CENTRE_DIRECTOR)
_POSTS: Final = (Role.SPECIALIST, Role.HEAD, Role.RECORDS_CLERK, Role.COUNTER)


def units(actor: Actor) -> list[tuple[AgencyCard, AgencyCard]]:
    """Pairs of units of which she may give the work of the first to the second."""
    below = [card for agency in sorted(actor.agencies_as(Role.LEADER)) for card in organisations.children_of(agency)]
    return [(one, other) for one in below for other in below if dossiers.may_hand_over(actor, one, other)]


def posts(actor: Actor, now: datetime) -> list[tuple[AgencyCard, Role, list[tuple[int, str]]]]:
    """The posts of the units she heads, each with the officials who hold it: (unit, role, [(account, name)])."""
    found = []
    for agency in sorted(actor.agencies_as(*_HEADING)):
        card = organisations.agency(agency)
        for role in _POSTS:
            if role in {post.role for post in actor.posts if post.agency_id == agency}:
                continue  # nobody shares out the post she holds herself
            people = organisations.officials_at(agency, role, clock.local_date(now))
            if people:
                found.append((card, role, [(one.account_id, f"{one.full_name}, {one.title}") for one in people]))
    return found
