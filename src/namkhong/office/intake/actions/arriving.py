"""What comes in: over the axis or inside the platform by an event, on paper and by e-mail by the văn thư's hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext as _

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.files import actions as files
from namkhong.foundation.files.types import FileCard
from namkhong.kernel.actor import Actor
from namkhong.office.intake import doing, packets, policies, rules
from namkhong.office.intake.bodies import bodies_as
from namkhong.office.intake.errors import Missing, NotYours
from namkhong.office.intake.models import Arrival, ArrivalFile
from namkhong.office.intake.states import BY_HAND, Source
from namkhong.office.intake.types import ArrivalCard, NewFile

_PACKETS = UUID("6f1a3c52-8a4e-5b0e-9d3f-2b7c1e5a9f10")  # the space of the tokens of packets


@transaction.atomic
def take_packet(*, packet_id: int, actor: Actor, now: datetime) -> ArrivalCard | None:
    """A packet of another agency is here: it waits for the văn thư. The same packet again changes nothing.

    ``None`` when the packet is for an agency that is none of ours.
    """
    known = Arrival.objects.filter(packet_id=packet_id).first()
    if known is not None:
        return doing.card(known)
    packet = packets.read(packet_id)
    if packet is None:
        return None
    rule, by = rules.register_by(packet.agency_id, packet.arrived_at, urgent=packet.urgency > 0)
    arrival, created = Arrival.objects.get_or_create(
        token=uuid5(_PACKETS, str(packet_id)),
        defaults={
            "packet_id": packet_id,
            "agency_id": packet.agency_id,
            "source": packet.source,
            "business": packet.business,
            "earlier": Arrival.objects.filter(packet_id=packet.about_id).first() if packet.about_id else None,
            "subject": packet.subject[:500],
            "number": packet.number[:60],
            "type_name": packet.type_name[:100],
            "organ_name": packet.organ_name[:200],
            "organ_code": packet.organ_code[:60],
            "issued_on": packet.issued_on,
            "urgency": packet.urgency,
            "due_on": packet.due_on,
            "arrived_at": packet.arrived_at,
            "rule": rule,
            "register_by": by,
        },
    )
    if created:
        _keep(arrival, packet.files)
        audit.record(
            actor, "intake.arrived", ("arrival", arrival.pk), now=now,
            detail={"source": arrival.source, "packet": packet_id},
        )  # fmt: skip
    return doing.card(arrival)


@transaction.atomic
def record_arrival(
    *,
    agency_id: int,
    source: Source,
    uploads: Sequence[NewFile],
    stored: Sequence[str] = (),
    token: UUID,
    actor: Actor,
    now: datetime,
) -> ArrivalCard:
    """Paper that was scanned, or the file of an e-mail: it waits to be registered. The same form twice is one arrival.

    ``stored``: ids of files sent in pieces before the form.

    :raises NotYours: for everybody but the văn thư of the agency.
    :raises Missing: without a file, or over a way that is no hand's.
    """
    if agency_id not in bodies_as(actor, *policies.CLERK):
        raise NotYours
    _one_at_a_time(token)
    known = Arrival.objects.filter(token=token).first()
    if known is not None and known.agency_id == agency_id and known.packet_id is None:
        return doing.card(known)
    if known is not None:  # somebody else's mark: this is another form
        token = uuid4()
    if source not in BY_HAND:
        raise Missing({"source": _("Xin chọn văn bản đến bằng cách nào.")})
    if not uploads and not stored:
        raise Missing({"file": _("Xin chọn bản quét của văn bản, hoặc tệp đã nhận qua thư điện tử.")})
    kept: list[FileCard] = [
        files.store(name=one.name, content=one.content, actor=actor, now=now, purpose="intake.arrival")
        for one in uploads
    ]
    if stored:
        kept += files.take_posted(uploads=(), stored_ids=list(stored), actor=actor, now=now, purpose="intake.arrival")
    rule, by = rules.register_by(agency_id, now, urgent=False)
    arrival = Arrival.objects.create(
        token=token, agency_id=agency_id, source=source, arrived_at=now, rule=rule, register_by=by
    )
    first = "scan" if source is Source.PAPER else "main"
    _keep(arrival, [(one.id, one.name, first if place == 0 else "annex") for place, one in enumerate(kept)])
    audit.record(actor, "intake.arrived", ("arrival", arrival.pk), now=now, detail={"source": source.value})
    return doing.card(arrival)


def _one_at_a_time(token: UUID) -> None:
    """The same form sent twice at the same moment waits for itself."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"intake {token}"])


def _keep(arrival: Arrival, kept: Sequence[tuple[UUID, str, str]]) -> None:
    ArrivalFile.objects.bulk_create(
        ArrivalFile(arrival=arrival, place=place, file_id=file_id, name=name[:255], role=role)
        for place, (file_id, name, role) in enumerate(kept, 1)
    )
