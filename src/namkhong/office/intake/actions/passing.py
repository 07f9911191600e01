"""Down and back: a deputy or a head passes on what was given to her, narrower; gives it back; who gave it moves the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.intake import choosing, doing
from namkhong.office.intake.actions.directing import give, until
from namkhong.office.intake.errors import Missing, NotNarrower
from namkhong.office.intake.events import WorkEnded, WorkExtended, WorkPassedOn
from namkhong.office.intake.models import Assignment
from namkhong.office.intake.states import End, Move, Part, State
from namkhong.office.intake.types import ArrivalCard, Line


@transaction.atomic
def pass_on(
    *,
    assignment_id: int,
    words: str,
    lines: Sequence[Line],
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> ArrivalCard:
    """Give it to those below with an opinion: a part not greater, a day not later than one's own.

    :raises Missing: nobody named, or somebody she may not name.
    :raises NotNarrower: a later day.
    """
    done, mine = doing.begin_with(assignment_id, Move.PASS_ON, revision, actor, now)
    if done.before:
        return doing.card(done.arrival)
    today = clock.local_date(done.now)
    offered = [
        one
        for one in choosing.choices(actor, done.arrival.agency_id, done.now)
        if one.whom.account_id is None or one.whom.account_id != mine.account_id
    ]
    led = any(
        one.parent_id == mine.pk and one.part == Part.LEAD and one.end in {End.OPEN, End.DONE} for one in done.given
    )
    if led and any(line.part is Part.LEAD for line in lines):
        raise Missing({"lead": _("Việc này đã có người chủ trì ở dưới. Xin chờ người ấy, hoặc để người ấy trả lại.")})
    made = choosing.checked(
        lines, offered, bound=choosing.bound_of_work(mine), today=today, lead_needed=mine.part == Part.LEAD and not led
    )
    standing = doing.standing_of(actor, mine)
    note = done.note(
        Move.PASS_ON, words=doing.words_of(words), assignment=mine, standing=standing,
        detail={"assignment": mine.pk, "lines": [line.to_json() for line, _choice in made]},
    )  # fmt: skip
    if mine.account_id is None:
        mine.account_id = doing.taken_by(actor, mine)
    if mine.read_at is None:
        mine.read_at = done.now
    mine.save(update_fields=["account", "read_at"])
    give(done, note, made, giver=doing.acting_account(actor, standing), parent=mine)
    publish(WorkPassedOn(note_id=note.pk, at=done.now))
    return doing.card(done.arrival)


@transaction.atomic
def give_back(
    *, assignment_id: int, reason: str, actor: Actor, now: datetime, revision: int | None = None
) -> ArrivalCard:
    """It is not hers to do: back to who gave it, with the reason. A leader's lead that comes back waits for the leader again.

    :raises Missing: without a reason.
    """
    done, mine = doing.begin_with(assignment_id, Move.GIVE_BACK, revision, actor, now)
    if done.before:
        return doing.card(done.arrival)
    why = doing.words_of(reason, "reason", needed=_("Xin ghi lý do trả lại để người giao biết."))
    mine.end, mine.ended_at, mine.ended_by_id = End.GIVEN_BACK, done.now, actor.account_id
    mine.result = why
    mine.save(update_fields=["end", "ended_at", "ended_by", "result"])
    if mine.parent_id is None and mine.part == Part.LEAD:
        done.arrival.state = State.PROPOSED
    done.note(
        Move.GIVE_BACK, words=why, assignment=mine, standing=doing.standing_of(actor, mine),
        detail={"assignment": mine.pk},
    )  # fmt: skip
    publish(WorkEnded(assignment_id=mine.pk, end=End.GIVEN_BACK.value, at=done.now))
    return doing.card(done.arrival)


@transaction.atomic
def extend(
    *,
    assignment_id: int,
    due_on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> ArrivalCard:
    """Who gave it moves the day, with a reason; never past the day he was given himself. The first day stays on record.

    :raises Missing: without a reason, or for a day that is over or not later.
    :raises NotNarrower: past his own day.
    """
    done, one = doing.begin_with(assignment_id, Move.EXTEND, revision, actor, now)
    if done.before:
        return doing.card(done.arrival)
    why = doing.words_of(reason, "reason", needed=_("Xin ghi lý do lùi hạn."))
    if due_on is None:
        raise Missing({"new_due": _("Xin ghi hạn mới.")})
    bound = _above(done.given, one)
    if bound is not None and due_on > bound:
        raise NotNarrower("new_due", bound)
    if due_on < clock.local_date(done.now):
        raise Missing({"new_due": _("Hạn này đã qua. Xin chọn hôm nay hoặc một ngày sau.")})
    if one.due_on is not None and due_on <= one.due_on:
        raise Missing({"new_due": _("Hạn mới phải sau hạn đang có.")})
    before = one.due_on
    for name, value in until(done, due_on).items():
        setattr(one, name, value)
    one.save(update_fields=["due_on", "due_at", "order_at"])
    done.note(
        Move.EXTEND, words=why, assignment=one, standing=doing.standing_as_giver(actor, one),
        lines=[{"from": before.isoformat() if before else "", "to": due_on.isoformat()}],
        detail={"assignment": one.pk, "from": str(before or ""), "to": str(due_on)},
    )  # fmt: skip
    publish(WorkExtended(assignment_id=one.pk, at=done.now))
    return doing.card(done.arrival)


def _above(given: Sequence[Assignment], one: Assignment) -> date | None:
    """The day who gave it was given himself; of a leader's own note there is none: he answers for the author's wish."""
    parent = next((row for row in given if row.pk == one.parent_id), None)
    return parent.due_on if parent is not None else None
