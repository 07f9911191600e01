"""For those who sign and answer: what waits for my signature, and what is late with whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import COUNT_LIMIT, Page
from namkhong.kernel.worktime import as_printed
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.queries import worklist
from namkhong.services.dossiers.states import Pending
from namkhong.services.dossiers.types import InboxFilter, InboxRow, LateWith, View


def to_sign(actor: Actor, cursor: str = "", *, now: datetime) -> Page[InboxRow]:
    """What waits for this actor's decision, due first."""
    branches = [
        branch.filter(step_kind__in=["decide", Pending.LEADER.value])
        for branch in worklist.narrowed(actor, View.MINE, InboxFilter())
    ]
    return worklist.page_of(branches, "step_due_at", actor, cursor, now)


def late_with(actor: Actor, now: datetime) -> list[LateWith]:
    """The late steps among the open dossiers of her agencies, by whoever holds them; over a thousand rows at most.

    One query; the most late come first.
    """
    branches: list[QuerySet[Dossier, Any]] = [
        branch.filter(step_due_at__lt=as_printed(now), holder_agency__isnull=False)
        .order_by()
        .values("pk", "holder_agency_id", "holder_account_id", "step_name", "step_due_at")[: COUNT_LIMIT + 1]
        for branch in worklist.narrowed(actor, View.IN_PROGRESS, InboxFilter())
    ]
    if not branches:
        return []
    merged = branches[0].union(*branches[1:]) if len(branches) > 1 else branches[0]
    sql, params = merged.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(  # the inner statement is Django's own, its values are parameters
            "select holder_agency_id, holder_account_id, step_name, count(*), min(step_due_at)"  # noqa: S608
            f" from (select * from ({sql}) a limit {COUNT_LIMIT + 1}) b group by 1, 2, 3 order by 4 desc, 5, 1, 3",
            params,
        )
        return [LateWith(*row) for row in cursor.fetchall()]
