"""A citizen's dossiers, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q

from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.queries.words import headline, is_late
from namkhong.services.dossiers.types import MyRow

PAGE: Final = 20


def mine(actor: Actor, cursor: str = "", *, now: datetime) -> Page[MyRow]:
    """Her own dossiers and those she helped with, drafts included."""
    older = _older_than(cursor)
    own = Dossier.objects.filter(older, person_id=actor.person_id or 0).order_by("-created_at", "-id")[: PAGE + 1]
    helped = Dossier.objects.filter(older, helper_id=actor.account_id).order_by("-created_at", "-id")[: PAGE + 1]
    rows = list(own.union(helped).order_by("-created_at", "-id")[: PAGE + 1])
    following = ""
    if len(rows) > PAGE:
        rows = rows[:PAGE]
        following = encode_cursor(rows[-1].created_at, rows[-1].pk)
    return Page([_row(row, actor, now) for row in rows], following)


def _older_than(cursor: str) -> Q:
    if not cursor:
        return Q()
    moment, last = decode_cursor(cursor, datetime, int)
    return Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=last)


def _row(row: Dossier, actor: Actor, now: datetime) -> MyRow:
    return MyRow(
        public_id=row.public_id,
        code=row.code or "",
        procedure_name=row.procedure_name,
        state=row.now_in,
        headline=headline(row, now),
        applicant_name=row.applicant_name,
        helped=row.person_id != actor.person_id,
        saved_at=row.saved_at,
        filed_at=row.filed_at,
        late=is_late(row, now),
        begun_by_another=row.is_draft and not policies.began(actor, row),
        mandate_over=policies.stood_in(actor, row),
    )
