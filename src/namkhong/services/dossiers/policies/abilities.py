"""All somebody may do with a dossier now: the buttons of a page, no more and no fewer."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies.programs import MOVES_OF_PROGRAMS
from namkhong.services.dossiers.policies.seeing import (
    IN_UNIT,
    applies,
    at_its_counter,
    began,
    holds,
    owns,
    sees,
    stood_in,
)
from namkhong.services.dossiers.states import CONFIRMING, MOVES, PENDING, RUNNING, Move, Pending, State
from namkhong.services.procedures import queries as procedures


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


def abilities(actor: Actor, dossier: Dossier) -> frozenset[Ability]:
    """All this actor may do now."""
    if not sees(actor, dossier):
        return frozenset()
    can = {Ability.SEE}
    state = dossier.now_in
    if dossier.is_draft:
        return frozenset(can | ({Ability.EDIT, Ability.FILE} if began(actor, dossier) else set()))
    if dossier.received_at is not None:
        can.add(Ability.PRINT_RECEIPT)
    if stood_in(actor, dossier):
        return frozenset(can)
    if owns(actor, dossier):
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
    if actor.is_program:
        can |= {able for able in _of_holder(actor, dossier) if able.value in MOVES_OF_PROGRAMS}
        if state in {State.DECIDED, State.HANDED_OVER}:
            can.add(Ability.TAKE_RESULT)
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
            return {Ability.TAKE_OVER, Ability.REQUEST_SUPPLEMENT}
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
            return work | {Ability.SEND_BACK} if goes_back(dossier) else work
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


def _in_applicants_name(actor: Actor, dossier: Dossier) -> set[Ability]:
    """What the applicant may always ask for; its counter records it for her, with her signed paper."""
    can = set()
    applicant = applies(actor, dossier)
    if applicant or at_its_counter(actor, dossier):
        can |= {ability for ability, move in _ENDS.items() if can_end(dossier, move)}
    if applicant and dossier.now_in is State.SUPPLEMENT_REQUESTED:
        can.add(Ability.COMPLETE_SUPPLEMENT)
    if owns(actor, dossier) and is_confirming(dossier):
        can.add(Ability.CONFIRM_DRAFT)
    return can


def is_confirming(dossier: Dossier) -> bool:
    """Does it wait for the applicant to confirm the draft?"""
    return dossier.now_in is State.IN_PROGRESS and dossier.step_kind == CONFIRMING


_ENDS: Final = {Ability.WITHDRAW: Move.WITHDRAW, Ability.STOP_AT_REQUEST: Move.STOP_AT_REQUEST}


def can_end(dossier: Dossier, move: Move) -> bool:
    """Withdrawn is what was not received yet; stopped, what was received and is not decided."""
    if dossier.now_in not in MOVES[move].sources:
        return False
    if move is Move.WITHDRAW:
        return dossier.received_at is None
    return dossier.received_at is not None and not dossier.outcome


def _of_extension(actor: Actor, dossier: Dossier) -> set[Ability]:
    """The unit that appraises drafts the apology, the leader of the agency that decides signs it; once, while it runs."""
    if dossier.now_in is not State.IN_PROGRESS or dossier.clock_started_at is None or dossier.new_due_at is not None:
        return set()
    if dossier.decider_agency_id in actor.agencies_as(Role.LEADER):
        return {Ability.PROPOSE_EXTENSION, Ability.SIGN_EXTENSION}
    return {Ability.PROPOSE_EXTENSION} if dossier.unit_agency_id in actor.agencies_as(*IN_UNIT) else set()


def goes_back(dossier: Dossier) -> bool:
    """May the step under way be sent back, by the process of this dossier? Never to the reception."""
    if dossier.step_index <= 1:
        return False
    return procedures.process_version(dossier.process_version_id).back_from(dossier.step_index) is not None
