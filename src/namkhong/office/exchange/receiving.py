"""Taking in what came: a document once for each agency of ours, a status once for each consignment.

The same door for the axis, a folder and the inside: what comes through it twice is there once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations.types import AgencyCard
from namkhong.kernel import clock
from namkhong.kernel.events import publish
from namkhong.office.exchange.bodies import agency_here, same_code
from namkhong.office.exchange.cards import SYSTEM, packet_card
from namkhong.office.exchange.events import PacketArrived, RecallAsked, StatusArrived
from namkhong.office.exchange.models import Consignment, Packet, PacketFile
from namkhong.office.exchange.queueing import step
from namkhong.office.exchange.states import ON_THE_WAY, ConsignmentState, DispatchState, PacketState, Recall, moved
from namkhong.office.exchange.storing import digest_of, to_json
from namkhong.office.exchange.telling import tell_sender
from namkhong.office.exchange.types import (
    BusinessKind,
    Content,
    PacketCard,
    PacketKind,
    Staff,
    StatusCode,
    StatusMessage,
)


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file of a packet, stored; or not, and why."""

    name: str
    content_type: str
    sha256: str
    file_id: UUID | None
    why: str = ""


def ours_among(content: Content, now: datetime) -> list[AgencyCard]:
    """The agencies of this platform among the receivers, each once."""
    day = clock.local_date(now)
    found = {card.id: card for party in content.to if (card := agency_here(party.code, day)) is not None}
    return list(found.values())


def take_document(
    content: Content,
    files: Sequence[TakenFile],
    agency: AgencyCard,
    *,
    via: str,
    axis_id: str,
    now: datetime,
    original: UUID | None = None,
) -> PacketCard:
    """Keep a document, or the wish to have one back, for one agency; tell the sender 01; announce it. Once.

    Runs in the caller's transaction.
    """
    content = _with_earlier(content)
    digest = digest_of(changed(content, to=()), [file.sha256 for file in files])
    known = _known(agency.id, content, digest)
    if known is not None:
        return packet_card(known)
    kind = PacketKind.RECALL if content.business.kind is BusinessKind.REVOKE else PacketKind.DOCUMENT
    about = _earlier(agency.id, content)
    mine = changed(content, to=tuple(party for party in content.to if _is(party.code, agency, now)) or content.to[:1])
    try:
        with transaction.atomic():
            packet = Packet.objects.create(
                agency_id=agency.id,
                state=PacketState.ACCEPTED,
                kind=kind,
                via=via,
                axis_id=axis_id[:200],
                from_code=content.sender.code[:60],
                from_name=content.sender.name[:300],
                document_id=_subject_of(content),
                digest=digest,
                number=content.number[:60],
                subject=content.subject[:500],
                content=to_json(mine),
                about=about,
                original=original,
                arrived_at=now,
            )
    except IntegrityError:  # another worker was faster with the very same
        again = _known(agency.id, content, digest)
        if again is None:
            raise
        return packet_card(again)
    PacketFile.objects.bulk_create(
        PacketFile(
            packet=packet,
            position=place,
            file_id=file.file_id,
            name=file.name[:255],
            content_type=file.content_type[:120],
            why=file.why,
        )
        for place, file in enumerate(files, 1)
    )
    audit.record(SYSTEM, "exchange.packet_accepted", ("packet", packet.pk), now=now, detail=_told(packet, len(files)))
    if kind is PacketKind.DOCUMENT:
        tell_sender(packet, StatusCode.ARRIVED, note="", staff=Staff(department=agency.name), actor=SYSTEM, now=now)
        publish(PacketArrived(packet_id=packet.pk, at=now))
        _recalled_before(packet, now)
    else:
        _recall_came(packet, about, now)
    return packet_card(packet)


def _with_earlier(content: Content) -> Content:
    """A recall names its document in ``Bussiness`` or, as the samples have it, in ``ResponseFor``: here in one place."""
    named = next((one.document_id for one in content.response_for if one.document_id), "")
    if content.business.kind is not BusinessKind.REVOKE or content.business.earlier or not named:
        return content
    return changed(content, business=changed(content.business, earlier=named))


def _recall_came(request: Packet, about: Packet | None, now: datetime) -> None:
    if about is not None:
        publish(RecallAsked(packet_id=about.pk, request_id=request.pk, at=now))
        return
    # There is nothing to give back: it never came. Should it come later, whoever is on duty is asked then.
    note = _("Nơi nhận chưa nhận được văn bản này.")
    tell_sender(request, StatusCode.AGREED, note=note, staff=Staff(), actor=SYSTEM, now=now)


def _recalled_before(packet: Packet, now: datetime) -> None:
    """A wish to have it back that was faster than the document itself."""
    for request in Packet.objects.filter(
        agency_id=packet.agency_id or 0,
        from_code=packet.from_code,
        kind=PacketKind.RECALL,
        state=PacketState.ACCEPTED,
        about__isnull=True,
        document_id=packet.document_id,
    ):
        request.about = packet
        request.save(update_fields=["about"])
        publish(RecallAsked(packet_id=packet.pk, request_id=request.pk, at=now))


def _known(agency_id: int, content: Content, digest: str) -> Packet | None:
    return Packet.objects.filter(
        agency_id=agency_id,
        from_code=content.sender.code[:60],
        document_id=_subject_of(content),
        digest=digest,
        state=PacketState.ACCEPTED,
    ).first()


def _subject_of(content: Content) -> str:
    """The document a packet is kept under: a recall under the one it wants back, so that this finds it."""
    recalls = content.business.kind is BusinessKind.REVOKE
    return (content.business.earlier if recalls else "") or content.document_id


def _earlier(agency_id: int, content: Content) -> Packet | None:
    """The packet that this one is about: what it updates, recalls or replaces; or an earlier one of the same document."""
    names = {content.business.earlier, content.document_id, *(one.document_id for one in content.business.replaced)}
    found = Packet.objects.filter(
        agency_id=agency_id,
        from_code=content.sender.code[:60],
        document_id__in=sorted(filter(None, names)),
        kind=PacketKind.DOCUMENT,
        state=PacketState.ACCEPTED,
    )
    return found.order_by("-id").first()


def take_status(status: StatusMessage, *, now: datetime) -> Consignment | None:
    """What a receiver tells of a document of ours, taken in once; ``None`` when no document of ours is meant.

    Runs in the caller's transaction.
    """
    row = _meant(status, now)
    if row is None:
        return None
    digest = digest_of(status)
    if row.steps.filter(digest=digest).exists():
        return row
    before = ConsignmentState(row.state)
    if not _waits_with_a_change(row):
        _has_it(row, now)
        row.state = moved(before, status.status)
    if status.status is StatusCode.AGREED:
        row.recall = Recall.AGREED if row.recall else Recall.NONE
    elif status.status is StatusCode.NOT_AGREED:
        row.recall = Recall.REFUSED if row.recall else Recall.NONE
    row.status_code, row.status_note, row.status_at, row.changed_at = status.status, status.note, status.at or now, now
    row.save(update_fields=["state", "recall", "status_code", "status_note", "status_at", "sent_at", "changed_at"])
    who = ", ".join(filter(None, (status.staff.name, status.staff.department))) or status.sender.name
    step(row, now, note=status.note, by_name=who, code=status.status, digest=digest)
    audit.record(
        SYSTEM, "exchange.status_arrived", ("consignment", row.pk), now=now, detail={"code": status.status.value}
    )
    publish(StatusArrived(consignment_id=row.pk, code=status.status.value, at=now))
    return row


def _waits_with_a_change(row: Consignment) -> bool:
    """The receiver has an earlier content, and speaks of that: what we say now has not gone."""
    waits = row.state in ON_THE_WAY or row.state == ConsignmentState.DEAD
    return waits and row.dispatches.filter(state=DispatchState.SENT, message__kind__isnull=False).exists()


def _has_it(row: Consignment, now: datetime) -> None:
    """The receiver speaks of it, so it has it, whatever the axis failed to say."""
    row.sent_at = row.sent_at or now
    row.dispatches.filter(state=DispatchState.DEAD, message_id=row.message_id).update(
        state=DispatchState.SENT, sent_at=now
    )


def _meant(status: StatusMessage, now: datetime) -> Consignment | None:
    """The consignment a status is about: by document id, else by number and day, at this very receiver."""
    about = status.about
    named = Q(document_id=about.document_id) if about.document_id else Q()
    if not about.document_id:
        day = f"{about.promulgated_on:%Y/%m/%d}" if about.promulgated_on else ""
        named = Q(number=about.number, document_id__contains=f",{day},") if day else Q(pk__in=[])
    here = agency_here(status.sender.code, clock.local_date(now))
    codes = {status.sender.code, same_code(status.sender.code), *([here.code] if here is not None else [])}
    rows = Consignment.objects.select_for_update().filter(named, receiver_code__in=sorted(codes))
    return rows.order_by("-id").first()


def _is(code: str, agency: AgencyCard, now: datetime) -> bool:
    here = agency_here(code, clock.local_date(now))
    return here is not None and here.id == agency.id


def _told(packet: Packet, files: int) -> dict[str, object]:
    return {"from": packet.from_code, "number": packet.number, "files": files, "kind": str(packet.kind)}
