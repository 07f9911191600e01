"""Writing down what is to go: a message, its dispatches, and the job that tries them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from namkhong.foundation.files.types import FileCard
from namkhong.kernel.actor import Actor
from namkhong.office.exchange.conf import conf
from namkhong.office.exchange.models import (
    Consignment,
    ConsignmentStep,
    Dispatch,
    Message,
    MessageFile,
    Packet,
)
from namkhong.office.exchange.states import ConsignmentState
from namkhong.office.exchange.storing import digest_of, to_json
from namkhong.office.exchange.types import BusinessKind, Content, StatusMessage

INSIDE = "inside"
NOWHERE = "none"  # no connector is set: what goes outside waits there, dead, with the reason told


def way_to(*, inside: bool) -> str:
    """By which connector a receiver is reached now."""
    return INSIDE if inside else conf().connector or NOWHERE


def message_of(
    said: Content | StatusMessage,
    *,
    agency_id: int,
    document_key: str,
    kind: BusinessKind | None,
    files: Sequence[FileCard],
    actor: Actor,
    now: datetime,
) -> Message:
    """The message with its files, saved."""
    message = Message.objects.create(
        agency_id=agency_id,
        document_key=document_key,
        kind=kind,
        content=to_json(said),
        digest=digest_of(said, [file.sha256 for file in files]),
        created_at=now,
        created_by_id=actor.account_id,
    )
    MessageFile.objects.bulk_create(
        MessageFile(
            message=message, position=place, file_id=file.id, name=file.name[:255], content_type=file.media_type
        )
        for place, file in enumerate(files, 1)
    )
    return message


def queue(
    message: Message,
    *,
    receiver_code: str,
    receiver_name: str,
    via: str,
    now: datetime,
    consignment: Consignment | None = None,
    packet: Packet | None = None,
) -> Dispatch:
    """One packet to one receiver, behind what its line still holds."""
    line = f"c{consignment.pk}" if consignment is not None else f"p{packet.pk if packet is not None else 0}"
    dispatch = Dispatch.objects.create(
        message=message,
        consignment=consignment,
        packet=packet,
        receiver_code=receiver_code,
        receiver_name=receiver_name[:300],
        via=via,
        line=line,
        next_at=now,
        created_at=now,
    )
    wake([dispatch.pk])
    return dispatch


def wake(dispatch_ids: Sequence[int], seconds: int = 0) -> None:
    """Have these tried, at once or later. One job too many does nothing."""
    if dispatch_ids:
        jobs: list[dict[str, JSONValue]] = [{"dispatch_id": pk} for pk in dispatch_ids]
        if seconds:
            app.configure_task("exchange.deliver", schedule_in={"seconds": seconds}).batch_defer(*jobs)
        else:
            app.configure_task("exchange.deliver").batch_defer(*jobs)


def step(
    consignment: Consignment, now: datetime, *, note: str = "", by_name: str = "", code: str = "", digest: str = ""
) -> None:
    """What happened, for the history of a consignment."""
    ConsignmentStep.objects.create(
        consignment=consignment,
        at=now,
        state=ConsignmentState(consignment.state).value,
        code=code,
        note=note,
        by_name=by_name[:300],
        digest=digest,
    )
