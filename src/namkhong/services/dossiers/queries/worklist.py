"""The officials' lists: what is due first, page by page by key, counted to a thousand and no further.

Each post of the official gives one branch served by one partial index; the branches are merged by PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import F, Q, QuerySet

from namkhong.kernel import text
from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import COUNT_LIMIT, BoundedCount, Page, decode_cursor, encode_cursor
from namkhong.kernel.worktime import as_printed
from namkhong.services.dossiers import policies, searching
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.policies import Ability
from namkhong.services.dossiers.queries.consulted import open_questions
from namkhong.services.dossiers.queries.words import due_words
from namkhong.services.dossiers.states import MOVES, OPEN, PAUSED, RUNNING, STATES, Move, State
from namkhong.services.dossiers.types import (
    CHANNELS,
    Channel,
    DossierId,
    FilterChoices,
    Inbox,
    InboxFilter,
    InboxRow,
    View,
    Waiting,
)

PAGE: Final = 50
_HELD: Final = [State.FILED, State.RECEIVED, State.IN_PROGRESS, State.DECIDED]
_NEXT: Final = {
    Ability.RECEIVE: Move.RECEIVE,
    Ability.TAKE_OVER: Move.TAKE_OVER,
    Ability.DECIDE: Move.DECIDE,
    Ability.SEND_DRAFT: Move.SEND_DRAFT,
    Ability.FORWARD: Move.FORWARD,
    Ability.HAND_OVER: Move.HAND_OVER,
    Ability.SEND_SUPPLEMENT: Move.REQUEST_SUPPLEMENT,
    Ability.APPROVE_SUPPLEMENT: Move.APPROVE_SUPPLEMENT,
    Ability.APPROVE_NOT_RECEIVE: Move.NOT_RECEIVE,
}
_KEYS: Final = {View.IN_PROGRESS: "due_at", View.PAUSED: "step_started_at"}  # who waits longest stands first


def views_of(actor: Actor) -> tuple[View, ...]:
    """The lists that make sense for this official."""
    if not policies.may_work_on_dossiers(actor):
        return ()
    if actor.holds(*policies.AT_COUNTER):
        return tuple(View)
    return (View.MINE, View.IN_PROGRESS, View.PAUSED)


def inbox(
    actor: Actor, view: View = View.MINE, cursor: str = "", *, now: datetime, wanted: InboxFilter | None = None
) -> Inbox:
    """One page of a list."""
    wanted = wanted or InboxFilter()
    if words := text.fold(wanted.text):
        return _found(actor, words, cursor, now)
    key = _KEYS.get(view, "step_due_at")
    page = page_of(narrowed(actor, view, wanted), key, actor, cursor, now)
    choices, total, late = _summary(actor, view, now)
    return Inbox(tuple(page.items), page.next, BoundedCount(total), late, choices)


def page_of(
    branches: Iterable[QuerySet[Dossier]], key: str, actor: Actor, cursor: str, now: datetime
) -> Page[InboxRow]:
    """One page of the merged branches, sorted by a moment that every open dossier has (see the table's constraints)."""
    after = _after(cursor, key)
    rows = _merged((branch.filter(after).order_by(key, "pk")[: PAGE + 1] for branch in branches), key)
    following = ""
    if len(rows) > PAGE:
        rows = rows[:PAGE]
        due: datetime = getattr(rows[-1], key)
        following = encode_cursor(due, rows[-1].pk)
    return Page([_row(row, actor, now) for row in rows], following)


def count(actor: Actor, view: View) -> BoundedCount:
    """How many are in a list, never counted past a thousand."""
    return BoundedCount(len(_some_ids(actor, view)))


def counts(actor: Actor, views: Iterable[View]) -> dict[View, BoundedCount]:
    """How many are in each of these lists, asked in one question; never counted past a thousand."""
    found = _counted({view.value: (branches_of(actor, view), COUNT_LIMIT + 1) for view in views})
    return {View(name): BoundedCount(number) for name, number in found.items()}


def waiting(actor: Actor, views: Iterable[View], now: datetime) -> Waiting:
    """What the menu of every official's page says, asked in one question."""
    late = [branch.filter(step_due_at__lt=as_printed(now)) for branch in branches_of(actor, View.MINE)]
    parts: dict[str, _Part] = {view.value: (branches_of(actor, view), COUNT_LIMIT + 1) for view in views}
    found = _counted({**parts, "late": (late, 1), "asked": (open_questions(actor), COUNT_LIMIT + 1)})
    lists = {view: BoundedCount(found.get(view.value, 0)) for view in views}
    return Waiting(lists, late=found.get("late", 0) > 0, asked=BoundedCount(found.get("asked", 0)))


_Part = tuple[Sequence[QuerySet[Any, Any]], int]


def _counted(parts: Mapping[str, _Part]) -> dict[str, int]:
    """How many stand in each part, whose branches are ranges of one index each, up to its limit."""
    asked: list[str] = []
    params: list[Any] = []
    for name, (ranges, limit) in parts.items():
        branches = [branch.order_by().values("pk")[:limit] for branch in ranges]
        if not branches:
            continue
        merged: QuerySet[Any, Any] = branches[0].union(*branches[1:]) if len(branches) > 1 else branches[0]
        sql, given = merged.query.sql_with_params()
        asked.append(f"select %s, count(*) from (select * from ({sql}) a limit {limit}) b")  # noqa: S608
        params += [name, *given]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(asked), params)  # the inner statements are Django's own
        return dict(cursor.fetchall())


def _some_ids(actor: Actor, view: View) -> list[int]:
    branches = [
        branch.order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1] for branch in branches_of(actor, view)
    ]
    if not branches:
        return []
    merged = branches[0].union(*branches[1:]) if len(branches) > 1 else branches[0]
    return list(merged[: COUNT_LIMIT + 1])


def branches_of(actor: Actor, view: View) -> list[QuerySet[Dossier]]:
    """One index range per post and list."""
    if view is View.IN_PROGRESS:
        return [
            Dossier.objects.filter(scope, state__in=sorted(OPEN - PAUSED - {State.FILED, State.DECIDED}))
            for scope in _scopes(actor)
        ]
    if view is View.PAUSED:  # nothing is promised meanwhile, so there is no due date to sort by
        return [Dossier.objects.filter(scope, state__in=sorted(PAUSED)) for scope in _scopes(actor, paused=True)]
    states = {
        View.MINE: _HELD,
        View.TO_RECEIVE: [State.FILED, State.RECEIVED],
        View.TO_HAND_OVER: [State.DECIDED],
    }[view]
    roles = policies.WORKING if view is View.MINE else policies.AT_COUNTER
    places = sorted({(post.agency_id, post.role.value) for post in actor.posts if post.role in roles})
    free = Q(holder_account=None) | Q(holder_account__in=actor.accounts)
    return [
        Dossier.objects.filter(free, holder_agency_id=agency, holder_role=role, state__in=states)
        for agency, role in places
    ]


def _scopes(actor: Actor, *, paused: bool = False) -> Iterable[Q]:
    for agency in sorted(actor.agencies_as(*policies.AT_COUNTER)):
        if paused:  # it waits at the counter that received it
            yield Q(receiver_agency_id=agency)
            continue
        yield Q(home_counter_id=agency)
        yield Q(receiver_agency_id=agency) & ~Q(receiver_agency_id=F("home_counter_id"))
    for agency in sorted(actor.agencies_as(*policies.LEADING)):
        yield Q(decider_agency_id=agency)
    for agency in sorted(actor.agencies_as(*policies.IN_UNIT)):
        yield Q(unit_agency_id=agency)


def narrowed(actor: Actor, view: View, wanted: InboxFilter) -> list[QuerySet[Dossier]]:
    """A list with its filter, one index range each; a dossier may stand in two of them."""
    return [_narrow(branch, wanted) for branch in branches_of(actor, view)]


def _narrow(branch: QuerySet[Dossier], wanted: InboxFilter) -> QuerySet[Dossier]:
    if wanted.procedure_id is not None:
        branch = branch.filter(procedure_id=wanted.procedure_id)
    if wanted.step_code:
        branch = branch.filter(step_code=wanted.step_code)
    if wanted.channel:
        branch = branch.filter(channel=wanted.channel)
    return branch


def _merged(branches: Iterable[QuerySet[Dossier]], key: str) -> list[Dossier]:
    found = list(branches)
    if not found:
        return []
    if len(found) == 1:
        return list(found[0])
    return list(found[0].union(*found[1:]).order_by(key, "id")[: PAGE + 1])


def _after(cursor: str, key: str) -> Q:
    if not cursor:
        return Q()
    moment, last = decode_cursor(cursor, datetime, int)
    return Q(**{f"{key}__gt": moment}) | Q(**{key: moment, "pk__gt": last})


def _found(actor: Actor, words: str, cursor: str, now: datetime) -> Inbox:
    """Any dossier this official may see, ended ones too, by name or any part of the code, newest first."""
    kept = searching.matching(words[:200], policies.agencies_near(actor))
    seen = Dossier.objects.filter(kept, policies.visible_to(actor))
    if cursor:
        seen = seen.filter(pk__lt=decode_cursor(cursor, int)[0])
    rows = list(seen.order_by("-pk")[: PAGE + 1])
    following = ""
    if len(rows) > PAGE:
        rows = rows[:PAGE]
        following = encode_cursor(rows[-1].pk)
    empty = FilterChoices((), (), ())
    return Inbox(tuple(_row(row, actor, now) for row in rows), following, BoundedCount(len(rows)), 0, empty)


def _summary(actor: Actor, view: View, now: datetime) -> tuple[FilterChoices, int, int]:
    """What the list holds, over its first thousand rows: filter choices, how many, how many late. One query."""
    branches = [
        branch.order_by().values(
            "pk", "procedure_id", "procedure_name", "step_code", "step_name", "channel", "step_due_at"
        )[: COUNT_LIMIT + 1]
        for branch in branches_of(actor, view)
    ]
    if not branches:
        return FilterChoices((), (), ()), 0, 0
    merged: QuerySet[Any, Any] = branches[0].union(*branches[1:]) if len(branches) > 1 else branches[0]
    sql, params = merged.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(  # the inner statement is Django's own, its values are parameters
            "select procedure_id, min(procedure_name), step_code, min(step_name), channel, count(*),"  # noqa: S608
            f" count(*) filter (where step_due_at < %s) from (select * from ({sql}) a limit {COUNT_LIMIT + 1}) b"
            " group by procedure_id, step_code, channel",
            [as_printed(now), *params],
        )
        found = cursor.fetchall()
    choices = FilterChoices(
        procedures=_pairs((str(row[0]), row[1]) for row in found),
        steps=_pairs((row[2], row[3]) for row in found if row[2]),
        channels=_pairs((row[4], str(CHANNELS[Channel(row[4])])) for row in found),
    )
    return choices, sum(row[5] for row in found), sum(row[6] for row in found)


def _pairs(items: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(set(items), key=lambda pair: text.fold(pair[1])))


def next_move(actor: Actor, row: Dossier) -> Move | None:
    """The one thing this actor may do with the dossier now."""
    can = policies.abilities(actor, row)
    return next((move for ability, move in _NEXT.items() if ability in can), None)


def _row(row: Dossier, actor: Actor, now: datetime) -> InboxRow:
    move = next_move(actor, row)
    due, kind = _due(row, now, mine=move is not None)
    return InboxRow(
        id=DossierId(row.pk),
        code=row.code or "",
        state=row.now_in,
        applicant_name=row.applicant_name,
        procedure_name=row.procedure_name,
        channel=str(CHANNELS[Channel(row.channel)]),
        step_name=row.step_name or str(STATES[row.now_in].official),
        due=due,
        due_kind=kind,
        mine=move is not None,
        next_move=move,
        next_words=str(MOVES[move].official) if move else "",
        revision=row.revision,
        filed_at=row.filed_at,
        due_at=row.due_at,
    )


def _due(row: Dossier, now: datetime, *, mine: bool) -> tuple[str, str]:
    """The holder sees the time of her step, everybody else the promised date."""
    due = row.step_due_at if mine or row.now_in is State.FILED else row.due_at
    if due is None or row.now_in not in {*RUNNING, State.FILED, State.DECIDED}:
        return str(STATES[row.now_in].official), "plain"
    return due_words(due, now)
