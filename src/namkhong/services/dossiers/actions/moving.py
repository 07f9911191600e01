"""What every move shares: lock and look, write the step, give the dossier to the next holder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import rows, text
from namkhong.kernel.actor import Actor
from namkhong.services.dossiers import clocks, frozen, policies, witness
from namkhong.services.dossiers.errors import AlreadyFiled, MovedMeanwhile, NoSuchDossier
from namkhong.services.dossiers.models import ClockEvent, Dossier, Step
from namkhong.services.dossiers.states import MOVES, Move
from namkhong.services.dossiers.types import DossierCard, DossierId
from namkhong.services.procedures import queries as procedures
from namkhong.services.procedures.types import WORKED_ON, ProcessCard, ProcessStep

_COLUMNS: Final = tuple(field.attname for field in Dossier._meta.concrete_fields)


@dataclass(slots=True)
class Moving:
    """One deed on one locked dossier. ``done_before``: the same click again; nothing is to be done."""

    dossier: Dossier
    actor: Actor
    now: datetime
    done_before: bool = False
    steps: list[Step] = field(default_factory=list)
    _process: ProcessCard | None = None
    _hours: clocks.AgencyHours | None = None
    _before: dict[str, object] = field(init=False)  # the row as it was locked: what differs is saved

    def __post_init__(self) -> None:
        self._before = {name: getattr(self.dossier, name) for name in _COLUMNS}

    @property
    def process(self) -> ProcessCard:
        """The process the dossier was received under."""
        if self._process is None:
            self._process = procedures.process_version(self.dossier.process_version_id)
        return self._process

    @property
    def hours(self) -> clocks.AgencyHours:
        """The working hours of the deciding agency."""
        if self._hours is None:
            self._hours = clocks.hours_of(self.dossier.decider_agency_id, self.now)
        return self._hours

    def step(self, move: Move, *, note: str = "", public: bool = True) -> Step:
        """Write down who held it until now, and change the state as the table says."""
        dossier = self.dossier
        due = dossier.step_due_at
        post = _post_of(self.actor, dossier)
        dossier.revision += 1
        written = Step(
            dossier=dossier,
            revision=dossier.revision,
            move=move,
            from_state=dossier.state,
            to_state=MOVES[move].target,
            step_index=dossier.step_index,
            step_code=dossier.step_code,
            agency_id=dossier.holder_agency_id,
            role=dossier.holder_role,
            by_id=self.actor.account_id,
            by_name=text.one_line(self.actor.label)[:200],
            by_title=post[:300],
            from_at=dossier.step_started_at or dossier.created_at,
            at=self.now,
            due_at=due,
            timeliness=clocks.timeliness(self.now, due) if due else "",
            note=text.clean(note),
            public=public,
        )
        dossier.state = MOVES[move].target
        self.steps.append(written)
        return written

    def give_to(self, index: int, *, agency_id: int | None = None) -> None:
        """The step at ``index`` begins now; whoever holds its post has the dossier."""
        dossier, step = self.dossier, self.process.steps[index]
        dossier.holder_agency_id = agency_id or agency_of(step, dossier)
        dossier.holder_role = step.role
        dossier.holder_account_id = None
        dossier.step_index = index
        dossier.step_code, dossier.step_name, dossier.step_kind = step.code, step.name, step.kind
        dossier.step_started_at = self.now
        dossier.step_due_at = self.hours.step_due(step.hours, self.now, dossier.due_at)

    def release(self) -> None:
        """Nobody holds it any more."""
        dossier = self.dossier
        dossier.holder_agency_id, dossier.holder_role, dossier.holder_account_id = None, "", None
        dossier.step_code, dossier.step_name, dossier.step_kind = "", "", ""
        dossier.step_started_at = dossier.step_due_at = None

    def save(self, action: str, *, clock_event: ClockEvent | None = None, reason: str = "") -> None:
        """One UPDATE of what changed in the hot row, one INSERT of the steps, one of the clock event, one of the record."""
        rows.update(self.dossier, [name for name in _COLUMNS if getattr(self.dossier, name) != self._before[name]])
        rows.insert_all(self.steps)
        if clock_event is not None:
            clock_event.step = self.steps[0]
            rows.insert(clock_event)
        seen = witness.of(self.dossier, self.steps)
        audit.record(
            self.actor,
            f"dossiers.{action}",
            ("dossier", self.dossier.pk),
            now=self.now,
            detail={"code": self.dossier.code or "", "revision": self.dossier.revision, **seen.detail},
            reason=reason,
            commits=seen.digests,
        )

    def clock_event(self, effect: str, *, limit: str, due_at: datetime | None, why: Sequence[str]) -> ClockEvent:
        """What happens to the legal clock, with today's sentences."""
        return ClockEvent(
            dossier=self.dossier,
            effect=effect,
            at=self.now,
            limit=limit,
            calendar=f"{self.dossier.calendar_key}/{self.dossier.calendar_version}",
            due_at=due_at,
            explanation=list(why),
        )


def _post_of(actor: Actor, dossier: Dossier) -> str:
    """Her title in the post that holds the dossier; for an absent colleague it says for whom."""
    standing = policies.post_for(actor, dossier)
    if standing is not None and standing.for_name:
        return _("thay mặt %(name)s, %(title)s") % {"name": standing.for_name, "title": standing.title}
    posts = policies.posts_where_held(actor, dossier) or actor.posts
    return posts[0].title if posts else ""


def agency_of(step: ProcessStep, dossier: Dossier) -> int:
    """Where a step is done: at the receiver, at the place of return, at the decider, or in one of its units."""
    if step.unit == "receiver":
        return dossier.return_agency_id if step.kind == "hand_over" else dossier.receiver_agency_id
    if step.unit == "decider":
        return dossier.decider_agency_id
    return frozen.unit(dossier.decider_agency_id, step.unit)


def unit_of(process: ProcessCard, dossier: Dossier) -> int:
    """The unit that appraises: where the first work step is done."""
    work = next((step for step in process.steps if step.kind in WORKED_ON), None)
    return agency_of(work, dossier) if work else dossier.decider_agency_id


def index_of(process: ProcessCard, kind: str) -> int:
    """The place of the first step of a kind."""
    return next(index for index, step in enumerate(process.steps) if step.kind == kind)


def locked(dossier_id: int) -> Dossier | None:
    """The hot row, locked. Every deed begins so."""
    return rows.one(Dossier, "id = %s", [dossier_id], lock=True)


def seen_locked(dossier_id: int, actor: Actor) -> Dossier:
    """The locked dossier, for a deed beside its moves.

    :raises NoSuchDossier: not there, or not for her.
    """
    return policies.require_seen(actor, locked(dossier_id))


def begin(*, dossier_id: int, actor: Actor, move: Move, revision: int | None, now: datetime) -> Moving:
    """Lock the dossier and ask whether this actor may make this move from what her screen showed.

    :raises NoSuchDossier: not there, or not for her.
    :raises MovedMeanwhile: somebody was faster; the sentence says who and when.
    :raises NotYours: the step is somebody else's.
    """
    found = locked(dossier_id)
    by_itself = found is not None and policies.acts_by_itself(actor, move)
    dossier = found if found is not None and by_itself else policies.require_seen(actor, found)
    standing = policies.post_for(actor, dossier)
    if standing is not None and standing.for_name:
        actor = actor.acting_for(standing.for_name)
    moving = Moving(dossier, actor, max(now, dossier.step_started_at or dossier.created_at))
    if revision is not None and revision != dossier.revision:
        moving.done_before = _was_the_same_click(dossier, actor, move, revision)
        return moving
    if move is Move.FILE:
        policies.require_edit(actor, dossier)
    elif move is Move.EXTEND:
        policies.require_able(actor, dossier, policies.Ability.SIGN_EXTENSION, move)
    else:
        policies.require_move(actor, dossier, move)
    return moving


def _was_the_same_click(dossier: Dossier, actor: Actor, move: Move, revision: int) -> bool:
    first = Step.objects.filter(dossier=dossier, revision=revision + 1).first()
    if first is None:
        raise MovedMeanwhile(who="", what="", at=None)
    if first.by_id == actor.account_id and MOVES[Move(first.move)].action == MOVES[move].action:
        return True
    raise MovedMeanwhile(who=first.by_name, what=str(MOVES[Move(first.move)].official), at=first.at)


def card(dossier: Dossier) -> DossierCard:
    """The dossier as others see it."""
    return DossierCard(
        id=DossierId(dossier.pk),
        public_id=dossier.public_id,
        code=dossier.code or "",
        state=dossier.now_in,
        revision=dossier.revision,
    )


def the_draft(dossier_id: int, actor: Actor) -> Dossier:
    """The locked draft, when it is this actor's to change.

    :raises NoSuchDossier: when it is not.
    :raises AlreadyFiled: it was sent in the meantime; what is sent does not change.
    """
    dossier = locked(dossier_id)
    if dossier is None:
        raise NoSuchDossier
    policies.require_edit(actor, dossier)
    if not dossier.is_draft:
        raise AlreadyFiled
    return dossier
