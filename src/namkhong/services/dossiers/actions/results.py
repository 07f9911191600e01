"""The result: its file kept with the dossier, the legal clock ended, the counter given it for handing over."""

from __future__ import annotations

from datetime import datetime

from namkhong.foundation.files import actions as files
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.services.dossiers.actions.moving import Moving, index_of
from namkhong.services.dossiers.events import DossierDecided
from namkhong.services.dossiers.models import Attachment, Dossier
from namkhong.services.dossiers.states import ClockEffect, Move
from namkhong.services.dossiers.types import NewFile


def keep_result(dossier: Dossier, new: NewFile, *, actor: Actor, now: datetime) -> None:
    """The newest file is the result; a draft it replaces stays in the file store and in the record, not in the dossier."""
    kept = files.store(name=new.name, content=new.content, actor=actor, now=now, purpose="dossiers.result")
    Attachment.objects.filter(dossier=dossier, kind="result").exclude(file_id=kept.id).delete()
    Attachment.objects.get_or_create(
        dossier=dossier,
        kind="result",
        component_id=None,
        file_id=kept.id,
        defaults={"name": kept.name[:255], "size": kept.size, "added_at": now, "added_by_id": actor.account_id},
    )


def conclude(moving: Moving, move: Move, *, note: str) -> None:
    """There is a result: the clock ends with this move."""
    dossier = moving.dossier
    dossier.decided_at = moving.now
    if dossier.clock_started_at is not None:
        dossier.worked_minutes = moving.hours.worked_minutes(dossier.clock_started_at, moving.now)
    step = moving.step(move, note=note, public=move is Move.DECIDE)
    event = moving.clock_event(ClockEffect.END, limit="", due_at=dossier.due_at, why=[])
    moving.give_to(index_of(moving.process, "hand_over"))
    moving.save("decided", clock_event=event)
    publish(DossierDecided(step_id=step.pk, at=moving.now))
