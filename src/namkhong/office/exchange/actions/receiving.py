"""An edXML message from outside: read, kept, announced; or kept with what is wrong with it. Never lost, never twice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions as files
from namkhong.foundation.files.errors import Infected, NotScannable, TooLarge, Unreadable, WrongKind
from namkhong.kernel import clock
from namkhong.office.exchange.bodies import agency_here
from namkhong.office.exchange.cards import SYSTEM, packet_card
from namkhong.office.exchange.edxml.reading import Document, read
from namkhong.office.exchange.errors import BadPacket
from namkhong.office.exchange.models import Packet
from namkhong.office.exchange.receiving import TakenFile, ours_among, take_document, take_status
from namkhong.office.exchange.rules import rules
from namkhong.office.exchange.states import PacketState
from namkhong.office.exchange.types import Attachment, PacketCard, PacketKind, StatusMessage


def accept_packet(*, data: bytes, via: str, now: datetime, axis_id: str = "") -> list[PacketCard]:
    """Take in one edXML message: a card for each agency of ours it is for, none for a status.

    The same document (id, sender, digest) is stored once, however often it comes. What cannot be read, or is for nobody
    here, is kept as a rejected packet that says why, with its bytes.
    """
    with translation.override(settings.LANGUAGE_CODE):  # the sentences are kept
        try:
            said = read(data, rules().limits)
        except BadPacket as fault:
            return [_reject(data, str(fault), via=via, axis_id=axis_id, now=now)]
        if isinstance(said, Document):
            return _document(said, data, via=via, axis_id=axis_id, now=now)
        with transaction.atomic():
            row = take_status(said, now=now)
        if row is None:
            why = _(
                "Tin trạng thái %(code)s nói về văn bản %(about)s, nhưng không tìm thấy văn bản này trong những văn bản đã gửi."
            )
            told = why % {"code": said.status.value, "about": said.about.document_id or said.about.number}
            return [_reject(data, told, via=via, axis_id=axis_id, now=now, said=said)]
        return []


def _document(said: Document, data: bytes, *, via: str, axis_id: str, now: datetime) -> list[PacketCard]:
    content = said.content
    agencies = ours_among(content, now)
    if not agencies:
        codes = ", ".join(party.code for party in content.to[:10])
        why = _("Gói tin gửi cho %s, không có cơ quan nào của nền tảng mang mã này.") % codes
        return [_reject(data, why, via=via, axis_id=axis_id, now=now, said=said)]
    with transaction.atomic():
        taken = _stored(said.attachments, now)
        original = _kept(data, now) if any(file.file_id is None for file in taken) else None
        return [
            take_document(content, taken, agency, via=via, axis_id=axis_id, now=now, original=original)
            for agency in agencies
        ]


def _stored(attachments: Sequence[Attachment], now: datetime) -> list[TakenFile]:
    """Each file judged and scanned as if a person had sent it; one that is not taken stops nobody, and says why."""
    taken = []
    for one in attachments:
        content = one.data or b""
        digest = hashlib.sha256(content).hexdigest()
        try:
            card = files.store(name=one.name, content=content, actor=SYSTEM, now=now, purpose="exchange")
        except (WrongKind, TooLarge, Unreadable, Infected, NotScannable) as fault:
            taken.append(TakenFile(one.name, one.content_type, digest, None, str(fault)))
        else:
            taken.append(TakenFile(card.name, card.media_type, digest, card.id))
    return taken


def _kept(data: bytes, now: datetime) -> UUID:
    return files.store_generated(
        name="goi-tin.edxml", content=data, media_type="application/xml", now=now, purpose="exchange"
    ).id


@transaction.atomic
def _reject(
    data: bytes,
    why: str,
    *,
    via: str,
    axis_id: str,
    now: datetime,
    said: Document | StatusMessage | None = None,
) -> PacketCard:
    """Keep what could not be taken, once for the same bytes. A stray status is shown to the agency it names."""
    digest = hashlib.sha256(data).hexdigest()
    known = Packet.objects.filter(via=via, digest=digest, state=PacketState.REJECTED).first()
    if known is not None:
        return packet_card(known)
    content = said.content if isinstance(said, Document) else None
    sender = content.sender if content is not None else said.sender if isinstance(said, StatusMessage) else None
    ours = agency_here(said.about.code, clock.local_date(now)) if isinstance(said, StatusMessage) else None
    row, new = Packet.objects.get_or_create(
        via=via,
        digest=digest,
        state=PacketState.REJECTED,
        defaults={
            "agency_id": ours.id if ours is not None else None,
            "kind": PacketKind.STATUS if isinstance(said, StatusMessage) else PacketKind.DOCUMENT,
            "axis_id": axis_id[:200],
            "from_code": sender.code[:60] if sender else "",
            "from_name": sender.name[:300] if sender else "",
            "document_id": content.document_id if content else "",
            "number": content.number[:60] if content else "",
            "subject": content.subject[:500] if content else "",
            "why": why,
            "original": _kept(data, now),
            "arrived_at": now,
        },
    )
    if new:
        audit.record(
            SYSTEM, "exchange.packet_rejected", ("packet", row.pk), now=now, reason=why, detail={"sha256": digest}
        )
    return packet_card(row)
