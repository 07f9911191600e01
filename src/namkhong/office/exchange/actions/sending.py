"""Sending a document: one consignment for each receiver, the same one when it is sent again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace as changed
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import queries as files
from namkhong.foundation.files.errors import NoSuchFile
from namkhong.foundation.files.types import FileCard
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor
from namkhong.office.exchange import policies
from namkhong.office.exchange.bodies import agency_here, body_of, is_pseudo, same_code
from namkhong.office.exchange.cards import consignment_cards
from namkhong.office.exchange.errors import (
    NoAgencyCode,
    NoReceiver,
    NoSuchConsignment,
    NothingToResend,
    OwnAgency,
    Unfinished,
    UnknownReceivers,
)
from namkhong.office.exchange.models import AddressEntry, Consignment, Dispatch, Message
from namkhong.office.exchange.queueing import message_of, queue, step, wake, way_to
from namkhong.office.exchange.states import ConsignmentState, DispatchState, Recall
from namkhong.office.exchange.storing import digest_of
from namkhong.office.exchange.types import Business, BusinessKind, ConsignmentCard, Content, Party, Replacement, Trace

_MOST: Final = 2_000  # receivers at once


@transaction.atomic
def send(
    *,
    agency_id: int,
    document_key: str,
    content: Content,
    attachments: Sequence[UUID],
    receivers: Sequence[str],
    actor: Actor,
    now: datetime,
) -> list[ConsignmentCard]:
    """Send a document, with stored files, to these codes of the address book.

    To a receiver that has it already the change goes as an update; what is the very same is not sent again. What has not
    left yet is exchanged for the new one. ``content.sender``, ``to`` and ``trace`` are filled in here.

    :raises ClerkOnly: for everybody but the văn thư of the agency.
    :raises NoReceiver, UnknownReceivers, OwnAgency, NoAgencyCode, Unfinished, NoSuchFile: nothing was sent.
    """
    policies.require_clerk(actor, agency_id)
    sender = body_of(agency_id)
    wanted = _receivers(receivers, sender, now)
    cards = _files(attachments)
    said = _complete(content, sender, now)
    lock_document(sender.id, document_key)
    before = {row.receiver_code: row for row in _of_document(sender.id, document_key)}
    by_kind: dict[tuple[BusinessKind, str], Message] = {}
    sent: list[int] = []
    for party, here in wanted:
        row = before.get(party.code)
        this = said if row is None else _again(said, row)
        if row is not None and _same(row, this, cards):
            continue
        key = (this.business.kind, this.business.earlier)
        if key not in by_kind:
            by_kind[key] = message_of(
                this,
                agency_id=sender.id,
                document_key=document_key,
                kind=this.business.kind,
                files=cards,
                actor=actor,
                now=now,
            )
        sent.append(_consign(row, by_kind[key], this, party, here=here, actor=actor, now=now).pk)
    if sent:
        audit.record(
            actor,
            "exchange.sent",
            ("document", document_key),
            now=now,
            detail={"number": said.number, "receivers": len(sent), "agency": sender.code},
        )
    codes = [party.code for party, _here in wanted]
    rows = _of_document(sender.id, document_key).filter(receiver_code__in=codes)
    return consignment_cards(rows.order_by("id"))


@transaction.atomic
def replace(
    *,
    agency_id: int,
    document_key: str,
    replaced: Sequence[str],
    content: Content,
    attachments: Sequence[UUID],
    receivers: Sequence[str],
    actor: Actor,
    now: datetime,
) -> list[ConsignmentCard]:
    """Send a document that takes the place of earlier ones of the agency (``replaced``: their document keys).

    The reason stands in ``content.business``.

    :raises Unfinished: without a reason, or when what it replaces was never sent. Else as :func:`send`.
    """
    policies.require_clerk(actor, agency_id)
    reason = text.clean(content.business.reason)
    if not reason:
        raise Unfinished({"reason": _("Xin ghi lý do thay thế.")})
    sender = body_of(agency_id)
    earlier: dict[str, list[str]] = {}
    for row in Consignment.objects.filter(agency_id=sender.id, document_key__in=list(replaced)).order_by("id"):
        earlier.setdefault(row.document_id, []).append(row.receiver_code)
    if not earlier:
        raise Unfinished({"replaced": _("Văn bản được thay thế chưa từng được gửi đi, nên chỉ cần gửi văn bản mới.")})
    business = Business(
        kind=BusinessKind.REPLACE,
        reason=reason,
        replaced=tuple(Replacement(document_id, tuple(codes)) for document_id, codes in earlier.items()),
        staff=content.business.staff,
    )
    return send(
        agency_id=agency_id,
        document_key=document_key,
        content=changed(content, business=business),
        attachments=attachments,
        receivers=receivers,
        actor=actor,
        now=now,
    )


@transaction.atomic
def resend(*, consignment_id: int, actor: Actor, now: datetime) -> ConsignmentCard:
    """Try a dead consignment again, from the first rung, under the same keys: who has it already gets it no second time.

    :raises NoSuchConsignment: none, or of another agency.
    :raises ClerkOnly: seen, but the văn thư's to do.
    :raises NothingToResend: it is not dead (any more).
    """
    row = Consignment.objects.select_for_update().filter(pk=consignment_id).first()
    if row is None or not (policies.is_system(actor) or row.agency_id in policies.reads(actor)):
        raise NoSuchConsignment
    policies.require_clerk(actor, row.agency_id)
    via = way_to(inside=agency_here(row.receiver_code, clock.local_date(now)) is not None)
    if not _revive(row, via, now):
        raise NothingToResend
    row.state, row.via, row.changed_at = ConsignmentState.QUEUED, via, now
    row.save(update_fields=["state", "via", "changed_at"])
    step(row, now, note=_("Gửi lại"), by_name=actor.label)
    audit.record(actor, "exchange.resent", ("consignment", row.pk), now=now, detail={"to": row.receiver_code})
    return consignment_cards([row])[0]


def _revive(row: Consignment, via: str, now: datetime) -> int:
    """Let what is dead of a consignment go again, in its order and under its keys; how much there was."""
    dead = list(row.dispatches.select_for_update().filter(state=DispatchState.DEAD).order_by("id"))
    for dispatch in dead:
        # ``why`` stays: it tells that it was tried, and may have arrived.
        dispatch.state, dispatch.attempts, dispatch.next_at, dispatch.via = DispatchState.QUEUED, 0, now, via
        dispatch.save(update_fields=["state", "attempts", "next_at", "via"])
    wake([dispatch.pk for dispatch in dead])
    return len(dead)


def lock_document(agency_id: int, document_key: str) -> None:
    """Nobody else sends or recalls this document until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"exchange {agency_id} {document_key}"]
        )


def _of_document(agency_id: int, document_key: str) -> QuerySet[Consignment]:
    return Consignment.objects.filter(agency_id=agency_id, document_key=document_key).select_related("message")


def _receivers(codes: Iterable[str], sender: AgencyCard, now: datetime) -> list[tuple[Party, bool]]:
    """Each receiver once, in the order given, and whether it is an agency of this platform."""
    wanted = list(dict.fromkeys(filter(None, map(same_code, codes))))
    if not wanted:
        raise NoReceiver
    if len(wanted) > _MOST:
        raise Unfinished({"receivers": _("Mỗi lần gửi tối đa %d nơi nhận. Xin chia làm nhiều lần.") % _MOST})
    day = clock.local_date(now)
    listed = {row.code: row for row in AddressEntry.objects.filter(code__in=wanted, valid_to__isnull=True)}
    found: dict[str, tuple[Party, bool]] = {}
    unknown: list[str] = []
    for code in wanted:
        ours = None if is_pseudo(code) else agency_here(code, day)
        entry = listed.get(code)
        if ours is not None and ours.id == sender.id:
            raise OwnAgency
        if ours is not None and ours.code:
            found[ours.code] = (Party(ours.code, ours.name), True)
        elif entry is not None and not entry.pseudo:
            found[code] = (Party(code, entry.name, entry.in_charge, entry.address, entry.email, entry.phone), False)
        else:
            unknown.append(code)
    if unknown:
        raise UnknownReceivers(unknown)
    return list(found.values())


def _files(ids: Sequence[UUID]) -> list[FileCard]:
    cards = files.files(ids)
    if any(file_id not in cards for file_id in ids):
        raise NoSuchFile
    return [cards[file_id] for file_id in ids]


def _complete(content: Content, sender: AgencyCard, now: datetime) -> Content:
    """The content as it goes out: who sends, how the document is called everywhere, what must be there is there."""
    wrong: dict[str, str] = {}
    if not content.code_number:
        wrong["code_number"] = _("Văn bản chưa có số nên chưa gửi được.")
    if content.promulgated_on is None:
        wrong["promulgated_on"] = _("Văn bản chưa có ngày ban hành nên chưa gửi được.")
    if not content.subject.strip():
        wrong["subject"] = _("Văn bản chưa có trích yếu nên chưa gửi được.")
    if wrong:
        raise Unfinished(wrong)
    if not sender.code:
        raise NoAgencyCode
    triple = f"{sender.code},{content.promulgated_on:%Y/%m/%d},{content.number}"
    return changed(
        content,
        sender=Party(sender.code, sender.name, *_of_sender(content.sender)),
        to=(),
        document_id=content.document_id or triple,
        trace=(Trace(sender.code, now.replace(microsecond=0)),),
    )


def _of_sender(given: Party) -> tuple[str, ...]:
    return (given.in_charge, given.address, given.email, given.phone, given.fax, given.website)


def _again(said: Content, row: Consignment) -> Content:
    """The same document to a receiver that was sent it before: an update, unless it never left or replaces others."""
    if row.state == ConsignmentState.CANCELLED or said.business.kind is not BusinessKind.NEW or _untouched(row):
        return said
    business = Business(
        kind=BusinessKind.UPDATE,
        reason=said.business.reason or _("Cập nhật nội dung văn bản"),
        earlier=row.document_id,
        content_changed=True,
        staff=said.business.staff,
    )
    return changed(said, business=business)


def _same(row: Consignment, this: Content, cards: Sequence[FileCard]) -> bool:
    """Was exactly this said last? Whether as a new document or as an update does not matter."""
    if row.state in {ConsignmentState.CANCELLED, ConsignmentState.REFUSED}:
        return False
    sums = [card.sha256 for card in cards]
    said = row.message.digest
    plain = changed(this, business=Business(staff=this.business.staff, kind=BusinessKind.NEW))
    return said in {digest_of(this, sums), digest_of(plain, sums)}


def _untouched(row: Consignment) -> bool:
    """Nothing of it was ever tried."""
    return (
        not row.dispatches.exclude(state=DispatchState.CANCELLED)
        .exclude(state=DispatchState.QUEUED, attempts=0, why="")
        .exists()
    )


def _consign(
    row: Consignment | None, message: Message, said: Content, party: Party, *, here: bool, actor: Actor, now: datetime
) -> Consignment:
    via = way_to(inside=here)
    told: dict[str, Any] = {
        "message": message,
        "number": said.number[:60],
        "subject": said.subject[:500],
        "via": via,
        "state": ConsignmentState.QUEUED,
        "changed_at": now,
    }
    if row is None:
        row = Consignment.objects.create(
            agency_id=message.agency_id,
            document_key=message.document_key,
            document_id=said.document_id[:200],
            receiver_code=party.code,
            receiver_name=party.name[:300],
            created_at=now,
            **told,
        )
    else:
        _revive(row, via, now)  # nothing new could pass it
        Dispatch.objects.filter(consignment=row, state=DispatchState.QUEUED, attempts=0, why="").update(
            state=DispatchState.CANCELLED, next_at=None
        )
        for name, value in {
            **told,
            "recall": Recall.NONE,
            "status_code": "",
            "status_note": "",
            "status_at": None,
        }.items():
            setattr(row, name, value)
        row.save()
    step(row, now, by_name=actor.label)
    queue(message, receiver_code=party.code, receiver_name=party.name, via=via, now=now, consignment=row)
    return row
