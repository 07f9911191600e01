"""Who was given it: reads, takes it on (05), reports up, finishes with or without a document that answers (06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.documents import actions as documents
from namkhong.office.documents import queries as registers
from namkhong.office.documents.types import LinkKind
from namkhong.office.intake import answering, doing, policies
from namkhong.office.intake.errors import GiverConfirms, Missing
from namkhong.office.intake.events import SpokenUp, WorkAccepted, WorkEnded
from namkhong.office.intake.models import Assignment
from namkhong.office.intake.states import End, Move, Part, State
from namkhong.office.intake.types import ArrivalCard


@transaction.atomic
def mark_read(*, arrival_id: int, actor: Actor, now: datetime) -> int:
    """Whoever opens the page has read what was given to her; how many were not read before. Told once, never recorded again."""
    mine = Assignment.objects.filter(
        Q(account_id__in=actor.accounts) | Q(account__isnull=True, unit_id__in=actor.agencies_as(*policies.TAKING)),
        arrival_id=arrival_id,
        read_at__isnull=True,
        end=End.OPEN,
    )
    return int(mine.update(read_at=now))


@transaction.atomic
def accept(*, assignment_id: int, actor: Actor, now: datetime, revision: int | None = None) -> ArrivalCard:
    """She takes it on; what was her unit's is hers by name from now on. Who only has to know has known it, and is done.

    The first who leads makes it "đang giải quyết": the sender is told 05.
    """
    done, mine = doing.begin_with(assignment_id, Move.ACCEPT, revision, actor, now)
    if done.before:
        return doing.card(done.arrival)
    standing = doing.standing_of(actor, mine)
    if mine.account_id is None:
        mine.account_id = doing.taken_by(actor, mine)
    mine.accepted_at = done.now
    mine.read_at = mine.read_at or done.now
    if mine.part == Part.KNOW:
        mine.end, mine.ended_at, mine.ended_by_id = End.DONE, done.now, actor.account_id
    mine.save(update_fields=["account", "accepted_at", "read_at", "end", "ended_at", "ended_by"])
    begins = mine.part == Part.LEAD and done.arrival.now_in is State.DIRECTED
    if begins:
        done.arrival.state = State.WORKING
    done.note(Move.ACCEPT, assignment=mine, standing=standing, detail={"assignment": mine.pk, "part": mine.part})
    if begins:
        answering.tell_sender(done.arrival, "05", "", actor, done.now)
    publish(WorkAccepted(assignment_id=mine.pk, at=done.now))
    return doing.card(done.arrival)


@transaction.atomic
def report(*, assignment_id: int, words: str, actor: Actor, now: datetime, revision: int | None = None) -> ArrivalCard:
    """A phiếu trình: to whom it was given by goes what was found and proposed; he is told.

    :raises Missing: without words.
    """
    done, mine = doing.begin_with(assignment_id, Move.REPORT, revision, actor, now)
    if done.before:
        return doing.card(done.arrival)
    said = doing.words_of(words, "report", needed=_("Xin ghi nội dung trình."))
    note = done.note(
        Move.REPORT, words=said, assignment=mine, standing=doing.standing_of(actor, mine),
        detail={"assignment": mine.pk},
    )  # fmt: skip
    publish(SpokenUp(note_id=note.pk, at=done.now))
    return doing.card(done.arrival)


@transaction.atomic
def opine(*, arrival_id: int, words: str, actor: Actor, now: datetime, revision: int | None = None) -> ArrivalCard:
    """An opinion that changes nothing: a leader's answer to a phiếu trình, a remark of who helps.

    :raises Missing: without words.
    """
    done = doing.begin(arrival_id, Move.OPINE, revision, actor, now)
    if done.before:
        return doing.card(done.arrival)
    said = doing.words_of(words, "opinion", needed=_("Xin ghi ý kiến."))
    done.note(Move.OPINE, words=said)
    return doing.card(done.arrival)


@transaction.atomic
def finish(
    *,
    assignment_id: int,
    actor: Actor,
    now: datetime,
    result: str = "",
    answer_id: int | None = None,
    revision: int | None = None,
) -> ArrivalCard:
    """It is done, by the document that answers it or by what the words say. Who leads ends the whole: the sender is told 06.

    Those above her who passed the lead down have done their part with it, up to one whose giver wants to say so himself.

    :raises GiverConfirms: it is done only when who gave it says so.
    :raises Missing: with neither words nor a document; with a document she may not read.
    """
    done, mine = _begin_finish(assignment_id, revision, actor, now)
    if done.before:
        return doing.card(done.arrival)
    said = doing.words_of(result, "result")
    if not said and answer_id is None:
        raise Missing({"result": _("Xin ghi kết quả, hoặc chọn văn bản trả lời.")})
    ends = _chain(mine, done.given) if mine.part == Part.LEAD else [mine]
    as_giver = not policies.holds(actor, mine)
    standing = doing.standing_as_giver(actor, mine) if as_giver else doing.standing_of(actor, mine)
    if mine.account_id is None and not as_giver:
        mine.account_id = doing.taken_by(actor, mine)
    if answer_id is not None:
        _answered_by(done, mine, answer_id)
    mine.result = said
    for row in ends:
        row.end, row.ended_at, row.ended_by_id = End.DONE, done.now, actor.account_id
        row.accepted_at = row.accepted_at or done.now
        row.save(update_fields=["account", "end", "ended_at", "ended_by", "accepted_at", "result", "answer"])
    whole = any(row.parent_id is None and row.part == Part.LEAD for row in ends)
    if whole:
        done.arrival.state, done.arrival.done_at = State.DONE, done.now
    done.note(
        Move.FINISH, words=said, assignment=mine, standing=standing, fields=("done_at", "answer_number"),
        detail={"assignment": mine.pk, "answer": answer_id or 0, "ended": [row.pk for row in ends]},
    )  # fmt: skip
    if whole:
        answering.tell_sender(done.arrival, "06", "", actor, done.now)
    for row in ends:
        publish(WorkEnded(assignment_id=row.pk, end=End.DONE.value, at=done.now))
    return doing.card(done.arrival)


def _begin_finish(
    assignment_id: int, revision: int | None, actor: Actor, now: datetime
) -> tuple[doing.Doing, Assignment]:
    row = Assignment.objects.filter(pk=assignment_id).first()
    if (
        row is not None
        and row.confirmed
        and row.end == End.OPEN
        and policies.holds(actor, row)
        and row.giver_id not in actor.accounts
    ):
        raise GiverConfirms
    return doing.begin_with(assignment_id, Move.FINISH, revision, actor, now)


def _chain(mine: Assignment, given: Sequence[Assignment]) -> list[Assignment]:
    """What ends with it: leads still open below it, it, and leads above it up to one that its giver ends himself."""
    rows = {row.pk: row for row in given}
    ends = [mine]
    below = [mine.pk]
    while below:
        under = [row for row in given if row.parent_id in below and row.part == Part.LEAD and row.end == End.OPEN]
        ends = [*under, *ends]
        below = [row.pk for row in under]
    above = rows.get(mine.parent_id or 0)
    while above is not None and above.part == Part.LEAD and above.end == End.OPEN and not above.confirmed:
        ends.append(above)
        above = rows.get(above.parent_id or 0)
    return ends


def _answered_by(done: doing.Doing, mine: Assignment, answer_id: int) -> None:
    answer = registers.card(answer_id, done.actor)
    if done.arrival.document_id is not None:
        documents.link(
            document_id=answer.id,
            other_id=done.arrival.document_id,
            kind=LinkKind.ANSWERS,
            actor=done.actor,
            now=done.now,
        )
    mine.answer_id = answer.id
    if mine.part == Part.LEAD:
        done.arrival.answer_number = answer.number[:60]
