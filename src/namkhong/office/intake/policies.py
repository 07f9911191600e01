"""Who knows of an arrival and may do what with it: asked of the actor, the arrival and its assignments, no query but remembered ones.

Văn thư, Chánh Văn phòng and leaders of the agency see all that came in; others what was given to them or to a unit they head.
A substitute sees and does what the absent colleague would: her posts and her accounts are the actor's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Exists, OuterRef, Q

from namkhong.kernel.actor import Actor, Role
from namkhong.office.intake.bodies import bodies_as, body_of
from namkhong.office.intake.errors import NoSuchArrival, NotYours
from namkhong.office.intake.models import Arrival, Assignment
from namkhong.office.intake.states import End, Move, Part, Recall, State

CLERK: Final = (Role.RECORDS_CLERK,)
OFFICE: Final = (Role.CHIEF_OF_OFFICE,)
LEADING: Final = (Role.LEADER,)
DESK: Final = (*CLERK, *OFFICE, *LEADING)  # see everything of the agency
HEADING: Final = (Role.HEAD, Role.CHIEF_OF_OFFICE, Role.CENTRE_DIRECTOR)  # pass on inside their unit
TAKING: Final = (*HEADING, Role.SPECIALIST)  # take on what was given to their unit
WORKING: Final = (*DESK, Role.HEAD, Role.CENTRE_DIRECTOR, Role.SPECIALIST, Role.COUNTER, Role.ACCOUNTANT)


def visible_to(actor: Actor) -> Q:
    """The arrivals this official may know of, as a condition of a query."""
    if not actor.is_official:
        return Q(pk__in=[])
    given = Assignment.objects.filter(concerns(actor), arrival=OuterRef("pk"))
    return Q(agency_id__in=bodies_as(actor, *DESK)) | Q(Exists(given))


def concerns(actor: Actor) -> Q:
    """The assignments that let this official see their document: hers, her unit's when she heads it, waiting in it."""
    return (
        Q(account_id__in=actor.accounts)
        | Q(unit_id__in=actor.agencies_as(*HEADING))
        | Q(account__isnull=True, unit_id__in=actor.agencies_as(*TAKING))
    )


def held_by(actor: Actor) -> Q:
    """The assignments that are this official's to do: by name, or her unit's and nobody's yet."""
    return Q(account_id__in=actor.accounts) | Q(account__isnull=True, unit_id__in=actor.agencies_as(*TAKING))


def holds(actor: Actor, one: Assignment) -> bool:
    """The same question about one; a test holds it equal to :func:`held_by`."""
    if not actor.is_official:
        return False
    if one.account_id is not None:
        return one.account_id in actor.accounts
    return one.unit_id in actor.agencies_as(*TAKING)


def sees(actor: Actor, arrival: Arrival, given: Iterable[Assignment]) -> bool:
    """The same as :func:`visible_to` about one; a test holds them equal."""
    if not actor.is_official:
        return False
    if arrival.agency_id in bodies_as(actor, *DESK):
        return True
    return any(holds(actor, one) or one.unit_id in actor.agencies_as(*HEADING) for one in given)


def abilities(actor: Actor, arrival: Arrival, given: Sequence[Assignment]) -> frozenset[Move]:
    """All this official may do with the arrival itself; what she may do with an assignment is :func:`deeds`."""
    if not sees(actor, arrival, given):
        return frozenset()
    can: set[Move] = set()
    state, agency = arrival.now_in, arrival.agency_id
    if agency in bodies_as(actor, *CLERK):
        if state is State.ARRIVED:
            can |= {Move.REGISTER, Move.RETURN}
        if arrival.recall == Recall.ASKED and state not in {State.RETURNED, State.RECALLED}:
            can |= {Move.AGREE_RECALL, Move.REFUSE_RECALL}
    if state in {State.REGISTERED, State.PROPOSED}:
        if agency in bodies_as(actor, *OFFICE):
            can.add(Move.PROPOSE)
        if agency in bodies_as(actor, *LEADING):
            can.add(Move.DIRECT)
    if state not in {State.ARRIVED, State.RETURNED, State.RECALLED}:
        can.add(Move.OPINE)
    return frozenset(can)


def deeds(actor: Actor, one: Assignment, given: Sequence[Assignment]) -> frozenset[Move]:
    """All this official may do with one open assignment. ``given``: all of the arrival."""
    if one.end != End.OPEN:
        return frozenset()
    can: set[Move] = set()
    if holds(actor, one):
        can |= _of_holder(actor, one, [child for child in given if child.parent_id == one.pk])
    if one.giver_id in actor.accounts:
        can |= {Move.EXTEND} if one.due_on is not None else set()
        can |= {Move.FINISH} if one.part != Part.KNOW else set()  # who gave it may always say that it is done
    return frozenset(can)


def _of_holder(actor: Actor, one: Assignment, below: Sequence[Assignment]) -> set[Move]:
    can = {Move.ACCEPT} if one.accepted_at is None else set()
    if one.part != Part.KNOW:
        can.add(Move.REPORT)
    if not any(child.end == End.OPEN for child in below):
        can.add(Move.GIVE_BACK)
    if not one.confirmed and not any(child.part == Part.LEAD and child.end in {End.OPEN, End.DONE} for child in below):
        can.add(Move.FINISH)
    if passes_on(actor, one):
        can.add(Move.PASS_ON)
    return can


def passes_on(actor: Actor, one: Assignment) -> bool:
    """May she give it to others: a leader in the whole agency, a head in her own unit?"""
    body = body_of(one.unit_id).id
    return body in bodies_as(actor, *LEADING) or one.unit_id in actor.agencies_as(*HEADING)


def require(actor: Actor, move: Move, arrival: Arrival | None, given: Sequence[Assignment]) -> Arrival:
    """The arrival, when this official may do this with it.

    :raises NoSuchArrival: not there, or not for her: the answer is the same.
    :raises NotYours: seen, but somebody else's to do.
    """
    if arrival is None or not sees(actor, arrival, given):
        raise NoSuchArrival
    if move not in abilities(actor, arrival, given):
        raise NotYours
    return arrival
