"""Inside the agency: a step is done, or goes back to the one before."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.dossiers.actions import outside as outsiders
from namkhong.services.dossiers.actions.confirming import require_confirmed
from namkhong.services.dossiers.actions.moving import begin, card
from namkhong.services.dossiers.actions.opinions import require_none_open
from namkhong.services.dossiers.actions.papers import keep_result
from namkhong.services.dossiers.actions.results import conclude
from namkhong.services.dossiers.errors import Missing, WrongState
from namkhong.services.dossiers.events import DossierForwarded
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.types import DossierCard, NewFile, OutsideEntry


@transaction.atomic
def forward(
    *,
    dossier_id: int,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
    note: str = "",
    result: NewFile | UUID | None = None,
    outside: OutsideEntry | None = None,
) -> DossierCard:
    """This step is done; the next holder has the dossier. A prepared result goes along.

    The last step before the hand-over, a clerk's after the leader signed, issues the result and ends the clock.

    :raises OpinionsOpen: an agency that was asked has not answered.
    :raises Missing: done in another system, but not under what number of what day; or the draft is not confirmed.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.FORWARD, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    kept = None
    match dossier.step_kind:
        case "work":
            require_none_open(moving)
        case "confirm":
            require_confirmed(moving, note)
        case "outside":
            kept = outsiders.checked(moving, outside)
            note = "\n".join(part for part in (outsiders.words(kept), text.clean(note)) if part)
        case _:
            raise WrongState(dossier.step_name)
    if result is not None:
        keep_result(dossier, result, actor=actor, now=moving.now)
    if moving.process.steps[dossier.step_index + 1].kind == "hand_over":
        conclude(moving, Move.ISSUE, note=note)
        return card(dossier)
    step = moving.step(Move.FORWARD, note=note, public=False)
    moving.give_to(dossier.step_index + 1)
    moving.save("forwarded")
    if kept is not None:
        outsiders.keep(step, kept)
    publish(DossierForwarded(step_id=step.pk, at=moving.now))
    return card(dossier)


@transaction.atomic
def send_back(*, dossier_id: int, actor: Actor, now: datetime, reason: str, revision: int | None = None) -> DossierCard:
    """Give it back to the step before, saying what is to be mended. The legal date stays.

    :raises Missing: without a reason.
    """
    moving = begin(dossier_id=dossier_id, actor=actor, move=Move.SEND_BACK, revision=revision, now=now)
    dossier = moving.dossier
    if moving.done_before:
        return card(dossier)
    to = moving.process.back_from(dossier.step_index)
    if to is None:
        raise WrongState(dossier.step_name)
    if not text.clean(reason):
        raise Missing("reason", _("Xin ghi rõ cần sửa gì khi trả lại bước trước."))
    step = moving.step(Move.SEND_BACK, note=reason, public=False)
    moving.give_to(to)
    dossier.outcome = ""
    moving.save("sent_back")
    publish(DossierForwarded(step_id=step.pk, at=moving.now))
    return card(dossier)
