"""The văn thư's part: the number and the day, the register, and out to the receivers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.signatures import actions as signatures
from namkhong.foundation.signatures import queries as signed
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.office.documents import actions as documents
from namkhong.office.documents import queries as register
from namkhong.office.documents.types import DocumentCard, FileLink, Outgoing, Urgency
from namkhong.office.drafting import composing, queries
from namkhong.office.drafting.actions.doing import begin
from namkhong.office.drafting.models import Delivery, Draft, DraftFile
from namkhong.office.drafting.policies import Ability
from namkhong.office.drafting.states import Move, State
from namkhong.office.drafting.types import DraftCard, ReceiverKind
from namkhong.office.exchange import actions as exchange
from namkhong.office.exchange.types import Content, Signer

_PLACES: Final = 1_000
_POSITION: Final = 100


@transaction.atomic
def number(*, draft_id: int, actor: Actor, now: datetime, revision: int | None = None) -> DraftCard:
    """Enter a signed document in the register and write its number and day into their boxes (art. 15): the same day for all three.

    :raises SealIsTheClerks: not this agency's văn thư.
    :raises BookLocked: the year's book was locked.
    """
    doing = begin(draft_id, Ability.NUMBER, Move.NUMBER, revision, actor, now)
    draft = doing.draft
    if doing.done_before or draft.signed_document is None:
        return queries.card(draft)
    data = _outgoing(draft)
    card = documents.register_outgoing(
        agency_id=draft.agency_id, data=data, files=(), actor=actor, now=doing.now, token=draft.public_id
    )
    draft.document_id, draft.number = card.id, card.number
    draft.issued_on = card.issued_on or clock.local_date(doing.now)
    _fill(draft.signed_document, "So", card.number, actor, doing.now)
    if _has_date(draft):
        _fill(draft.signed_document, "Ngay", day_on_page(draft.issued_on), actor, doing.now, italic=True)
    for annex in DraftFile.objects.filter(draft=draft, signed_document__isnull=False).order_by("position"):
        if annex.signed_document is not None:
            _fill(annex.signed_document, "So", card.number, actor, doing.now)
    doing.move(Move.NUMBER, State.SEALING, note=card.number, fields=("document_id", "number", "issued_on"))
    return queries.card(draft)


def _outgoing(draft: Draft) -> Outgoing:
    version = queries.newest(draft)
    people = organisations.official_names([draft.signer_id] if draft.signer_id else [])
    signer = people[draft.signer_id].full_name if draft.signer_id in people else ""
    told = "\n".join(one.name for one in queries.receivers_of(draft))
    return Outgoing(
        type_code=draft.type_code,
        subject=draft.subject,
        signer_name=signer[:50],
        signer_position=", ".join(draft.block)[:_POSITION],
        to_places=told[:_PLACES],
        unit_symbol=draft.symbol if not draft.abbreviation else "",
        keeper=version.fields.get("keep", "")[:200],
        urgency=Urgency(draft.urgency),
    )


def _fill(signed_document: UUID, field: str, words: str, actor: Actor, now: datetime, *, italic: bool = False) -> None:
    signatures.fill(document_id=signed_document, field=field, text=words, actor=actor, now=now, italic=italic)


def _has_date(draft: Draft) -> bool:
    """Minutes have no line for place and date (sample 1.9)."""
    return queries.family_of(draft, clock.local_date(draft.created_at)).paper != "minutes"


def day_on_page(day: date) -> str:
    """``ngày 05 tháng 02 năm 2026``: a leading nought before days below 10 and the first two months (Annex I, II.4)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


@transaction.atomic
def issue(*, draft_id: int, actor: Actor, now: datetime, revision: int | None = None) -> DraftCard:
    """Put the signed files into the register and send them to every receiver that has a code. Late is recorded, not refused.

    :raises SealIsTheClerks: not this agency's văn thư.
    :raises UnknownReceivers, OwnAgency, NoAgencyCode: a receiver cannot be sent to; nothing was.
    """
    doing = begin(draft_id, Ability.ISSUE, Move.ISSUE, revision, actor, now)
    draft = doing.draft
    if doing.done_before or draft.signed_document is None or draft.document_id is None:
        return queries.card(draft)
    files = [FileLink(signed.newest_file(draft.signed_document), "main", _name(draft))]
    for annex in DraftFile.objects.filter(draft=draft).order_by("position"):
        file = signed.newest_file(annex.signed_document) if annex.signed_document else annex.file
        files.append(FileLink(file, "annex", annex.name))
    card = documents.attach(document_id=draft.document_id, files=files, actor=actor, now=doing.now)
    _send(draft, card, [one.file_id for one in files], actor, doing.now)
    draft.issued_at = doing.now
    doing.move(Move.ISSUE, State.ISSUED, fields=("issued_at",))
    return queries.card(draft)


def _name(draft: Draft) -> str:
    return f"{draft.number.replace('/', '-')}.pdf"


def _send(draft: Draft, card: DocumentCard, files: list[UUID], actor: Actor, now: datetime) -> None:
    receivers = queries.receivers_of(draft)
    codes = [one.code for one in receivers if one.kind is ReceiverKind.CODE]
    if not codes:
        return
    kind = register.type_card(draft.type_code, clock.local_date(now))
    *power, position = draft.block or [""]
    content = Content(
        code_number=card.code_number,
        code_notation=card.code_notation,
        promulgated_on=draft.issued_on,
        place=composing.place_of(organisations.agency(draft.agency_id)),
        type_name=draft.type_name,
        type_raw=str(kind.exchange_number) if kind and kind.exchange_number else "",
        subject=draft.subject,
        signer=Signer("\n".join(power), position, card.signer_name),
        to_places=tuple(one.name for one in receivers),
        urgency=draft.urgency,
    )
    sent = exchange.send(
        agency_id=draft.agency_id,
        document_key=str(draft.public_id),
        content=content,
        attachments=files,
        receivers=codes,
        actor=actor,
        now=now,
    )
    Delivery.objects.bulk_create(
        Delivery(
            draft=draft, agency_id=draft.agency_id, consignment_id=one.id, code=one.receiver_code,
            name=one.receiver_name[:200], issued_at=now, changed_at=now,
        )
        for one in sent
    )  # fmt: skip


@transaction.atomic
def note_status(*, consignment_id: int, code: str, actor: Actor, now: datetime) -> None:
    """A receiver has said something of an issued document. Twice is once; what is not ours is nothing here."""
    row = Delivery.objects.select_for_update().filter(consignment_id=consignment_id).first()
    if row is None or row.status == code:
        return
    row.status, row.changed_at = code[:2], now
    row.save(update_fields=["status", "changed_at"])
    detail = {"status": row.status, "receiver": row.code}
    audit.record(actor, "drafting.status_noted", ("draft", row.draft_id), now=now, detail=detail)
