"""One deed on one locked arrival: allowed, changed, saved, recorded; the caller announces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import text
from namkhong.kernel.actor import Actor, Post, Role
from namkhong.office.intake import policies
from namkhong.office.intake.bodies import body_of
from namkhong.office.intake.errors import ChangedMeanwhile, Missing, NoSuchArrival, NotYours
from namkhong.office.intake.models import Arrival, Assignment, Note
from namkhong.office.intake.states import MOVES, End, Move
from namkhong.office.intake.types import ArrivalCard, ArrivalId

LONGEST: Final = 5_000
# Deeds that look at the arrival as a whole: an old screen must not do them.
_WHOLE: Final = frozenset(
    {Move.REGISTER, Move.RETURN, Move.PROPOSE, Move.DIRECT, Move.AGREE_RECALL, Move.REFUSE_RECALL, Move.EXTEND}
)


@dataclass(slots=True)
class Doing:
    """``before``: what this very click did when it came the first time; nothing is to be done then."""

    arrival: Arrival
    given: list[Assignment]
    actor: Actor
    now: datetime
    before: Note | None = None

    def note(
        self,
        move: Move,
        *,
        words: str = "",
        fields: tuple[str, ...] = (),
        assignment: Assignment | None = None,
        lines: list[dict[str, str]] | None = None,
        detail: Mapping[str, Any] | None = None,
        standing: Post | None = None,
    ) -> Note:
        """Save the arrival with its next revision, write the note and the record."""
        arrival, actor = self.arrival, self.actor
        arrival.revision += 1
        arrival.save(update_fields=["state", "revision", *fields])
        post = standing or (actor.posts[0] if actor.posts else None)
        made = Note.objects.create(
            arrival=arrival,
            revision=arrival.revision,
            kind=move,
            at=self.now,
            by_id=actor.account_id,
            by_name=text.one_line(actor.label)[:200],
            by_title=post.title[:300] if post else "",
            for_name=post.for_name[:200] if post else "",
            words=words,
            lines=lines or [],
            assignment=assignment,
        )
        doer = actor.acting_for(post.for_name) if post and post.for_name else actor
        audit.record(
            doer,
            f"intake.{move}",
            ("arrival", arrival.pk),
            now=self.now,
            detail={"revision": arrival.revision, **(detail or {})},
        )
        return made


def begin(arrival_id: int, move: Move, revision: int | None, actor: Actor, now: datetime) -> Doing:
    """Lock the arrival and ask whether this official may do this from what her screen showed.

    :raises NoSuchArrival: not there, or not for her.
    :raises ChangedMeanwhile: somebody was faster.
    :raises NotYours: seen, but somebody else's to do.
    """
    doing = locked(arrival_id, actor, now)
    if _stale(doing, move, revision):
        return doing
    if doing.arrival.now_in not in MOVES[move].sources:
        raise last(doing.arrival)
    policies.require(actor, move, doing.arrival, doing.given)
    return doing


def begin_with(
    assignment_id: int, move: Move, revision: int | None, actor: Actor, now: datetime
) -> tuple[Doing, Assignment]:
    """The same for a deed on one assignment; its row is the one in ``given``.

    :raises NoSuchArrival: not there, or not for her.
    :raises ChangedMeanwhile: somebody was faster, or it has ended.
    :raises NotYours: seen, but somebody else's to do.
    """
    arrival_id = Assignment.objects.filter(pk=assignment_id).values_list("arrival_id", flat=True).first()
    if arrival_id is None:
        raise NoSuchArrival
    doing = locked(arrival_id, actor, now)
    one = next(row for row in doing.given if row.pk == assignment_id)
    if _stale(doing, move, revision, assignment_id):
        return doing, one
    if one.end != End.OPEN or doing.arrival.now_in not in MOVES[move].sources:
        if not (policies.holds(actor, one) or one.giver_id in actor.accounts):
            raise NotYours
        raise last(doing.arrival)
    if move not in policies.deeds(actor, one, doing.given):
        raise NotYours
    return doing, one


def locked(arrival_id: int, actor: Actor, now: datetime) -> Doing:
    """The arrival and its assignments, locked until the transaction ends.

    :raises NoSuchArrival: not there, or not for her.
    """
    arrival = Arrival.objects.select_for_update().filter(pk=arrival_id).first()
    if arrival is None:
        raise NoSuchArrival
    given = list(Assignment.objects.filter(arrival=arrival).order_by("pk"))
    if not policies.sees(actor, arrival, given):
        raise NoSuchArrival
    return Doing(arrival, given, actor, max(now, arrival.arrived_at))


def _stale(doing: Doing, move: Move, revision: int | None, assignment_id: int | None = None) -> bool:
    """Was this very click done before? What concerns one assignment does not mind what others did meanwhile.

    :raises ChangedMeanwhile: somebody else was faster, for a deed on the arrival as a whole.
    """
    if revision is None or revision == doing.arrival.revision:
        return False
    since = Note.objects.filter(arrival=doing.arrival, revision__gt=revision).order_by("revision")
    same = next(
        (
            one
            for one in since.filter(kind=move)
            if one.by_id == doing.actor.account_id and one.assignment_id == assignment_id
        ),
        None,
    )
    if same is not None:
        doing.before = same
        return True
    if move in _WHOLE:
        raise _told(since.first())
    return False


def last(arrival: Arrival) -> ChangedMeanwhile:
    """The refusal that says what was done last."""
    return _told(Note.objects.filter(arrival=arrival).order_by("-revision").first())


def _told(note: Note | None) -> ChangedMeanwhile:
    if note is None:
        return ChangedMeanwhile()
    return ChangedMeanwhile(who=note.by_name, what=str(MOVES[Move(note.kind)].words), at=note.at)


def card(arrival: Arrival) -> ArrivalCard:
    """The arrival as others see it."""
    return ArrivalCard(
        ArrivalId(arrival.pk),
        arrival.public_id,
        arrival.now_in,
        arrival.revision,
        arrival.document_id,
        arrival.serial,
        arrival.number,
        arrival.subject,
    )


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


def standing_at(actor: Actor, agency_id: int, *roles: Role) -> Post | None:
    """The post by which she acts for an agency, in it or in a unit of it: her own before an absent colleague's."""
    fitting = [post for post in actor.posts if post.role in roles and body_of(post.agency_id).id == agency_id]
    return _own_first(fitting)


def standing_of(actor: Actor, one: Assignment) -> Post | None:
    """The post by which she does somebody's work: her own, or that of the colleague whose name stands on it."""
    if one.account_id is not None and one.account_id != actor.account_id:
        theirs = [post for post in actor.posts if post.for_account_id == one.account_id]
        return next((post for post in theirs if post.agency_id == one.unit_id), theirs[0] if theirs else None)
    here = [post for post in actor.posts if post.agency_id == one.unit_id]
    return _own_first(here)


def standing_as_giver(actor: Actor, one: Assignment) -> Post | None:
    """The same for who gave it."""
    if one.giver_id == actor.account_id:
        return None
    return next((post for post in actor.posts if post.for_account_id == one.giver_id), None)


def taken_by(actor: Actor, one: Assignment) -> int | None:
    """In whose name unit work is taken on: hers, or that of the colleague whose post she fills."""
    post = _own_first([p for p in actor.posts if p.agency_id == one.unit_id and p.role in policies.TAKING])
    return post.for_account_id if post is not None and post.for_account_id is not None else actor.account_id


def acting_account(actor: Actor, post: Post | None) -> int:
    """Whose deed it is: the absent colleague's when her post is used."""
    found = post.for_account_id if post is not None and post.for_account_id is not None else actor.account_id
    if found is None:
        raise NotYours
    return int(found)


def _own_first(posts: Sequence[Post]) -> Post | None:
    return next((post for post in posts if post.for_account_id is None), posts[0] if posts else None)
