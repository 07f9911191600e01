"""One deed on one locked task: allowed, changed, saved, recorded, announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import text
from namkhong.kernel.actor import Actor, Post
from namkhong.kernel.events import publish
from namkhong.office.directives import policies
from namkhong.office.directives.errors import ChangedMeanwhile, Missing, NoSuchDirective
from namkhong.office.directives.events import DirectiveMoved
from namkhong.office.directives.models import Directive, DirectiveStep
from namkhong.office.directives.states import MOVES, Move
from namkhong.office.directives.types import DirectiveCard

LONGEST: Final = 5_000


@dataclass(slots=True)
class Doing:
    """``done_before``: the same click again; nothing is to be done."""

    row: Directive
    actor: Actor
    now: datetime
    done_before: bool = False

    def step(
        self,
        move: Move,
        *fields: str,
        words: str = "",
        percent: int | None = None,
        due: tuple[date, date] | None = None,
        standing: Post | None = None,
    ) -> None:
        """Save the task with its next revision, write the step and the record, announce it."""
        row, actor = self.row, self.actor
        row.revision += 1
        row.save(update_fields=["state", "revision", *fields])
        post = standing or (actor.posts[0] if actor.posts else None)
        step = DirectiveStep.objects.create(
            directive=row,
            revision=row.revision,
            move=move,
            at=self.now,
            by_id=actor.account_id,
            by_name=text.one_line(actor.label)[:200],
            by_title=post.title[:300] if post else "",
            for_name=standing.for_name[:200] if standing else "",
            words=words,
            percent=percent,
            due_before=due[0] if due else None,
            due_after=due[1] if due else None,
        )
        doer = actor.acting_for(standing.for_name) if standing and standing.for_name else actor
        detail = {"revision": row.revision, **({"from": str(due[0]), "to": str(due[1])} if due else {})}
        audit.record(doer, f"directives.{move}", ("directive", row.pk), now=self.now, detail=detail)
        publish(DirectiveMoved(step_id=step.pk, at=self.now))


def begin(directive_id: int, move: Move, revision: int | None, actor: Actor, now: datetime) -> Doing:
    """Lock it and ask whether this official may do this from what her screen showed.

    :raises NoSuchDirective: not there, or not for her.
    :raises ChangedMeanwhile: somebody was faster.
    :raises NotYours: seen, but somebody else's to do.
    """
    row = Directive.objects.select_for_update().filter(pk=directive_id).first()
    if row is None or not policies.sees(actor, row):
        raise NoSuchDirective
    doing = Doing(row, actor, max(now, row.given_at))
    if revision is not None and revision != row.revision:
        first = DirectiveStep.objects.filter(directive=row, revision=revision + 1).first()
        if first is not None and first.by_id == actor.account_id and first.move == move:
            doing.done_before = True
            return doing
        raise _told(first)
    if row.now_in not in MOVES[move].sources:
        raise _told(DirectiveStep.objects.filter(directive=row).order_by("-revision").first())
    policies.require(actor, move, row)
    return doing


def _told(step: DirectiveStep | None) -> ChangedMeanwhile:
    if step is None:
        return ChangedMeanwhile()
    return ChangedMeanwhile(who=step.by_name, what=str(MOVES[Move(step.move)].words), at=step.at)


def card(row: Directive) -> DirectiveCard:
    """The task as others see it."""
    return DirectiveCard(row.pk, row.public_id, row.now_in, row.revision, row.subject)


def words_of(given: str, field: str = "words", *, needed: str = "") -> str:
    """What was typed, cleaned.

    :raises Missing: too long; or empty where ``needed`` says why it must not be.
    """
    said = text.clean(given)
    if len(said) > LONGEST:
        raise Missing({field: _("Nội dung dài quá %d chữ, xin viết ngắn lại.") % LONGEST})
    if needed and not said:
        raise Missing({field: needed})
    return said


def standing(actor: Actor, *accounts: int | None) -> Post | None:
    """The absent colleague's post by which she does it; nothing when the work is her own."""
    if actor.account_id in accounts:
        return None
    return next(
        (post for post in actor.posts if post.for_account_id is not None and post.for_account_id in accounts), None
    )
