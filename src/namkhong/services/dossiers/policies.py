"""Who sees which dossier, and who may do what with it: two questions, side by side, answered from the actor alone.

A citizen sees her own dossiers and those she helped with. An official sees what is received, returned or held where she
works at the counter, what her agency decides where she leads, what her unit appraises where she works in it.
She acts only while the dossier is held by her role in her agency.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Q

from namkhong.kernel.actor import Actor, ActorKind, Post, Role
from namkhong.services.dossiers.errors import ExtendedAlready, NoSuchDossier, NoSuchRegister, NotYours, WrongState
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.states import (
    CONFIRMING,
    MOVES,
    ONLY_PENDING,
    OPEN,
    PENDING,
    RUNNING,
    STATES,
    Move,
    Pending,
    State,
)

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
    ASSIGN = "assign"  # give the step to one official, or take it
    TAKE_BACK = "take_back"
    SEND_DRAFT = "send_draft"
    CONFIRM_DRAFT = "confirm_draft"  # say that the draft is right, or what is wrong
    ASK_OPINION = "ask_opinion"
    REQUEST_SUPPLEMENT = "request_supplement"  # say what is missing; who may send it is another question
    SEND_SUPPLEMENT = "send_supplement"
    APPROVE_SUPPLEMENT = "approve_supplement"
    APPROVE_NOT_RECEIVE = "approve_not_receive"
    RETURN_PROPOSAL = "return_proposal"
    COMPLETE_SUPPLEMENT = "complete_supplement"
    WITHDRAW = "withdraw"
    STOP_AT_REQUEST = "stop_at_request"
    STOP_UNMET = "stop_unmet"
    PROPOSE_EXTENSION = "propose_extension"  # draft the apology and the new date
    SIGN_EXTENSION = "sign_extension"
    TAKE_RESULT = "take_result"  # open the result file
    PRINT_RECEIPT = "print_receipt"  # form 01
    SEE_SECRET = "see_secret"  # noqa: S105 - the look-up secret printed on form 01


def _held_by(actor: Actor) -> Q:
    held = Q(pk__in=[])
    for post in actor.posts:
        if post.role in WORKING:
            held |= Q(holder_agency_id=post.agency_id, holder_role=post.role.value)
    return held & (Q(holder_account=None) | Q(holder_account__in=actor.accounts))


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


def post_for(actor: Actor, dossier: Dossier) -> Post | None:
    """The post by which this actor holds the dossier: her own before that of an absent colleague; none, not her turn."""
    named, found = dossier.holder_account_id, None
    for post in actor.posts:
        whose = post.for_account_id or actor.account_id
        if (
            post.role in WORKING
            and post.agency_id == dossier.holder_agency_id
            and post.role.value == dossier.holder_role
            and named in (None, whose)
        ):
            if post.for_account_id is None:
                return post
            found = found or post
    return found


def holds(actor: Actor, dossier: Dossier) -> bool:
    """Is it this actor's turn: the role and agency that hold the dossier, and nobody else named?"""
    return post_for(actor, dossier) is not None


def abilities(actor: Actor, dossier: Dossier) -> frozenset[Ability]:
    """All this actor may do now."""
    if not sees(actor, dossier):
        return frozenset()
    can = {Ability.SEE}
    state = dossier.now_in
    if dossier.is_draft:
        return frozenset(can | {Ability.EDIT, Ability.FILE})
    if dossier.received_at is not None:
        can.add(Ability.PRINT_RECEIPT)
    if _owns(actor, dossier):
        can.add(Ability.SEE_SECRET)
        if (
            state in {State.DECIDED, State.HANDED_OVER} and dossier.return_way == "online"
        ) or state is State.HANDED_OVER:
            can.add(Ability.TAKE_RESULT)
    if actor.is_official:
        can |= (
            {Ability.TAKE_RESULT}
            | _of_holder(actor, dossier)
            | _of_post(actor, dossier)
            | _of_extension(actor, dossier)
        )
    return frozenset(can | _in_applicants_name(actor, dossier))


_WHILE_PENDING: Final[dict[str, frozenset[Ability]]] = {
    Pending.LEADER: frozenset({Ability.APPROVE_SUPPLEMENT, Ability.RETURN_PROPOSAL}),
    Pending.SENDING: frozenset({Ability.SEND_SUPPLEMENT, Ability.RETURN_PROPOSAL}),
    Pending.REFUSAL: frozenset({Ability.APPROVE_NOT_RECEIVE, Ability.RETURN_PROPOSAL}),
    Pending.AGAIN: frozenset({Ability.SEND_SUPPLEMENT, Ability.RETURN_PROPOSAL}),
    CONFIRMING: frozenset(),
}


def asks_for_more(dossier: Dossier) -> bool:
    """Is this the step of somebody who appraises, and so may find that something is missing?"""
    return dossier.step_kind == "work" and dossier.holder_role in {Role.SPECIALIST.value, Role.HEAD.value}


def _of_holder(actor: Actor, dossier: Dossier) -> set[Ability]:
    if not holds(actor, dossier):
        return set()
    if dossier.step_kind in _WHILE_PENDING:
        return set(_WHILE_PENDING[dossier.step_kind])
    match dossier.now_in:
        case State.FILED:
            return {Ability.RECEIVE, Ability.NOT_RECEIVE, Ability.REQUEST_SUPPLEMENT}
        case State.RECEIVED if dossier.received_elsewhere:
            return {Ability.TAKE_OVER}
        case State.DECIDED:
            return {Ability.HAND_OVER}
        case State.SUPPLEMENT_REQUESTED:  # the time for it is kept as the due of the step; no time, nothing to close
            ends = {Ability.STOP_UNMET} if dossier.step_due_at is not None else set()
            return {Ability.COMPLETE_SUPPLEMENT, *ends}
        case state if state in RUNNING:
            work = {Ability.DECIDE} if dossier.step_kind == "decide" else {Ability.FORWARD}
            if asks_for_more(dossier):
                work.add(Ability.REQUEST_SUPPLEMENT)
            if dossier.now_in is State.IN_PROGRESS:
                work |= _OF_KIND.get(dossier.step_kind, set())
            return work | {Ability.SEND_BACK} if dossier.step_index > 1 else work
        case _:
            return set()


_OF_KIND: Final = {"work": {Ability.ASK_OPINION}, "confirm": {Ability.SEND_DRAFT}}
HEADING: Final = (Role.HEAD, Role.CHIEF_OF_OFFICE, Role.CENTRE_DIRECTOR, Role.LEADER)


def heads(actor: Actor, dossier: Dossier) -> bool:
    """Does the actor lead the unit at whose post the dossier lies? Nobody assigns a leader's own step."""
    return dossier.holder_role != Role.LEADER and any(
        post.agency_id == dossier.holder_agency_id and post.role in HEADING and post.role != dossier.holder_role
        for post in actor.posts
    )


def _of_post(actor: Actor, dossier: Dossier) -> set[Ability]:
    """Who does the work of a post: its head says, or an official of it takes what is free."""
    if dossier.now_in is not State.IN_PROGRESS or Move.ASSIGN not in PENDING.get(dossier.step_kind, {Move.ASSIGN}):
        return set()
    can: set[Ability] = set()
    leads, named = heads(actor, dossier), dossier.holder_account_id
    if leads or (holds(actor, dossier) and named is None):
        can.add(Ability.ASSIGN)
    if named is not None and (leads or holds(actor, dossier)):
        can.add(Ability.TAKE_BACK)
    return can


def applies(actor: Actor, dossier: Dossier) -> bool:
    """Is the actor the applicant herself, or the citizen who filed for her in her own account?"""
    if not actor.is_citizen:
        return False
    return actor.account_id == dossier.owner_id or (
        actor.person_id is not None and actor.person_id == dossier.person_id
    )


def _at_its_counter(actor: Actor, dossier: Dossier) -> bool:
    return actor.is_official and bool(_counters_of(dossier) & actor.agencies_as(Role.COUNTER))


def collecting_agency(actor: Actor, dossier: Dossier) -> int | None:
    """The counter of this actor that may take the money of the dossier, if she sits at one of its counters."""
    mine = _counters_of(dossier) & actor.agencies_as(Role.COUNTER) if actor.is_official else set()
    return min(mine) if mine else None


def _in_applicants_name(actor: Actor, dossier: Dossier) -> set[Ability]:
    """What the applicant may always ask for; its counter records it for her, with her signed paper."""
    can = set()
    applicant = applies(actor, dossier)
    if applicant or _at_its_counter(actor, dossier):
        can |= {ability for ability, move in _ENDS.items() if _can_end(dossier, move)}
    if applicant and dossier.now_in is State.SUPPLEMENT_REQUESTED:
        can.add(Ability.COMPLETE_SUPPLEMENT)
    if _owns(actor, dossier) and _is_confirming(dossier):
        can.add(Ability.CONFIRM_DRAFT)
    return can


def _is_confirming(dossier: Dossier) -> bool:
    return dossier.now_in is State.IN_PROGRESS and dossier.step_kind == CONFIRMING


_ENDS: Final = {Ability.WITHDRAW: Move.WITHDRAW, Ability.STOP_AT_REQUEST: Move.STOP_AT_REQUEST}


def _can_end(dossier: Dossier, move: Move) -> bool:
    """Withdrawn is what was not received yet; stopped, what was received and is not decided."""
    if dossier.now_in not in MOVES[move].sources:
        return False
    if move is Move.WITHDRAW:
        return dossier.received_at is None
    return dossier.received_at is not None and not dossier.outcome


def acts_by_itself(actor: Actor, move: Move) -> bool:
    """Does the platform do this by itself, in a job, when a time is over?"""
    return actor.kind is ActorKind.SYSTEM and move is Move.STOP_UNMET


def require_move(actor: Actor, dossier: Dossier, move: Move) -> None:
    """May this actor make this move now? Most are the holder's; some are the applicant's own.

    :raises NotYours: it is somebody else's.
    :raises WrongState: the dossier is not where this move starts.
    """
    if move in {Move.WITHDRAW, Move.STOP_AT_REQUEST}:
        if not (applies(actor, dossier) or _at_its_counter(actor, dossier)):
            raise NotYours
        if not _can_end(dossier, move):
            raise WrongState(str(STATES[dossier.now_in].official))
    elif move in {Move.ASSIGN, Move.TAKE_BACK}:
        require_able(actor, dossier, Ability(move.value), move)
    elif move in {Move.CONFIRM_DRAFT, Move.CORRECT_DRAFT}:
        if not _owns(actor, dossier):
            raise NotYours
        if not _is_confirming(dossier):
            raise WrongState(str(STATES[dossier.now_in].official))
    elif (move is Move.COMPLETE_SUPPLEMENT and applies(actor, dossier)) or acts_by_itself(actor, move):
        require_state(dossier, move)
    else:
        require_holder(actor, dossier, move)


def _of_extension(actor: Actor, dossier: Dossier) -> set[Ability]:
    """The unit that appraises drafts the apology, the leader of the agency that decides signs it; once, while it runs."""
    if dossier.now_in is not State.IN_PROGRESS or dossier.clock_started_at is None or dossier.new_due_at is not None:
        return set()
    if dossier.decider_agency_id in actor.agencies_as(Role.LEADER):
        return {Ability.PROPOSE_EXTENSION, Ability.SIGN_EXTENSION}
    return {Ability.PROPOSE_EXTENSION} if dossier.unit_agency_id in actor.agencies_as(*IN_UNIT) else set()


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


def require_able(actor: Actor, dossier: Dossier, ability: Ability, move: Move) -> None:
    """May this actor do what is not the holder's alone?

    :raises WrongState: the dossier is not where this move starts.
    :raises NotYours: it is somebody else's to do.
    :raises ExtendedAlready: a second new date is asked for.
    """
    if ability in abilities(actor, dossier):
        return
    if move is Move.EXTEND and actor.is_official and dossier.new_due_at is not None:
        raise ExtendedAlready
    if actor.is_official:
        require_state(dossier, move)
    raise NotYours


def require_state(dossier: Dossier, move: Move) -> None:
    """Does this move start from here?

    :raises WrongState: when it does not.
    """
    state = dossier.now_in
    if state not in MOVES[move].sources:
        raise WrongState(str(STATES[state].official))
    pending = PENDING.get(dossier.step_kind)
    if (move not in pending) if pending is not None else (move in ONLY_PENDING):
        raise WrongState(dossier.step_name or str(STATES[state].official))
    if move is Move.PROPOSE_SUPPLEMENT and not asks_for_more(dossier):
        raise WrongState(dossier.step_name)
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


def require_reassign(actor: Actor, now: datetime) -> None:
    """May this actor take work from somebody who leaves? The platform itself, or an administrator, elevated.

    Whose work an administrator may touch is asked where the post ends (``organisations``).

    :raises NotYours: anybody else.
    """
    if actor.kind is not ActorKind.SYSTEM and not (actor.holds(Role.ADMINISTRATOR) and actor.elevated(now)):
        raise NotYours


def require_register(actor: Actor, agency_id: int) -> None:
    """May this actor read register 07 of this agency: does she work at its counter?

    :raises NoSuchRegister: when she does not; nobody learns which agencies have one.
    """
    if not (actor.is_official and actor.holds_at(agency_id, *AT_COUNTER)):
        raise NoSuchRegister


def require_recalculate(actor: Actor, now: datetime) -> None:
    """May this actor let the dates of the whole province follow a changed calendar?

    :raises NotYours: not an administrator of the province, or not in an elevated session.
    """
    if not (may_see_recalculations(actor) and actor.elevated(now)):
        raise NotYours


def may_see_recalculations(actor: Actor) -> bool:
    """An administrator of the province: the calendar is hers."""
    return actor.is_official and actor.holds_for_province(Role.ADMINISTRATOR)


def may_work_on_dossiers(actor: Actor) -> bool:
    """Does the actor hold a post that works on dossiers at all?"""
    return actor.is_official and actor.holds(*WORKING)


OPEN_STATES: Final = tuple(sorted(state.value for state in OPEN))
