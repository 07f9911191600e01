"""One deed on one locked draft: the state, the step, the record, the announcement; and the same click again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.drafting import policies
from namkhong.office.drafting.errors import ChangedMeanwhile, Missing, NoSuchDraft
from namkhong.office.drafting.events import (
    DocumentIssued,
    DraftBegun,
    DraftMoved,
    DraftReturned,
    DraftWithdrawn,
    _Moved,
)
from namkhong.office.drafting.models import Draft, Step
from namkhong.office.drafting.policies import Ability
from namkhong.office.drafting.states import MOVES, Move, State

LONGEST: Final = 5_000
_EVENTS: Final[dict[Move, type[_Moved]]] = {
    Move.CREATE: DraftBegun,
    Move.RETURN: DraftReturned,
    Move.WITHDRAW: DraftWithdrawn,
    Move.ISSUE: DocumentIssued,
}


@dataclass(slots=True)
class Doing:
    """``done_before``: the same click again; nothing is to be done."""

    draft: Draft
    actor: Actor
    now: datetime
    done_before: bool = False

    def move(self, move: Move, target: State, *, note: str = "", fields: tuple[str, ...] = ()) -> Step:
        """Write it all."""
        draft = self.draft
        draft.state = target
        draft.revision += 1
        draft.moved_at = self.now
        draft.save(update_fields=["state", "revision", "moved_at", *fields])
        return write_step(draft, move, self.actor, self.now, note=note)


def write_step(draft: Draft, move: Move, actor: Actor, now: datetime, *, note: str = "") -> Step:
    """The step, the record, the announcement."""
    step = Step.objects.create(
        draft=draft,
        revision=draft.revision,
        move=move,
        state=draft.state,
        version=draft.version,
        at=now,
        by_id=actor.account_id,
        by_name=text.one_line(actor.label)[:200],
        by_title=actor.posts[0].title[:300] if actor.posts else "",
        note=note,
    )
    detail = {"state": str(draft.state), "revision": draft.revision, "version": draft.version}
    audit.record(actor, f"drafting.{move.value}", ("draft", draft.pk), now=now, detail=detail, reason=note[:500])
    publish(_EVENTS.get(move, DraftMoved)(draft_step_id=step.pk, at=now))
    return step


def begin(draft_id: int, ability: Ability, move: Move, revision: int | None, actor: Actor, now: datetime) -> Doing:
    """Lock it and ask whether this official may do this from what her screen showed.

    :raises NoSuchDraft: not there, or not for her.
    :raises ChangedMeanwhile: somebody was faster.
    :raises NotYours, SealIsTheClerks: seen, but somebody else's to do.
    """
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None or not policies.sees(actor, draft):
        raise NoSuchDraft
    doing = Doing(draft, actor, max(now, draft.created_at))
    if revision is not None and revision != draft.revision:
        first = Step.objects.filter(draft=draft, revision=revision + 1).first()
        if first is not None and first.by_id == actor.account_id and first.move == move:
            doing.done_before = True
            return doing
        raise told(first)
    if draft.now_in not in MOVES[move].sources:
        raise told(Step.objects.filter(draft=draft).order_by("-revision").first())
    policies.require(actor, ability, draft)
    return doing


def told(step: Step | None) -> ChangedMeanwhile:
    """Who was faster, with what."""
    if step is None:
        return ChangedMeanwhile()
    return ChangedMeanwhile(who=step.by_name, what=str(MOVES[Move(step.move)].words), at=step.at)


def words(given: str, field: str, *, needed: str = "") -> str:
    """A text as it was typed.

    :raises Missing: far too long, or empty where ``needed`` says what is missing.
    """
    plain = text.clean(given)
    if len(plain) > LONGEST:
        raise Missing({field: _("Nội dung dài quá %d chữ, xin viết ngắn lại.") % LONGEST})
    if needed and not plain:
        raise Missing({field: needed})
    return plain
