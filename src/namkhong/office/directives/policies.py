"""Who knows of a task and may do what with it: asked of the actor and the row, no query but remembered ones.

Who gave it, who leads it, who really works on it, who helps, heads of the unit, and the leaders of the agency. A substitute sees and
does what the absent colleague would.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q

from namkhong.kernel.actor import Actor, Role
from namkhong.office.directives.errors import NoSuchDirective, NotYours
from namkhong.office.directives.models import Directive, DirectiveHelper
from namkhong.office.directives.states import MOVES, OPEN, Move
from namkhong.office.documents.queries import house_of

GIVING: Final = (Role.LEADER,)
HEADING: Final = (Role.HEAD, Role.CHIEF_OF_OFFICE, Role.CENTRE_DIRECTOR)
TAKING: Final = (*HEADING, Role.SPECIALIST)
WORKING: Final = (*GIVING, *TAKING, Role.COUNTER, Role.ACCOUNTANT, Role.RECORDS_CLERK)


def houses_led(actor: Actor) -> frozenset[int]:
    """The agencies whose leader she is."""
    return frozenset(house_of(agency).id for agency in actor.agencies_as(*GIVING))


def mine(actor: Actor) -> Q:
    """What is this official's to do: she leads or works on it, or it waits in her unit."""
    return (
        Q(lead_account_id__in=actor.accounts)
        | Q(worker_id__in=actor.accounts)
        | Q(lead_account__isnull=True, worker__isnull=True, lead_unit_id__in=actor.agencies_as(*TAKING))
    )


def visible_to(actor: Actor) -> Q:
    """The tasks this official may know of."""
    if not actor.is_official:
        return Q(pk__in=[])
    helping = DirectiveHelper.objects.filter(directive=OuterRef("pk"), account_id__in=actor.accounts)
    return (
        mine(actor)
        | Q(giver_id__in=actor.accounts)
        | Q(lead_unit_id__in=actor.agencies_as(*HEADING))
        | Q(agency_id__in=houses_led(actor))
        | Q(Exists(helping))
    )


def does(actor: Actor, row: Directive) -> bool:
    """Is it hers to do? A test holds it equal to :func:`mine`."""
    if not actor.is_official:
        return False
    if row.lead_account_id in actor.accounts or row.worker_id in actor.accounts:
        return True
    return row.lead_account_id is None and row.worker_id is None and row.lead_unit_id in actor.agencies_as(*TAKING)


def sees(actor: Actor, row: Directive) -> bool:
    """The same as :func:`visible_to` about one. One query when she only helps."""
    if not actor.is_official:
        return False
    if does(actor, row) or row.giver_id in actor.accounts or row.agency_id in houses_led(actor):
        return True
    if row.lead_unit_id in actor.agencies_as(*HEADING):
        return True
    return DirectiveHelper.objects.filter(directive=row, account_id__in=actor.accounts).exists()


def abilities(actor: Actor, row: Directive) -> frozenset[Move]:
    """All this official may do with it now."""
    if not sees(actor, row) or row.now_in not in OPEN:
        return frozenset()
    can: set[Move] = set()
    if does(actor, row):
        can |= {Move.ACCEPT, Move.PROGRESS, Move.REPORT}
    if row.giver_id in actor.accounts:
        can |= {Move.CONFIRM, Move.RETURN, Move.EXTEND}
        if row.assignment_id is None:
            can.add(Move.DROP)  # what a note gave ends where the note is
    return frozenset(move for move in can if row.now_in in MOVES[move].sources)


def require(actor: Actor, move: Move, row: Directive | None) -> Directive:
    """The task, when this official may do this with it.

    :raises NoSuchDirective: not there, or not for her: the answer is the same.
    :raises NotYours: seen, but somebody else's to do.
    """
    if row is None or not sees(actor, row):
        raise NoSuchDirective
    if move not in abilities(actor, row):
        raise NotYours
    return row
