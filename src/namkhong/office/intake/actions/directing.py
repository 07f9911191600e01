"""Văn phòng proposes, a leader directs: one who leads, those who help, those who are to know, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.intake import answering, choosing, doing, policies, rules
from namkhong.office.intake.errors import Missing
from namkhong.office.intake.events import DirectionGiven
from namkhong.office.intake.models import NO_DAY, Assignment, Note
from namkhong.office.intake.states import Move, Part, State
from namkhong.office.intake.types import ArrivalCard, Choice, Line


@transaction.atomic
def propose(
    *,
    arrival_id: int,
    words: str,
    lines: Sequence[Line],
    actor: Actor,
    now: datetime,
    leader_id: int | None = None,
    revision: int | None = None,
) -> ArrivalCard:
    """Văn phòng says who could do it; nobody is given anything yet. ``leader_id``: which leader is to direct, else any.

    :raises Missing: nobody proposed, or somebody outside the agency.
    """
    done = doing.begin(arrival_id, Move.PROPOSE, revision, actor, now)
    arrival = done.arrival
    if done.before:
        return doing.card(arrival)
    today = clock.local_date(done.now)
    made = choosing.checked(
        lines,
        choosing.choices(actor, arrival.agency_id, done.now),
        bound=choosing.bound_of(arrival, today),
        today=today,
        lead_needed=True,
    )
    if leader_id is not None and leader_id not in {
        one.whom.account_id for one in choosing.leaders(arrival.agency_id, done.now)
    }:
        raise Missing({"leader": _("Xin chọn một lãnh đạo của cơ quan.")})
    arrival.state, arrival.leader_id = State.PROPOSED, leader_id
    done.note(
        Move.PROPOSE,
        words=doing.words_of(words),
        lines=[line.to_json() for line, _choice in made],
        fields=("leader",),
        standing=doing.standing_at(actor, arrival.agency_id, *policies.OFFICE),
    )
    return doing.card(arrival)


@transaction.atomic
def direct(
    *,
    arrival_id: int,
    words: str,
    lines: Sequence[Line],
    actor: Actor,
    now: datetime,
    confirmed: bool = False,
    revision: int | None = None,
) -> ArrivalCard:
    """A leader's note (bút phê). The sender is told 04 (phân công); where nobody has to do anything it is done (06).

    ``confirmed``: who leads is done only when this leader says so.

    :raises Missing: nobody named, two who lead, nobody who leads while somebody helps, a day that is over.
    :raises NotNarrower: a day later than its author wants an answer by.
    """
    done = doing.begin(arrival_id, Move.DIRECT, revision, actor, now)
    arrival = done.arrival
    if done.before:
        return doing.card(arrival)
    today = clock.local_date(done.now)
    made = choosing.checked(
        lines,
        choosing.choices(actor, arrival.agency_id, done.now),
        bound=choosing.bound_of(arrival, today),
        today=today,
        lead_needed=True,
    )
    leads = any(line.part is Part.LEAD for line, _choice in made)
    arrival.state = State.DIRECTED if leads else State.DONE
    arrival.done_at = None if leads else done.now
    standing = doing.standing_at(actor, arrival.agency_id, *policies.LEADING)
    note = done.note(
        Move.DIRECT, words=doing.words_of(words), fields=("done_at",), standing=standing,
        detail={"lines": [line.to_json() for line, _choice in made]},
    )  # fmt: skip
    giver = doing.acting_account(actor, standing)
    give(done, note, made, giver=giver, parent=None, confirmed=confirmed)
    answering.tell_sender(arrival, "04", "", actor, done.now)
    if not leads:
        answering.tell_sender(arrival, "06", _("Cơ quan nhận để biết."), actor, done.now)
    publish(DirectionGiven(note_id=note.pk, at=done.now))
    return doing.card(arrival)


def give(
    done: doing.Doing,
    note: Note,
    made: Iterable[tuple[Line, Choice]],
    *,
    giver: int,
    parent: Assignment | None,
    confirmed: bool = False,
) -> list[Assignment]:
    """The assignments of one note."""
    return Assignment.objects.bulk_create(
        Assignment(
            arrival=done.arrival,
            note=note,
            parent=parent,
            part=line.part,
            account_id=choice.whom.account_id,
            unit_id=choice.unit_id,
            giver_id=giver,
            confirmed=confirmed and line.part is Part.LEAD,
            assigned_at=done.now,
            first_due_on=line.due_on,
            **until(done, line.due_on),
        )
        for line, choice in made
    )


def until(done: doing.Doing, due_on: date | None) -> dict[str, date | datetime | None]:
    """The columns that say until when."""
    due_at = rules.closing(done.arrival.agency_id, due_on, now=done.now) if due_on else None
    return {"due_on": due_on, "due_at": due_at, "order_at": due_at or NO_DAY}
