"""Văn thư: into the book with a number of arrival, or back to the sender with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.documents import actions as documents
from namkhong.office.documents.types import FileLink, Incoming, LinkKind
from namkhong.office.exchange.types import BusinessKind
from namkhong.office.intake import answering, doing, policies
from namkhong.office.intake.events import ArrivalRegistered
from namkhong.office.intake.models import Arrival, ArrivalFile
from namkhong.office.intake.states import Move, State
from namkhong.office.intake.types import ArrivalCard


@transaction.atomic
def register(
    *,
    arrival_id: int,
    data: Incoming,
    actor: Actor,
    now: datetime,
    despite_duplicate: bool = False,
    reason: str = "",
    revision: int | None = None,
) -> ArrivalCard:
    """Into the book of incoming documents of its agency, with its files; the sender is told 03 (đã tiếp nhận).

    :raises Duplicate: the same document is in the book already; ``despite_duplicate`` with a reason registers it all the same.
    :raises Missing: without what a book must hold.
    """
    done = doing.begin(arrival_id, Move.REGISTER, revision, actor, now)
    arrival = done.arrival
    if done.before:
        return doing.card(arrival)
    files = [
        FileLink(file_id=row.file_id, role=row.role, name=row.name)  # type: ignore[arg-type]
        for row in ArrivalFile.objects.filter(arrival=arrival).order_by("place")
    ]
    made = documents.register_incoming(
        agency_id=arrival.agency_id,
        data=data,
        files=files,
        actor=actor,
        now=done.now,
        despite_duplicate=despite_duplicate,
        reason=reason,
        token=arrival.token,
    )
    arrival.document_id, arrival.book_year, arrival.serial = made.id, made.book_year, made.serial
    arrival.subject, arrival.number, arrival.type_name = made.subject, made.number, made.type_name
    arrival.organ_name, arrival.organ_code, arrival.issued_on = made.organ_name, made.organ_code, made.issued_on
    arrival.urgency, arrival.due_on = int(made.urgency), made.due_on
    arrival.registered_at, arrival.state = done.now, State.REGISTERED
    done.note(
        Move.REGISTER,
        fields=(
            "document", "book_year", "serial", "subject", "number", "type_name", "organ_name", "organ_code", "issued_on",
            "urgency", "due_on", "registered_at",
        ),
        detail={"document": made.id, "late": done.now > arrival.register_by},
        standing=doing.standing_at(actor, arrival.agency_id, *policies.CLERK),
    )  # fmt: skip
    _instead(arrival, made.id, actor, done.now)
    answering.tell_sender(arrival, "03", "", actor, done.now)
    publish(ArrivalRegistered(arrival_id=arrival.pk, at=done.now))
    return doing.card(arrival)


@transaction.atomic
def send_back(*, arrival_id: int, reason: str, actor: Actor, now: datetime, revision: int | None = None) -> ArrivalCard:
    """It is not for this agency, or not as it should be: back to the sender, who is told 02 and why.

    :raises Missing: without a reason.
    """
    done = doing.begin(arrival_id, Move.RETURN, revision, actor, now)
    if done.before:
        return doing.card(done.arrival)
    why = doing.words_of(reason, "reason", needed=_("Xin ghi lý do để nơi gửi biết phải sửa gì."))
    done.arrival.state = State.RETURNED
    standing = doing.standing_at(actor, done.arrival.agency_id, *policies.CLERK)
    done.note(Move.RETURN, words=why, standing=standing)
    answering.tell_sender(done.arrival, "02", why, actor, done.now)
    return doing.card(done.arrival)


def _instead(arrival: Arrival, document_id: int, actor: Actor, now: datetime) -> None:
    """What replaces an earlier document of the same sender says so in the book; what updates one amends it."""
    earlier = Arrival.objects.filter(pk=arrival.earlier_id or 0, document__isnull=False).first()
    if earlier is None or earlier.document_id is None or arrival.business not in _LINKS:
        return
    kind = _LINKS[BusinessKind(arrival.business)]
    documents.link(document_id=document_id, other_id=earlier.document_id, kind=kind, actor=actor, now=now)
    if kind is LinkKind.REPLACES and earlier.state != State.RECALLED:
        reason = _("Nơi gửi đã thay thế bằng văn bản %s.") % (arrival.number or arrival.subject[:100])
        documents.mark_replaced(document_id=earlier.document_id, reason=reason, actor=actor, now=now)


_LINKS: Final = {BusinessKind.UPDATE: LinkKind.AMENDS, BusinessKind.REPLACE: LinkKind.REPLACES}
