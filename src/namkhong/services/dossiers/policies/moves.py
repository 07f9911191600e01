"""May this be done now? The questions an action asks before it changes anything."""

from __future__ import annotations

from datetime import datetime

from namkhong.kernel.actor import Actor, ActorKind, Role
from namkhong.services.dossiers.errors import ExtendedAlready, NotYours, WrongState
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies.abilities import Ability, abilities, asks_for_more, can_end, is_confirming
from namkhong.services.dossiers.policies.programs import MOVES_OF_PROGRAMS
from namkhong.services.dossiers.policies.seeing import (
    applies,
    at_its_counter,
    began,
    holds,
    may_see_recalculations,
    owns,
    require_content,
    require_seen,
)
from namkhong.services.dossiers.states import MOVES, ONLY_PENDING, PENDING, STATES, Move, State


def acts_by_itself(actor: Actor, move: Move) -> bool:
    """Does the platform do this by itself, in a job, when a time is over?"""
    return actor.kind is ActorKind.SYSTEM and move is Move.STOP_UNMET


def require_move(actor: Actor, dossier: Dossier, move: Move) -> None:
    """May this actor make this move now? Most are the holder's; some are the applicant's own.

    :raises NotYours: it is somebody else's.
    :raises WrongState: the dossier is not where this move starts.
    """
    if move in {Move.WITHDRAW, Move.STOP_AT_REQUEST}:
        if not (applies(actor, dossier) or at_its_counter(actor, dossier)):
            raise NotYours
        if not can_end(dossier, move):
            raise WrongState(str(STATES[dossier.now_in].official))
    elif move in {Move.ASSIGN, Move.TAKE_BACK}:
        require_able(actor, dossier, Ability(move.value), move)
    elif move in {Move.CONFIRM_DRAFT, Move.CORRECT_DRAFT}:
        if not owns(actor, dossier):
            raise NotYours
        if not is_confirming(dossier):
            raise WrongState(str(STATES[dossier.now_in].official))
    elif (move is Move.COMPLETE_SUPPLEMENT and applies(actor, dossier)) or acts_by_itself(actor, move):
        require_state(dossier, move)
    else:
        require_holder(actor, dossier, move)


def require_holder(actor: Actor, dossier: Dossier, move: Move) -> None:
    """May this actor make this move now?

    :raises NotYours: the step is somebody else's.
    :raises WrongState: the dossier is not where this move starts.
    """
    if (dossier.is_open or dossier.is_draft) and not holds(actor, dossier):  # nobody holds a draft
        raise NotYours
    if not (actor.is_official or (actor.is_program and move in MOVES_OF_PROGRAMS)):
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
    if move is Move.REQUEST_SUPPLEMENT and state is State.RECEIVED and not dossier.received_elsewhere:
        raise WrongState(str(STATES[state].official))
    if move is Move.FORWARD and dossier.received_elsewhere:
        raise WrongState(str(STATES[state].official))


def require_edit(actor: Actor, dossier: Dossier) -> None:
    """May this actor change the draft? Only whoever began it, until it is sent.

    :raises NoSuchDossier: it is not for her.
    :raises NotYours: somebody else fills it in her name; she may read it.
    :raises MandateOver: she began it under a mandate that is over.
    """
    require_seen(actor, dossier)
    require_content(actor, dossier)
    if not (began(actor, dossier) if dossier.is_draft else owns(actor, dossier)):
        raise NotYours


def require_reassign(actor: Actor, now: datetime) -> None:
    """May this actor take work from somebody who leaves? The platform itself, or an administrator, elevated.

    Whose work an administrator may touch is asked where the post ends (``organisations``).

    :raises NotYours: anybody else.
    """
    if actor.kind is not ActorKind.SYSTEM and not (actor.holds(Role.ADMINISTRATOR) and actor.elevated(now)):
        raise NotYours


def require_recalculate(actor: Actor, now: datetime) -> None:
    """May this actor let the dates of the whole province follow a changed calendar?

    :raises NotYours: not an administrator of the province, or not in an elevated session.
    """
    if not (may_see_recalculations(actor) and actor.elevated(now)):
        raise NotYours
