"""There is a result: the legal clock ends, the counter has it for handing over."""

from __future__ import annotations

from namkhong.kernel.events import publish
from namkhong.kernel.worktime import Clock
from namkhong.services.dossiers.actions.moving import Moving, index_of
from namkhong.services.dossiers.events import DossierDecided
from namkhong.services.dossiers.states import ClockEffect, Move


def conclude(moving: Moving, move: Move, *, note: str) -> None:
    """There is a result: the clock ends with this move."""
    dossier = moving.dossier
    dossier.decided_at = moving.now
    legal = Clock.from_json(dossier.clock)
    dossier.worked_minutes = legal.ran(moving.hours.calendar, moving.now) // 60
    dossier.clock = legal.close(moving.now).to_json()
    step = moving.step(move, note=note, public=move is Move.DECIDE)
    event = moving.clock_event(ClockEffect.END, limit="", due_at=dossier.due_at, why=[])
    moving.give_to(index_of(moving.process, "hand_over"))
    moving.save("decided", clock_event=event)
    publish(DossierDecided(step_id=step.pk, at=moving.now))
