"""Asking receivers to give a document back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as changed
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.office.exchange import policies
from namkhong.office.exchange.actions.sending import lock_document
from namkhong.office.exchange.bodies import agency_here, body_of, same_code
from namkhong.office.exchange.cards import consignment_cards
from namkhong.office.exchange.errors import NothingToRecall, Unfinished
from namkhong.office.exchange.models import Consignment, Dispatch, Message
from namkhong.office.exchange.queueing import message_of, queue, step, way_to
from namkhong.office.exchange.states import ConsignmentState, DispatchState, Recall
from namkhong.office.exchange.storing import content_of
from namkhong.office.exchange.types import (
    Business,
    BusinessKind,
    ConsignmentCard,
    Content,
    Party,
    Reference,
    Staff,
    Trace,
)

S = ConsignmentState


@transaction.atomic
def revoke(
    *,
    agency_id: int,
    document_key: str,
    reason: str,
    actor: Actor,
    now: datetime,
    receivers: Sequence[str] | None = None,
    staff: Staff | None = None,
) -> list[ConsignmentCard]:
    """Ask for a document back, from everybody who was sent it or from these codes; asked once.

    What has not left yet is taken back at once. Legal source: Decree 30/2020/NĐ-CP art. 18 (the receiver deletes it in the
    System and tells through the System).

    :raises ClerkOnly: for everybody but the văn thư of the agency.
    :raises Unfinished: without a reason.
    :raises NothingToRecall: it was sent to none of them, or is being recalled already.
    """
    policies.require_clerk(actor, agency_id)
    why = text.clean(reason)
    if not why:
        raise Unfinished({"reason": _("Xin ghi lý do thu hồi.")})
    sender = body_of(agency_id)
    lock_document(sender.id, document_key)
    rows = Consignment.objects.select_for_update(of=("self",)).select_related("message")
    rows = rows.filter(agency_id=sender.id, document_key=document_key, recall__in=[Recall.NONE, Recall.REFUSED])
    if receivers is not None:
        rows = rows.filter(receiver_code__in=[same_code(code) for code in receivers])
    found = list(rows.exclude(state=S.CANCELLED).order_by("id"))
    if not found:
        raise NothingToRecall
    said: dict[int, Message] = {}
    for row in found:
        if _taken_back(row):
            row.state, row.changed_at = S.CANCELLED, now
            row.save(update_fields=["state", "changed_at"])
        else:
            if row.message_id not in said:
                request = _request(content_of(row.message.content), row, why, staff or Staff(), now)
                said[row.message_id] = message_of(
                    request,
                    agency_id=sender.id,
                    document_key=document_key,
                    kind=BusinessKind.REVOKE,
                    files=[],
                    actor=actor,
                    now=now,
                )
            _ask(row, said[row.message_id], now)
        step(row, now, note=why, by_name=actor.label)
    audit.record(
        actor,
        "exchange.recalled",
        ("document", document_key),
        now=now,
        reason=why,
        detail={"receivers": len(found), "agency": sender.code},
    )
    return consignment_cards(found)


def _taken_back(row: Consignment) -> bool:
    """Take back what was never tried; true when nothing of it can have reached the receiver."""
    waiting = list(row.dispatches.select_for_update().exclude(state=DispatchState.CANCELLED))
    if any(one.state != DispatchState.QUEUED or one.attempts or one.why for one in waiting):
        return False
    Dispatch.objects.filter(pk__in=[one.pk for one in waiting]).update(state=DispatchState.CANCELLED, next_at=None)
    return True


def _request(content: Content, row: Consignment, reason: str, staff: Staff, now: datetime) -> Content:
    """As the samples have it: business 1 with the reason, and ResponseFor naming the document."""
    return changed(
        content,
        to=(),
        response_for=(Reference(content.sender.code, content.number, content.promulgated_on, row.document_id),),
        business=Business(kind=BusinessKind.REVOKE, reason=reason, earlier=row.document_id, staff=staff),
        trace=(Trace(content.sender.code, now.replace(microsecond=0)),),
    )


def _ask(row: Consignment, request: Message, now: datetime) -> None:
    # What could not be sent is not tried any more, and must not stand in the way of the recall.
    if row.dispatches.filter(state=DispatchState.DEAD).update(state=DispatchState.CANCELLED):
        row.state = S.CANCELLED if row.state == S.DEAD else row.state
    row.recall, row.changed_at = Recall.ASKED, now
    row.save(update_fields=["recall", "changed_at", "state"])
    here = agency_here(row.receiver_code, clock.local_date(now)) is not None
    party = Party(row.receiver_code, row.receiver_name)
    queue(
        request,
        receiver_code=party.code,
        receiver_name=party.name,
        via=way_to(inside=here),
        now=now,
        consignment=row,
    )
