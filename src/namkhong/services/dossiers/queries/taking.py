"""Taking dossiers out of a list: the ticked ones, all that are filtered, every line for a file. Nothing here counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import QuerySet
from django.http import QueryDict

from namkhong.foundation.organisations import queries as organisations
from namkhong.kernel import clock, text
from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.queries import worklist
from namkhong.services.dossiers.states import STATES, State
from namkhong.services.dossiers.types import (
    CHANNELS,
    Channel,
    Chosen,
    DossierId,
    InboxFilter,
    ListedRow,
    View,
)

_CODE: Final = re.compile(r"(?=.*[0-9])[A-Z0-9.]{2,30}(-[A-Z0-9.]{1,20}){1,4}")
_MOST_POSTS: Final = 10  # a batch of more kinds of posts is narrowed first
_TAKEN: Final = (
    "pk", "code", "applicant_name", "procedure_name", "state", "step_name", "channel", "filed_at", "received_at",
    "step_due_at", "due_at", "decided_at",
)  # fmt: skip


def works(actor: Actor) -> bool:
    """Does the actor hold a post that works on dossiers at all?"""
    return policies.may_work_on_dossiers(actor)


def asked(given: QueryDict) -> tuple[View, InboxFilter]:
    """The list and the filter an address speaks of; the first list where it says nothing sensible."""
    try:
        view = View(given.get("xem", View.MINE))
    except ValueError:
        view = View.MINE
    procedure = given.get("thu-tuc", "")
    wanted = InboxFilter(
        text=text.one_line(given.get("q", ""))[:200],
        procedure_id=int(procedure) if procedure.isascii() and procedure.isdigit() and len(procedure) < 16 else None,
        step_code=text.one_line(given.get("buoc", ""))[:40],
        channel=text.one_line(given.get("hinh-thuc", ""))[:10],
    )
    return view, wanted


def scanned(typed: str) -> str:
    """The code behind what a scanner typed into the search box: a bare code, or the address of form 01's QR.

    Empty for everything else; what is found is still asked of :func:`by_code`.
    """
    given = typed.strip()
    if "ma=" in given:
        given = QueryDict(given.partition("?")[2][:400]).get("ma", "")
    given = given.strip().upper()
    return given if len(given) <= 60 and _CODE.fullmatch(given) else ""


def chosen(actor: Actor, ids: Iterable[int]) -> list[Chosen]:
    """Those of these dossiers that the actor may know of, in the order asked. One query."""
    wanted = list(dict.fromkeys(ids))
    rows = {row.pk: row for row in Dossier.objects.filter(policies.visible_to(actor), pk__in=wanted)}
    return [chosen_row(actor, rows[pk]) for pk in wanted if pk in rows]


def named_to(actor: Actor, account_id: int, *, limit: int) -> list[Chosen]:
    """The open dossiers given to one official by name, of those the actor may know of, by their numbers."""
    rows = Dossier.objects.filter(
        policies.visible_to(actor), holder_account_id=account_id, state__in=policies.OPEN_STATES
    )
    return [chosen_row(actor, row) for row in rows.order_by("pk")[:limit]]


def may_take(actor: Actor, ids: Iterable[int], *, now: datetime) -> dict[int, str]:
    """The officials to whom these dossiers can be given, by account: whoever holds the posts they lie at. Names by given name."""
    posts = (
        Dossier.objects.filter(policies.visible_to(actor), pk__in=list(ids), holder_agency__isnull=False)
        .order_by("holder_agency_id", "holder_role")
        .values_list("holder_agency_id", "holder_role")
        .distinct()[:_MOST_POSTS]
    )
    day = clock.local_date(now)
    return {
        official.account_id: f"{official.full_name}, {official.title}"
        for agency_id, role in posts
        for official in organisations.officials_at(agency_id or 0, Role(role), day)
    }


def chosen_all(actor: Actor, view: View, wanted: InboxFilter, *, limit: int) -> list[Chosen]:
    """The first ``limit`` dossiers of a filtered list, by their numbers."""
    found = _whole(actor, view, wanted)
    return [chosen_row(actor, row) for row in found.order_by("pk")[:limit]] if found is not None else []


def every(actor: Actor, view: View, wanted: InboxFilter, *, size: int = 1_000) -> Iterator[list[ListedRow]]:
    """Every line of a filtered list, ``size`` at a time by key, oldest first: memory does not grow with the list."""
    found = _whole(actor, view, wanted)
    last = 0
    while found is not None and (rows := list(found.filter(pk__gt=last).order_by("pk").values_list(*_TAKEN)[:size])):
        last = rows[-1][0]
        yield [_line(row) for row in rows]


def _whole(actor: Actor, view: View, wanted: InboxFilter) -> QuerySet[Dossier] | None:
    """The same dossiers the inbox shows, each once."""
    if words := text.fold(wanted.text):
        return Dossier.objects.filter(policies.visible_to(actor), search__key__contains=words[:200])
    branches = worklist.narrowed(actor, view, wanted)
    return reduce(or_, branches) if branches else None


def chosen_row(actor: Actor, row: Dossier) -> Chosen:
    """What a batch needs to know of a dossier."""
    return Chosen(DossierId(row.pk), row.code or "", row.revision, worklist.next_move(actor, row) or "")


def _line(row: tuple[Any, ...]) -> ListedRow:
    _pk, code, applicant, procedure, state, step, channel, *moments = row
    return ListedRow(
        code or "", applicant, procedure, str(STATES[State(state)].official), step, str(CHANNELS[Channel(channel)]),
        *moments,
    )  # fmt: skip
