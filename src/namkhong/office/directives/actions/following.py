"""What happens to the assignment of a note is followed: a task begins, goes to others, is extended, ends. Each again: nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.kernel.actor import Actor
from namkhong.office.directives import doing, rules
from namkhong.office.directives.actions.giving import first_step
from namkhong.office.directives.models import Directive
from namkhong.office.directives.states import OPEN, Move, State
from namkhong.office.intake import queries as arrivals
from namkhong.office.intake.types import AssignmentCard, End, Part

_ASSIGNMENTS: Final = UUID("2b7de0aa-3e0b-5f43-9a5c-7d1f0f6f3c21")  # the space of the tokens of assignments


@transaction.atomic
def take_direction(*, note_id: int, actor: Actor, now: datetime) -> int:
    """A leader's note: who leads until a day has a task; returns how many are new. Without a day it is no task."""
    made = 0
    for one in arrivals.given_by(note_id):
        if one.part is not Part.LEAD or not one.is_top or one.due_on is None:
            continue
        due_at = rules.closing(one.agency_id, one.due_on, now=now)
        row, created = Directive.objects.get_or_create(
            token=uuid5(_ASSIGNMENTS, str(one.id)),
            defaults={
                "assignment_id": one.id,
                "arrival_public_id": one.arrival_public_id,
                "agency_id": one.agency_id,
                "subject": one.subject,
                "words": one.note_words,
                "source": one.number,
                "giver_id": one.giver_id,
                "lead_account_id": one.account_id,
                "lead_unit_id": one.unit_id,
                "confirmed": one.confirmed,
                "given_at": now,
                "due_on": one.due_on,
                "due_at": due_at,
                "first_due_at": due_at,
            },
        )
        if created:
            made += 1
            first_step(row, actor, now)
            _catch_up(row, actor, now)
    return made


@transaction.atomic
def follow(*, assignment_id: int, actor: Actor, now: datetime) -> None:
    """Who has it now, whether it was taken on, until when, whether it ended: as ``intake`` has it."""
    top = arrivals.top_of(assignment_id)
    row = Directive.objects.select_for_update().filter(assignment_id=top).first()
    if row is not None:
        _catch_up(row, actor, now)


@transaction.atomic
def close(*, assignment_id: int, actor: Actor, now: datetime) -> None:
    """Its assignment ended: done, given back, or taken back by the sender."""
    follow(assignment_id=assignment_id, actor=actor, now=now)


def _catch_up(row: Directive, actor: Actor, now: datetime) -> None:
    if row.now_in not in OPEN or row.assignment_id is None:
        return
    chain = arrivals.lead_chain(row.assignment_id)
    top = chain[0]
    worker = chain[-1].account_id if len(chain) > 1 else None
    if (row.lead_account_id, row.lead_unit_id, row.worker_id) != (top.account_id, top.unit_id, worker):
        row.lead_account_id, row.lead_unit_id, row.worker_id = top.account_id, top.unit_id, worker
        row.save(update_fields=["lead_account", "lead_unit", "worker"])
    done = doing.Doing(row, actor, max(now, row.given_at))
    if top.due_on is not None and top.due_on > row.due_on:
        before = row.due_on
        row.due_on, row.due_at = top.due_on, rules.closing(row.agency_id, top.due_on, now=now)
        done.step(Move.EXTEND, "due_on", "due_at", due=(before, top.due_on))
    if top.end is not End.OPEN:
        _ended(done, top)
    elif row.now_in is State.GIVEN and any(one.accepted_at is not None for one in chain):
        row.state = State.ACCEPTED
        done.step(Move.ACCEPT)


def _ended(done: doing.Doing, top: AssignmentCard) -> None:
    row = done.row
    row.ended_at = done.now
    if top.end is End.DONE:
        row.state, row.reported_at = State.DONE, row.reported_at or done.now
        done.step(Move.CONFIRM, "ended_at", "reported_at", words=_("Việc theo văn bản đã xong."))
        return
    row.state = State.DROPPED
    words = _("Người được giao đã trả lại văn bản.") if top.end is End.GIVEN_BACK else _("Nơi gửi đã lấy lại văn bản.")
    done.step(Move.DROP, "ended_at", words=words)
