"""One dossier of a unit whose whole work goes to another unit of the same agency."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor, Role
from namkhong.kernel.events import publish
from namkhong.services.dossiers import frozen, policies
from namkhong.services.dossiers.actions.moving import Moving, card, seen_locked
from namkhong.services.dossiers.errors import Missing, MovedMeanwhile, NotYours
from namkhong.services.dossiers.events import HandedToUnit
from namkhong.services.dossiers.models import Step
from namkhong.services.dossiers.policies.handing import may_hand_to_unit
from namkhong.services.dossiers.states import MOVES, Move
from namkhong.services.dossiers.types import DossierCard


@transaction.atomic
def hand_to_unit(
    *, dossier_id: int, agency_id: int, actor: Actor, now: datetime, revision: int | None = None
) -> DossierCard:
    """The same step, with the same time left, lies with the same post of another unit; nobody is named any more.

    Only the step that runs is handed over: where later steps are done is said by the process.

    :raises NoSuchDossier: not there, or not for her. :raises NotYours: she does not lead both units.
    :raises MovedMeanwhile: somebody was faster. :raises WrongState: nobody of the unit works on it now.
    :raises Missing: nobody holds the post of this step in the other unit.
    """
    dossier = seen_locked(dossier_id, actor)
    if dossier.holder_agency_id == agency_id:  # the same click again
        return card(dossier)
    if revision is not None and revision != dossier.revision:
        first = Step.objects.filter(dossier=dossier, revision=revision + 1).first()
        raise MovedMeanwhile(
            who=first.by_name if first else "",
            what=str(MOVES[Move(first.move)].official) if first else "",
            at=first.at if first else None,
        )
    if dossier.holder_agency_id is None:
        raise NotYours
    giver, taker = frozen.agency(dossier.holder_agency_id), frozen.agency(agency_id)
    if not may_hand_to_unit(actor, giver, taker):
        raise NotYours
    policies.require_state(dossier, Move.ASSIGN)
    if not organisations.officials_at(agency_id, Role(dossier.holder_role), clock.local_date(now)):
        raise Missing("agency", _("%s chưa có ai giữ vị trí của bước này.") % taker.name)
    moving = Moving(dossier, actor, max(now, dossier.step_started_at or dossier.created_at))
    words = _("Bàn giao từ %(giver)s sang %(taker)s") % {"giver": giver.name, "taker": taker.name}
    step = moving.step(Move.ASSIGN, note=words, public=False)
    step.due_at, step.timeliness = None, ""
    if dossier.unit_agency_id == dossier.holder_agency_id:
        dossier.unit_agency_id = agency_id
    dossier.holder_agency_id, dossier.holder_account_id = agency_id, None
    dossier.step_started_at = moving.now
    moving.save("handed_to_unit", reason=words)
    publish(HandedToUnit(step_id=step.pk, at=moving.now))
    return card(dossier)
