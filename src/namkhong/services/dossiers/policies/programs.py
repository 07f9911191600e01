"""What a program of another system may do with dossiers: submit for a person who agreed, read its agency's, do the plain steps.

What somebody must answer for with her name stays with people: not receiving, asking for a supplement, opinions, the
decision, an apology, stopping. A step that an official has been given by name is hers alone.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from namkhong.kernel.actor import Actor, Scope
from namkhong.services.dossiers.errors import NotYours
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.states import Move

# The moves a program may make from a post its scopes name, in its agency.
MOVES_OF_PROGRAMS: Final = frozenset({Move.RECEIVE, Move.TAKE_OVER, Move.FORWARD, Move.SEND_BACK, Move.HAND_OVER})


def may_submit(actor: Actor) -> bool:
    """May it send dossiers for people?"""
    return actor.is_program and Scope.SUBMIT in actor.scopes


def require_submit(actor: Actor) -> None:
    """:raises NotYours: for everybody but a program with the scope to submit."""
    if not may_submit(actor):
        raise NotYours


def submitted(actor: Actor, dossier: Dossier) -> bool:
    """Did this very program send it?"""
    return actor.is_program and actor.account_id is not None and dossier.helper_id == actor.account_id


def reads(actor: Actor, dossier: Dossier) -> bool:
    """What it submitted, what its agency receives, appraises, decides or gives back, what lies at a post it works for."""
    if submitted(actor, dossier) and may_submit(actor):
        return True
    if dossier.is_draft:
        return False
    reach: frozenset[int] = frozenset(actor.reach)
    near = {dossier.receiver_agency_id, dossier.return_agency_id, dossier.decider_agency_id, dossier.unit_agency_id}
    if dossier.received_at is not None:
        near.add(dossier.home_counter_id)
    held = any(
        post.agency_id == dossier.holder_agency_id and post.role.value == dossier.holder_role for post in actor.posts
    )
    return held or (Scope.READ in actor.scopes and bool(near & reach))


def readable(actor: Actor) -> Q:
    """The same as a condition of a query; a test holds them equal."""
    own = Q(helper_id=actor.account_id) if may_submit(actor) and actor.account_id is not None else Q(pk__in=[])
    seen = Q(pk__in=[])
    for post in actor.posts:
        seen |= Q(holder_agency_id=post.agency_id, holder_role=post.role.value)
    if Scope.READ in actor.scopes and actor.reach:
        near = Q(receiver_agency_id__in=actor.reach) | Q(return_agency_id__in=actor.reach)
        near |= Q(decider_agency_id__in=actor.reach) | Q(unit_agency_id__in=actor.reach)
        seen |= near | (Q(home_counter_id__in=actor.reach) & Q(received_at__isnull=False))
    return own | (seen & ~Q(state="draft"))
