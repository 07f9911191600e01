"""Whom a leader may give a task: everybody of the own agency and its units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.office.directives import policies
from namkhong.office.directives.errors import NotYours
from namkhong.office.documents.queries import house_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """An official who may be named."""

    account_id: int
    unit_id: int
    words: str


def candidates(actor: Actor, now: datetime) -> list[Candidate]:
    """Everybody who works in the agencies this official leads, by given name, each once; never herself."""
    day = clock.local_date(now)
    found: dict[int, Candidate] = {}
    for house in sorted(policies.houses_led(actor)):
        path = organisations.agency(house).path
        for one in organisations.officials_inside(path, day, *policies.WORKING):
            if one.account_id != actor.account_id and house_of(one.agency_id).id == house:
                words = f"{one.full_name}, {one.title}" if one.title else one.full_name
                found.setdefault(one.account_id, Candidate(one.account_id, one.agency_id, words))
    return list(found.values())


def house_for(actor: Actor, unit_id: int) -> int:
    """The agency in whose name the task is given.

    :raises NotYours: she leads none to which this unit belongs.
    """
    house = house_of(unit_id).id
    if house not in policies.houses_led(actor):
        raise NotYours
    return house


def giver_for(actor: Actor, house: int) -> int:
    """Who gives it: the leader herself, or the absent leader whose substitute she is.

    :raises NotYours: neither.
    """
    posts = [post for post in actor.posts if post.role in policies.GIVING and house_of(post.agency_id).id == house]
    own = any(post.for_account_id is None for post in posts)
    giver = actor.account_id if own else next((post.for_account_id for post in posts), None)
    if giver is None:
        raise NotYours
    return int(giver)


def taken_by(actor: Actor, unit_id: int) -> int | None:
    """In whose name a unit's task is taken on."""
    posts = [post for post in actor.posts if post.agency_id == unit_id and post.role in policies.TAKING]
    own = any(post.for_account_id is None for post in posts)
    return actor.account_id if own or not posts else posts[0].for_account_id
