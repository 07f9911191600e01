"""Who gives a task: by hand, extends it with a reason, says that it is done, has it done again, or drops it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.directives import doing, people, policies, rules
from namkhong.office.directives.errors import Missing, NotYours
from namkhong.office.directives.events import DirectiveMoved
from namkhong.office.directives.models import Directive, DirectiveHelper, DirectiveStep
from namkhong.office.directives.states import Move, State
from namkhong.office.directives.types import DirectiveCard, NewDirective
from namkhong.office.intake import actions as intake

LONGEST = 500


@transaction.atomic
def give(*, new: NewDirective, actor: Actor, now: datetime) -> DirectiveCard:
    """A leader gives somebody of the own agency a task with a day; who leads it is named. The same form twice is one task.

    :raises NotYours: for everybody who leads no agency.
    :raises Missing: nobody named, no day, a day that is over, no subject.
    """
    if not actor.holds(*policies.GIVING) or actor.account_id is None:
        raise NotYours
    with connection.cursor() as cursor:  # the same form sent twice at the same moment waits for itself
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"directives {new.token}"])
    known = Directive.objects.filter(token=new.token).first()
    if known is not None and known.giver_id in actor.accounts and known.assignment_id is None:
        return doing.card(known)
    token = new.token if known is None else uuid4()  # somebody else's mark: this is another form
    candidates = {one.account_id: one for one in people.candidates(actor, now)}
    subject = text.one_line(new.subject)
    wrong: dict[str, str] = {}
    if not subject:
        wrong["subject"] = _("Xin ghi việc phải làm.")
    elif len(subject) > LONGEST:
        wrong["subject"] = _("Dòng này dài quá %d chữ, xin viết ngắn lại.") % LONGEST
    lead = candidates.get(new.lead_account_id)
    if lead is None:
        wrong["lead"] = _("Xin chọn người làm trong cơ quan.")
    if any(one not in candidates for one in new.helper_ids):
        wrong["help"] = _("Xin chọn người phối hợp trong danh sách.")
    if new.due_on is None:
        wrong["due"] = _("Xin ghi hạn.")
    elif new.due_on < clock.local_date(now):
        wrong["due"] = _("Hạn này đã qua. Xin chọn hôm nay hoặc một ngày sau.")
    if wrong or lead is None or new.due_on is None:
        raise Missing(wrong)
    house = people.house_for(actor, lead.unit_id)
    due_at = rules.closing(house, new.due_on, now=now)
    row = Directive.objects.create(
        token=token, agency_id=house, subject=subject, words=doing.words_of(new.words),
        source=text.one_line(new.source)[:200], giver_id=people.giver_for(actor, house), lead_account_id=lead.account_id,
        lead_unit_id=lead.unit_id, given_at=now, due_on=new.due_on, due_at=due_at, first_due_at=due_at,
    )  # fmt: skip
    helpers = [one for one in dict.fromkeys(new.helper_ids) if one != lead.account_id]
    DirectiveHelper.objects.bulk_create(DirectiveHelper(directive=row, account_id=one) for one in helpers)
    first_step(row, actor, now)
    return doing.card(row)


def first_step(row: Directive, actor: Actor, now: datetime) -> None:
    """The step with which a task begins: recorded and announced."""
    giver = organisations.official_names([row.giver_id]).get(row.giver_id)
    behalf = giver.full_name if giver is not None and actor.is_official and actor.account_id != row.giver_id else ""
    step = DirectiveStep.objects.create(
        directive=row, revision=row.revision, move=Move.GIVE, at=now, by_id=actor.account_id or row.giver_id,
        by_name=(actor.label if actor.is_official else giver.full_name if giver else "")[:200],
        by_title=(giver.title if giver else "")[:300], for_name=behalf[:200], words=row.words, due_after=row.due_on,
    )  # fmt: skip
    audit.record(
        actor, "directives.give", ("directive", row.pk), now=now,
        detail={"lead": row.lead_account_id or 0, "unit": row.lead_unit_id, "due": str(row.due_on)},
    )  # fmt: skip
    publish(DirectiveMoved(step_id=step.pk, at=now))


@transaction.atomic
def extend(
    *, directive_id: int, due_on: date | None, reason: str, actor: Actor, now: datetime, revision: int | None = None
) -> DirectiveCard:
    """Who gave it moves the day, with a reason; the assignment of its note moves with it. The first day stays on record.

    :raises Missing: without a reason, or for a day that is not later.
    """
    done = doing.begin(directive_id, Move.EXTEND, revision, actor, now)
    row = done.row
    if done.done_before:
        return doing.card(row)
    why = doing.words_of(reason, "extend_reason", needed=_("Xin ghi lý do lùi hạn."))
    if due_on is None:
        raise Missing({"new_due": _("Xin ghi hạn mới.")})
    if due_on <= row.due_on or due_on < clock.local_date(done.now):
        raise Missing({"new_due": _("Hạn mới phải sau hạn đang có và không phải ngày đã qua.")})
    if row.assignment_id is not None:
        intake.extend(assignment_id=row.assignment_id, due_on=due_on, reason=why, actor=actor, now=done.now)
    before = row.due_on
    row.due_on, row.due_at = due_on, rules.closing(row.agency_id, due_on, now=done.now)
    done.step(
        Move.EXTEND, "due_on", "due_at", words=why, due=(before, due_on), standing=doing.standing(actor, row.giver_id)
    )
    return doing.card(row)


@transaction.atomic
def confirm(
    *, directive_id: int, actor: Actor, now: datetime, words: str = "", revision: int | None = None
) -> DirectiveCard:
    """Who gave it says that it is done: the assignment of its note ends too, and the sender of the document is told (06)."""
    done = doing.begin(directive_id, Move.CONFIRM, revision, actor, now)
    row = done.row
    if done.done_before:
        return doing.card(row)
    said = doing.words_of(words)
    if row.assignment_id is not None:
        result = said or _("Người giao xác nhận đã xong.")
        intake.finish(assignment_id=row.assignment_id, result=result, actor=actor, now=done.now)
    row.state, row.ended_at = State.DONE, done.now
    done.step(Move.CONFIRM, "ended_at", words=said, standing=doing.standing(actor, row.giver_id))
    return doing.card(row)


@transaction.atomic
def return_it(
    *, directive_id: int, reason: str, actor: Actor, now: datetime, revision: int | None = None
) -> DirectiveCard:
    """What was reported as done is not: to be done again, with the reason. The day stays.

    :raises Missing: without a reason.
    """
    done = doing.begin(directive_id, Move.RETURN, revision, actor, now)
    if done.done_before:
        return doing.card(done.row)
    why = doing.words_of(reason, "reason", needed=_("Xin ghi điều phải làm lại."))
    done.row.state, done.row.reported_at = State.RETURNED, None
    done.step(Move.RETURN, "reported_at", words=why, standing=doing.standing(actor, done.row.giver_id))
    return doing.card(done.row)


@transaction.atomic
def drop(*, directive_id: int, reason: str, actor: Actor, now: datetime, revision: int | None = None) -> DirectiveCard:
    """It need not be done any more; only for what was given by hand: what a note gave ends where the note is.

    :raises Missing: without a reason.
    """
    done = doing.begin(directive_id, Move.DROP, revision, actor, now)
    if done.done_before:
        return doing.card(done.row)
    why = doing.words_of(reason, "drop_reason", needed=_("Xin ghi lý do thôi không làm."))
    done.row.state, done.row.ended_at = State.DROPPED, done.now
    done.step(Move.DROP, "ended_at", words=why, standing=doing.standing(actor, done.row.giver_id))
    return doing.card(done.row)
