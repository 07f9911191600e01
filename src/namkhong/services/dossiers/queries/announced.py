"""What other systems may be told of a dossier's way: its code, its moves and where it stands; never whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.states import STATES, State


@dataclass(frozen=True, slots=True)
class AnnouncedStep:
    """One move that was made. ``national`` is the status number of the National Public Service Portal."""

    step_id: int
    revision: int
    move: str
    state: str
    national: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Announced:
    """A dossier by its codes, and its moves up to one of them, the oldest first."""

    dossier_id: int
    code: str
    procedure_code: str
    agency_code: str  # of the agency that decides
    steps: tuple[AnnouncedStep, ...]


def up_to(step_id: int, *, since: datetime) -> Announced | None:
    """The dossier of this step with its moves since a moment, up to this one; nothing when the step is gone.

    Moves before it are given too, so that whoever tells them on can keep their order.
    """
    found = Step.objects.filter(pk=step_id).values_list("dossier_id", "revision").first()
    if found is None:
        return None
    dossier_id, revision = found
    row = Dossier.objects.select_related("procedure", "decider_agency").get(pk=dossier_id)
    steps = Step.objects.filter(dossier_id=dossier_id, revision__lte=revision, at__gte=since).order_by("revision")
    return Announced(
        dossier_id=dossier_id,
        code=row.code or "",
        procedure_code=row.procedure.code,
        agency_code=row.decider_agency.code,
        steps=tuple(_step(step) for step in steps),
    )


def _step(step: Step) -> AnnouncedStep:
    return AnnouncedStep(
        step_id=step.pk,
        revision=step.revision,
        move=step.move,
        state=step.to_state,
        national=STATES[State(step.to_state)].national,
        at=step.at,
    )


def who_may_know(dossier_id: int, actors: Sequence[Actor]) -> list[bool]:
    """Which of these may see the dossier, by the same rule as its page and the API; one query for all of them."""
    row = Dossier.objects.get(pk=dossier_id)
    return [policies.sees(actor, row) for actor in actors]
