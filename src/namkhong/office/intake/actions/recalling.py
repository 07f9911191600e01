"""The sender wants it back (code 13): the văn thư agrees (15), and nobody works on it any more, or refuses (16)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.documents import actions as documents
from namkhong.office.intake import answering, doing, packets, policies
from namkhong.office.intake.actions.arriving import take_packet
from namkhong.office.intake.events import WorkEnded
from namkhong.office.intake.models import Arrival
from namkhong.office.intake.states import End, Move, Recall, State
from namkhong.office.intake.types import ArrivalCard


@transaction.atomic
def ask_recall(*, packet_id: int, request_id: int, actor: Actor, now: datetime) -> ArrivalCard | None:
    """The sender of a document wants it back: shown to the văn thư. The same request again changes nothing.

    A request may be worked off before the document's own arrival was: then the arrival is made first. ``None`` when the document
    is for none of ours.
    """
    take_packet(packet_id=packet_id, actor=actor, now=now)
    arrival = Arrival.objects.select_for_update(of=("self",)).filter(packet_id=packet_id).first()
    if arrival is None:
        return None
    if arrival.recall_request_id == request_id or arrival.now_in in {State.RETURNED, State.RECALLED}:
        return doing.card(arrival)
    arrival.recall, arrival.recall_request_id = Recall.ASKED, request_id
    arrival.recall_reason = packets.reason_of(request_id)[:500]
    arrival.save(update_fields=["recall", "recall_request", "recall_reason"])
    audit.record(actor, "intake.recall_asked", ("arrival", arrival.pk), now=now, detail={"packet": request_id})
    return doing.card(arrival)


@transaction.atomic
def settle_recall(
    *, arrival_id: int, agree: bool, reason: str, actor: Actor, now: datetime, revision: int | None = None
) -> ArrivalCard:
    """Agree: it is marked recalled in the book, its assignments end; or refuse. The sender is told either way.

    :raises Missing: refused without a reason.
    """
    move = Move.AGREE_RECALL if agree else Move.REFUSE_RECALL
    done = doing.begin(arrival_id, move, revision, actor, now)
    arrival = done.arrival
    if done.before:
        return doing.card(arrival)
    needed = "" if agree else _("Xin ghi lý do để nơi gửi biết vì sao không lấy lại được.")
    why = doing.words_of(reason, "recall_reason", needed=needed)
    arrival.recall = Recall.AGREED if agree else Recall.REFUSED
    ended = [row for row in done.given if row.end == End.OPEN] if agree else []
    if agree:
        arrival.state = State.RECALLED
        if arrival.document_id is not None:
            documents.mark_recalled(
                document_id=arrival.document_id,
                reason=arrival.recall_reason or _("Nơi gửi lấy lại văn bản."),
                actor=actor,
                now=done.now,
            )
    for row in ended:
        row.end, row.ended_at, row.ended_by_id = End.WITHDRAWN, done.now, actor.account_id
        row.save(update_fields=["end", "ended_at", "ended_by"])
    done.note(
        move, words=why, fields=("recall",),
        standing=doing.standing_at(actor, arrival.agency_id, *policies.CLERK),
        detail={"packet": arrival.recall_request_id or 0},
    )  # fmt: skip
    answering.tell_sender(arrival, "15" if agree else "16", why, actor, done.now)
    for row in ended:
        publish(WorkEnded(assignment_id=row.pk, end=End.WITHDRAWN.value, at=done.now))
    return doing.card(arrival)
