"""What becomes of a registered document: its number voided, itself recalled or replaced, handed on. The row always stays."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.kernel.events import publish
from namkhong.office.documents import cards, checking, policies
from namkhong.office.documents.actions.locking import locked
from namkhong.office.documents.errors import BookLocked, Missing, NotAsShown
from namkhong.office.documents.events import DocumentVoided
from namkhong.office.documents.models import Document
from namkhong.office.documents.naming import title_of
from namkhong.office.documents.types import STATES, DocumentCard, DocumentState


@transaction.atomic
def void(*, document_id: int, reason: str, actor: Actor, now: datetime) -> DocumentCard:
    """Void a number given by mistake: the row stays with the reason, the number is given to nobody else. Once.

    :raises NoSuchDocument: not there, or not for her.
    :raises NotTheClerk: not this agency's văn thư.
    :raises Missing: without a reason.
    :raises NotAsShown: it was recalled or replaced.
    :raises BookLocked: the book is closed.
    """
    row = locked(document_id, actor)
    policies.require_clerk(actor, row.agency_id)
    if row.state == DocumentState.VOIDED:
        return cards.of(row)
    why = checking.reason(reason)
    _still_registered(row)
    if row.book.locked_at is not None:
        raise BookLocked(title_of(row.book))
    _end(row, DocumentState.VOIDED, why, "documents.voided", actor, now)
    publish(DocumentVoided(document_id=row.pk, direction=row.direction, at=now))
    return cards.of(row)


@transaction.atomic
def mark_recalled(*, document_id: int, reason: str, actor: Actor, now: datetime) -> DocumentCard:
    """Its author took it back (Decree 30/2020 art. 18): what came is no longer in force here; what we sent is taken back. Once.

    :raises NoSuchDocument: not there, or not for her.
    :raises NotTheClerk: not this agency's văn thư.
    :raises Missing: without a reason.
    :raises NotAsShown: voided or replaced.
    """
    row = locked(document_id, actor)
    policies.require_clerk(actor, row.agency_id)
    if row.state == DocumentState.RECALLED:
        return cards.of(row)
    why = checking.reason(reason)
    _still_registered(row)
    _end(row, DocumentState.RECALLED, why, "documents.recalled", actor, now)
    return cards.of(row)


@transaction.atomic
def mark_replaced(*, document_id: int, reason: str, actor: Actor, now: datetime) -> DocumentCard:
    """Another document stands in its place (Decree 30/2020 art. 18); link the other one with ``REPLACES``. Once.

    :raises NoSuchDocument: not there, or not for her.
    :raises NotTheClerk: not this agency's văn thư.
    :raises Missing: without a reason.
    :raises NotAsShown: voided or recalled.
    """
    row = locked(document_id, actor)
    policies.require_clerk(actor, row.agency_id)
    if row.state == DocumentState.REPLACED:
        return cards.of(row)
    why = checking.reason(reason)
    _still_registered(row)
    _end(row, DocumentState.REPLACED, why, "documents.replaced", actor, now)
    return cards.of(row)


@transaction.atomic
def note_handed_on(
    *, document_id: int, on: date, actor: Actor, now: datetime, to_places: str = "", keeper: str = ""
) -> DocumentCard:
    """Fill the last columns of the register: the day it was handed on, to whom (in), who keeps the record copy (out).

    :raises NoSuchDocument: not there, or not for her.
    :raises NotTheClerk: not this agency's văn thư.
    :raises Missing: a day before it was registered, or to come.
    """
    row = locked(document_id, actor)
    policies.require_clerk(actor, row.agency_id)
    if not clock.local_date(row.registered_at) <= on <= clock.local_date(now):
        raise Missing({"on": _("Ngày chuyển phải từ ngày vào sổ đến hôm nay.")})
    if row.state == DocumentState.VOIDED:
        raise NotAsShown(str(STATES[DocumentState.VOIDED]))
    row.handed_on = on
    row.to_places = text.clean(to_places)[:1000] or row.to_places
    row.keeper = text.one_line(keeper)[:200] or row.keeper
    row.save(update_fields=["handed_on", "to_places", "keeper"])
    audit.record(actor, "documents.handed_on", ("document", row.pk), now=now, detail={"on": on.isoformat()})
    return cards.of(row)


def _still_registered(row: Document) -> None:
    if row.state != DocumentState.REGISTERED:
        raise NotAsShown(str(STATES[DocumentState(row.state)]))


def _end(row: Document, state: DocumentState, why: str, action: str, actor: Actor, now: datetime) -> None:
    row.state, row.voided_reason, row.ended_at = state, why, now
    row.save(update_fields=["state", "voided_reason", "ended_at"])
    audit.record(actor, action, ("document", row.pk), now=now, detail={"number": row.number}, reason=why)
