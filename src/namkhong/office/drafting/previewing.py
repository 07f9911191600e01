"""The page of a draft as it would be printed now, before anything is locked: for its drafter and whoever checks it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.errors import MayNotSign
from namkhong.kernel import clock
from namkhong.office.drafting import composing, layouts, queries
from namkhong.office.drafting.composing import Frame
from namkhong.office.drafting.models import Draft
from namkhong.office.drafting.paper.render import laid
from namkhong.office.drafting.queries.drafts import content_of
from namkhong.web.words import day, moment


def frame_of(draft: Draft, *, block: tuple[str, ...], signer: str, initials: int) -> Frame:
    """Who issues and signs a draft."""
    notation = "-".join(part for part in (draft.abbreviation, "UBND", draft.symbol) if part)
    return Frame(
        agency=organisations.agency(draft.agency_id),
        unit=organisations.agency(draft.unit_id),
        type_name=draft.type_name,
        abbreviation=draft.abbreviation,
        symbol=notation,
        block=block,
        signer=signer,
        initials=initials,
    )


def preview(draft: Draft, now: datetime) -> bytes:
    """The newest version on paper. Without a signer, or with one who may not sign today, the place of the block says so."""
    block: tuple[str, ...] = (_("(CHƯA CHỌN NGƯỜI KÝ)"),)
    signer = ""
    if draft.signer_id is not None:
        try:
            found = organisations.signature_block(draft.signer_id, draft.agency_id, clock.local_date(now))
            block, signer = found.lines, found.name
        except MayNotSign:
            block = (_("(NGƯỜI KÝ HÔM NAY KHÔNG CÓ THẨM QUYỀN)"),)
    frame = frame_of(draft, block=block, signer=signer, initials=0)
    content = content_of(queries.newest(draft), draft.urgency)
    return composing.composed(frame, content, queries.receivers_of(draft), at=now).pdf


def opinions(draft: Draft, now: datetime) -> bytes:
    """The table of opinions on paper."""
    rules = layouts.layout(clock.local_date(now))
    rows = [
        {
            "who": row.who,
            "words": row.words or _("(chưa có ý kiến)"),
            "day": day(row.given_at) if row.given_at else "",
            "answer": ". ".join(part for part in (row.answer, row.answer_words) if part),
        }
        for row in queries.opinions(draft, clock.local_date(now))
    ]
    head = composing.head_of(organisations.agency(draft.agency_id), rules, now)
    subject = f"{draft.type_name} {draft.subject}"
    data = {**head, "subject": subject, "rows": rows, "at": moment(now), "symbol": "", "urgency": ""}
    return laid("opinions", data, at=now).pdf
