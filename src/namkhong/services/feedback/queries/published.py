"""Answered questions that everybody may read: without names, contacts or dossiers."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.services.feedback.models import Inquiry
from namkhong.services.feedback.types import KINDS, Kind, Published

PAGE: Final = 20


def published(cursor: str = "", *, procedure_code: str = "") -> Page[Published]:
    """The newest answers first; of one procedure when it is named. Two queries.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = Inquiry.objects.filter(published=True).select_related("procedure")
    if procedure_code:
        rows = rows.filter(procedure__code=procedure_code)
    if cursor:
        answered, last = decode_cursor(cursor, datetime, int)
        rows = rows.filter(Q(answered_at__lt=answered) | Q(answered_at=answered, pk__lt=last))
    found = list(rows.order_by("-answered_at", "-pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(_answered(found[-1]), found[-1].pk)
    agencies = organisations.cards_of({row.assigned_agency_id or row.desk_agency_id for row in found})
    return Page(
        [
            Published(
                code=row.code,
                kind=str(KINDS[Kind(row.kind)]),
                title=row.public_title,
                question=row.public_text,
                answer=row.answer,
                agency=agencies[row.assigned_agency_id or row.desk_agency_id].name,
                procedure=row.procedure_name,
                procedure_code=row.procedure.code if row.procedure else "",
                answered_at=_answered(row),
            )
            for row in found
        ],
        following,
    )


def _answered(row: Inquiry) -> datetime:
    return row.answered_at or row.sent_at  # a published one has an answer: see the constraints of the table
