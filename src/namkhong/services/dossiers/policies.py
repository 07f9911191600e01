"""Who sees which dossier, and who may do what with it: two questions, side by side, answered from the actor alone.

A citizen sees her own dossiers and those she helped with. An official sees what is received, returned or held where she
works at the counter, what her agency decides where she leads, what her unit appraises where she works in it.
She acts only while the dossier is held by her role in her agency.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db.models import Q

from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers.errors import NoSuchDossier, NotYours, WrongState
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.states import MOVES, OPEN, RUNNING, STATES, Move, State

AT_COUNTER: Final = (Role.COUNTER, Role.CENTRE_DIRECTOR)
LEADING: Final = (Role.LEADER, Role.CHIEF_OF_OFFICE, Role.RECORDS_CLERK)
IN_UNIT: Final = (Role.SPECIALIST, Role.HEAD, Role.CHIEF_OF_OFFICE)
WORKING: Final = (*AT_COUNTER, *LEADING, *IN_UNIT)  # the roles that work on dossiers


class Ability(StrEnum):
    """Everything somebody may do with a dossier; buttons exist for these and nothing else."""

    SEE = "see"
    EDIT = "edit"  # fill the draft
    FILE = "file"
    RECEIVE = "receive"
    NOT_RECEIVE = "not_receive"
    TAKE_OVER = "take_over"
    FORWARD = "forward"
    SEND_BACK = "send_back"
    DECIDE = "decide"
    HAND_OVER = "hand_over"
    TAKE_RESULT = "take_result"  # open the result file
    PRINT_RECEIPT = "print_receipt"  # form 01
    SEE_SECRET = "see_secret"  # noqa: S105 - the look-up secret printed on form 01


def _held_by(actor: Actor) -> Q:
    held = Q(pk__in=[])
    for post in actor.posts:
        if post.role in WORKING:
            held |= Q(holder_agency_id=post.agency_id, holder_role=post.role.value)
    return held & (Q(holder_account=None) | Q(holder_account=actor.account_id))


def visible_to(actor: Actor) -> Q:
    """The dossiers this actor may know of, as a condition of a query."""
    if actor.is_citizen:
        seen = Q(owner_id=actor.account_id) | Q(helper_id=actor.account_id)
        return seen | Q(person_id=actor.person_id) if actor.person_id is not None else seen
    if not actor.is_official:
        return Q(pk__in=[])
    counters, leaders, units = (actor.agencies_as(*roles) for roles in (AT_COUNTER, LEADING, IN_UNIT))
    seen = _held_by(actor)
    if counters:
        seen |= Q(receiver_agency_id__in=counters) | Q(return_agency_id__in=counters)
        seen |= Q(home_counter_id__in=counters) & ~Q(received_at=None)
    if leaders:
        seen |= Q(decider_agency_id__in=leaders)
    if units:
        seen |= Q(unit_agency_id__in=units)
    drafts = Q(state=State.DRAFT.value)
    return (seen & ~drafts) | (drafts & Q(helper_id=actor.account_id))


def _owns(actor: Actor, dossier: Dossier) -> bool:
    if actor.account_id is None:
        return False
    own_person = actor.is_citizen and actor.person_id is not None and dossier.person_id == actor.person_id
    return own_person or actor.account_id in (dossier.owner_id, dossier.helper_id)


def _counters_of(dossier: Dossier) -> set[int]:
    counters = {dossier.receiver_agency_id, dossier.return_agency_id}
    return counters | {dossier.home_counter_id} if dossier.received_at else counters


def sees(actor: Actor, dossier: Dossier) -> bool:
    """The same question about one dossier; a test holds it equal to :func:`visible_to`."""
    if actor.is_citizen:
        return _owns(actor, dossier)
    if not actor.is_official:
        return False
    if dossier.is_draft:
        return dossier.helper_id == actor.account_id
    return (
        holds(actor, dossier)
        or bool(_counters_of(dossier) & actor.agencies_as(*AT_COUNTER))
        or dossier.decider_agency_id in actor.agencies_as(*LEADING)
        or dossier.unit_agency_id in actor.agencies_as(*IN_UNIT)
    )


def holds(actor: Actor, dossier: Dossier) -> bool:
    """Is it this actor's turn: the role and agency that hold the dossier, and nobody else named?"""
    if dossier.holder_agency_id is None or not dossier.holder_role:
        return False
    named = dossier.holder_account_id
    return (named is None or named == actor.account_id) and any(
        post.agency_id == dossier.holder_agency_id and post.role.value == dossier.holder_role
        for post in actor.posts
        if post.role in WORKING
    )


def abilities(actor: Actor, dossier: Dossier) -> frozenset[Ability]:
    """All this actor may do now."""
    if not sees(actor, dossier):
        return frozenset()
    can = {Ability.SEE}
    state = dossier.now_in
    if dossier.is_draft:
        return frozenset(can | {Ability.EDIT, Ability.FILE})
    if state not in {State.FILED, State.NOT_RECEIVED, State.WITHDRAWN}:
        can.add(Ability.PRINT_RECEIPT)
    if _owns(actor, dossier):
        can.add(Ability.SEE_SECRET)
        if (
            state in {State.DECIDED, State.HANDED_OVER} and dossier.return_way == "online"
        ) or state is State.HANDED_OVER:
            can.add(Ability.TAKE_RESULT)
    if actor.is_official:
        can |= {Ability.TAKE_RESULT} | _of_holder(actor, dossier)
    return frozenset(can)


def _of_holder(actor: Actor, dossier: Dossier) -> set[Ability]:
    if not holds(actor, dossier):
        return set()
    match dossier.now_in:
        case State.FILED:
            return {Ability.RECEIVE, Ability.NOT_RECEIVE}
        case State.RECEIVED if dossier.received_elsewhere:
            return {Ability.TAKE_OVER}
        case State.DECIDED:
            return {Ability.HAND_OVER}
        case state if state in RUNNING:
            work = {Ability.DECIDE} if dossier.step_kind == "decide" else {Ability.FORWARD}
            return work | {Ability.SEND_BACK} if dossier.step_index > 1 else work
        case _:
            return set()


def require_seen(actor: Actor, dossier: Dossier | None) -> Dossier:
    """The dossier, when this actor may know of it.

    :raises NoSuchDossier: when it does not exist or is not for this actor: the answer is the same.
    """
    if dossier is None or not sees(actor, dossier):
        raise NoSuchDossier
    return dossier


def require_holder(actor: Actor, dossier: Dossier, move: Move) -> None:
    """May this actor make this move now?

    :raises NotYours: the step is somebody else's.
    :raises WrongState: the dossier is not where this move starts.
    """
    if dossier.is_open and not holds(actor, dossier):
        raise NotYours
    if not actor.is_official:
        raise NotYours
    require_state(dossier, move)


def require_state(dossier: Dossier, move: Move) -> None:
    """Does this move start from here?

    :raises WrongState: when it does not.
    """
    state = dossier.now_in
    if state not in MOVES[move].sources:
        raise WrongState(str(STATES[state].official))
    if move is Move.TAKE_OVER and not dossier.received_elsewhere:
        raise WrongState(str(STATES[state].official))
    if move is Move.FORWARD and dossier.received_elsewhere:
        raise WrongState(str(STATES[state].official))


def require_edit(actor: Actor, dossier: Dossier) -> None:
    """May this actor change the draft?

    :raises NoSuchDossier: it is not hers.
    """
    require_seen(actor, dossier)
    if not _owns(actor, dossier):
        raise NotYours


def may_work_on_dossiers(actor: Actor) -> bool:
    """Does the actor hold a post that works on dossiers at all?"""
    return actor.is_official and actor.holds(*WORKING)


OPEN_STATES: Final = tuple(sorted(state.value for state in OPEN))
