"""Telling the sender of a packet how its document fares here."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.office.exchange import policies
from namkhong.office.exchange.errors import NoSuchPacket, Unfinished
from namkhong.office.exchange.models import Packet, PacketAnswer
from namkhong.office.exchange.states import PacketState
from namkhong.office.exchange.telling import tell_sender
from namkhong.office.exchange.types import PacketKind, Staff, StatusCode

_WITH_REASON: Final = frozenset({StatusCode.REFUSED, StatusCode.NOT_AGREED})
_TO_A_RECALL: Final = frozenset({StatusCode.AGREED, StatusCode.NOT_AGREED})


@transaction.atomic
def answer(
    *, packet_id: int, status: StatusCode, actor: Actor, now: datetime, note: str = "", staff: Staff | None = None
) -> None:
    """Tell the sender; the same status of the same packet is told once.

    15 and 16 answer the wish to have it back: ``packet_id`` may be the document's or the request's.

    :raises NoSuchPacket: there is none, or it could not be read.
    :raises NotInTheAgency: an official of another agency.
    :raises Unfinished: 02 or 16 without a reason.
    """
    packet = Packet.objects.select_for_update().filter(pk=packet_id, state=PacketState.ACCEPTED).first()
    if packet is None or packet.agency_id is None:
        raise NoSuchPacket
    policies.require_inside(actor, packet.agency_id)
    reason = text.clean(note)
    if status in _WITH_REASON and not reason:
        raise Unfinished({"note": _("Xin ghi lý do để nơi gửi biết.")})
    if status in _TO_A_RECALL and packet.kind == PacketKind.DOCUMENT:
        asked = Packet.objects.select_for_update().filter(about=packet, kind=PacketKind.RECALL).order_by("-id").first()
        packet = asked or packet
    if PacketAnswer.objects.filter(packet=packet, code=status).exists():
        return
    told = staff or Staff(department=organisations.agency(packet.agency_id or 0).name, name=actor.label)
    tell_sender(packet, status, note=reason, staff=told, actor=actor, now=now)
    audit.record(
        actor, "exchange.answered", ("packet", packet.pk), now=now, reason=reason, detail={"status": status.value}
    )
