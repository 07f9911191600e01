"""Everything that happened to a dossier, in order: the steps that were made, and each time a reorganisation took it on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.services.dossiers.models import Dossier, Relocation, Step
from namkhong.services.dossiers.states import MOVES, Move


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. Of a reorganisation nobody is named: it is the plan that moves, on its day."""

    what: str  # in the words of officials
    at: datetime
    agency_id: int | None  # who held it until then
    role: str
    step_index: int
    move: str = ""  # empty for a reorganisation
    by_id: int | None = None
    by_name: str = ""
    by_title: str = ""
    due_at: datetime | None = None
    timeliness: str = ""
    note: str = ""
    held_after: int | None = None  # of a reorganisation: who holds it from then on
    old_decider_id: int | None = None
    new_decider_id: int | None = None

    @property
    def is_reorganisation(self) -> bool:
        """Did it follow its agency, without anybody's step?"""
        return not self.move

    @property
    def agencies(self) -> tuple[int | None, int | None]:
        """Of a reorganisation: from which agency to which, whoever has it, else whoever decides."""
        if self.agency_id != self.held_after:
            return self.agency_id, self.held_after
        return self.old_decider_id, self.new_decider_id


def history_of(dossier: Dossier, steps: Iterable[Step]) -> list[Entry]:
    """The steps of a dossier with its moves by reorganisation between them, the first first; one query at most."""
    made = sorted(steps, key=lambda step: step.revision)
    entries = [_made(step) for step in made]
    if not getattr(dossier, "was_relocated", True):  # asked with the row: see ``one.by_code``
        return entries
    for row in Relocation.objects.filter(dossier=dossier).select_related("reorganisation").order_by("-at", "-pk"):
        if row.old_holder_id == row.new_holder_id and row.old_decider_id == row.new_decider_id:
            continue
        place = next((place for place, step in enumerate(made) if step.at > row.at), len(made))
        following = made[place] if place < len(made) else None
        entries.insert(place, _moved(row, following, dossier))
    return entries


def _made(step: Step) -> Entry:
    return Entry(
        what=str(MOVES[Move(step.move)].official),
        at=step.at,
        agency_id=step.agency_id,
        role=step.role,
        step_index=step.step_index,
        move=step.move,
        by_id=step.by_id,
        by_name=step.by_name,
        by_title=step.by_title,
        due_at=step.due_at,
        timeliness=step.timeliness,
        note=step.note,
    )


def _moved(row: Relocation, following: Step | None, dossier: Dossier) -> Entry:
    """A reorganisation changes neither step nor role: they are those of the next step, else of today."""
    return Entry(
        what=_("Chuyển theo phương án sắp xếp cơ quan"),
        at=row.at,
        agency_id=row.old_holder_id,
        role=following.role if following else dossier.holder_role,
        step_index=following.step_index if following else dossier.step_index,
        note=row.reorganisation.basis,
        held_after=row.new_holder_id,
        old_decider_id=row.old_decider_id,
        new_decider_id=row.new_decider_id,
    )
