"""Inside a unit: its head gives the step to one official, an official takes a free one, or it lies free again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.types import OfficialCard
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.actions.moving import Moving, begin, card
from namkhong.services.dossiers.errors import Missing, NotYours
from namkhong.services.dossiers.events import StepAssigned
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.types import DossierCard


@transaction.atomic
def assign(
    *, dossier_id: int, account_id: int, actor: Actor, now: datetime, revision: int | None = None
) -> DossierCard:
    """Give the step to one official who holds its post; an official of the post may take a free one herself.

    The time of the step and the legal date stay as they are.

    :raises Missing: the official does not hold this post today.
    :raises NotYours: it is not hers to give, or somebody else's already.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.ASSIGN, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before or dossier.holder_account_id == account_id:
        return card(dossier)
    given = _at_post(moving, account_id)
    if account_id != actor.account_id and not policies.heads(actor, dossier):
        raise NotYours
    words = _("Tự nhận việc") if account_id == actor.account_id else _("Giao cho %s") % given.full_name
    _hand(moving, Move.ASSIGN, account_id, words)
    return card(dossier)


@transaction.atomic
def take_back(
    *, dossier_id: int, actor: Actor, now: datetime, reason: str = "", revision: int | None = None
) -> DossierCard:
    """Nobody is named any more: every official of the post may go on with it.

    :raises NotYours: neither its head nor the named official asks.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.TAKE_BACK, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before or dossier.holder_account_id is None:
        return card(dossier)
    _hand(moving, Move.TAKE_BACK, None, reason)
    return card(dossier)


def _at_post(moving: Moving, account_id: int) -> OfficialCard:
    dossier = moving.dossier
    held = organisations.officials_at(
        dossier.holder_agency_id or 0, Role(dossier.holder_role), clock.local_date(moving.now)
    )
    for official in held:
        if official.account_id == account_id:
            return official
    raise Missing("account", _("Xin chọn một cán bộ đang giữ vị trí của bước này."))


def _hand(moving: Moving, move: Move, account_id: int | None, note: str) -> None:
    """Passing within the post is a row of the way, but no step that was early or late."""
    step = moving.step(move, note=note, public=False)
    step.due_at, step.timeliness = None, ""
    moving.dossier.holder_account_id = account_id
    moving.dossier.step_started_at = moving.now
    moving.save("assigned" if move is Move.ASSIGN else "taken_back", reason=note)
    publish(StepAssigned(step_id=step.pk, at=moving.now))
