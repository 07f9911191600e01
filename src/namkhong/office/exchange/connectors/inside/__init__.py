"""To an agency on this platform: delivered in this database, in the transaction of whoever calls. Nothing is encoded.

It does not fit the protocol of the others, because it carries rows, not bytes: either both sides have it, or neither.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.foundation.files import queries as files
from namkhong.kernel import clock
from namkhong.office.exchange.bodies import agency_here
from namkhong.office.exchange.connectors import Receipt
from namkhong.office.exchange.errors import AxisRefused
from namkhong.office.exchange.models import Dispatch
from namkhong.office.exchange.receiving import TakenFile, take_document, take_status
from namkhong.office.exchange.saying import said_by
from namkhong.office.exchange.types import Content

VIA = "inside"


def deliver(dispatch: Dispatch, *, now: datetime) -> Receipt:
    """Give it to the agency it is for.

    :raises AxisRefused: no agency of the platform bears the code any more, or no such document was ever sent.
    """
    said = said_by(dispatch)
    if not isinstance(said, Content):
        if take_status(said, now=now) is None:
            raise AxisRefused(_("Nơi gửi không còn văn bản này trong danh sách đã gửi."))
        return Receipt()
    agency = agency_here(dispatch.receiver_code, clock.local_date(now))
    if agency is None:
        raise AxisRefused(_("Không còn cơ quan nào trên nền tảng mang mã %s.") % dispatch.receiver_code)
    rows = list(dispatch.message.files.order_by("position"))
    cards = files.files(row.file_id for row in rows)
    taken = [
        TakenFile(row.name, row.content_type, cards[row.file_id].sha256 if row.file_id in cards else "", row.file_id)
        for row in rows
    ]
    card = take_document(said, taken, agency, via=VIA, axis_id=str(dispatch.key), now=now)
    return Receipt(axis_id=str(card.public_id))
