"""What a dispatch says to its one receiver, and its bytes: the same for every try."""

from __future__ import annotations

import uuid
from dataclasses import replace as changed

from namkhong.foundation.files import queries as files
from namkhong.office.exchange.connectors import Parcel
from namkhong.office.exchange.edxml.writing import write, write_status
from namkhong.office.exchange.models import Dispatch
from namkhong.office.exchange.storing import content_of, status_of
from namkhong.office.exchange.types import Attachment, Content, Party, StatusMessage


def said_by(dispatch: Dispatch) -> Content | StatusMessage:
    """The words of its message, with its own receiver named."""
    message = dispatch.message
    if message.kind is None:
        return status_of(message.content)
    return changed(content_of(message.content), to=(Party(dispatch.receiver_code, dispatch.receiver_name),))


def parcel_of(dispatch: Dispatch) -> Parcel:
    """The edXML for an axis. Files are read whole: an edXML message is one piece.

    :raises NoSuchFile, NotScannedYet: a file of it is not to be had (now).
    """
    said = said_by(dispatch)
    if not isinstance(said, Content):
        return Parcel(dispatch.key, "status", said.sender.code, dispatch.receiver_code, write_status(said))
    attachments = [
        Attachment(
            name=row.name,
            content_type=row.content_type,
            data=files.read(row.file_id),
            content_id=str(uuid.uuid5(dispatch.message.public_id, str(row.position))),
        )
        for row in dispatch.message.files.order_by("position")
    ]
    return Parcel(dispatch.key, "edoc", said.sender.code, dispatch.receiver_code, write(said, attachments))
