"""What the province counts of its dossiers: aggregates over an index, never asked by a page, only by the job of the board.

A dossier counts as received on the day of its reception, as settled on the day of its decision, on time when the decision
fell not later than the promised minute, and as waiting while it is received and neither decided nor stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Min

from namkhong.kernel import clock
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.kernel.worktime import as_printed
from namkhong.services.dossiers.models import Dossier, IssuedForm
from namkhong.services.dossiers.states import RUNNING, STATES, State

PAGE: Final = 50
_APOLOGY: Final = "04"
_WAITING: Final = sorted({*RUNNING, State.SUPPLEMENT_REQUESTED, State.FINANCIAL_OBLIGATION})
_RUNNING: Final = sorted(RUNNING)


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of one agency and procedure."""

    day: date
    agency_id: int
    procedure_id: int
    received: int
    on_time: int
    late: int


@dataclass(frozen=True, slots=True)
class Times:
    """Working minutes from the start of the clock to the decision; ``None`` in a key field = all of them together."""

    agency_id: int | None
    field: str | None
    procedure_id: int | None
    median: int | None
    p90: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What stood open at a moment; ``overdue`` of it ran past the promised time without being suspended."""

    agency_id: int
    procedure_id: int
    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class OpenCode:
    """An open dossier as everybody may know it: code and stage, and when late since when and what was promised anew."""

    code: str
    stage: str
    due_at: datetime | None
    late: bool
    apologised_at: datetime | None = None


def _bounds(first: date, last: date) -> list[datetime]:
    """From the first minute of ``first`` to the last of ``last``, in Việt Nam."""
    days = (first, last + timedelta(days=1))
    return [datetime.combine(day, time.min, tzinfo=clock.VIETNAM) for day in days]


def first_day() -> date | None:
    """The day on which the first dossier was received. Read from the end of an index."""
    first = Dossier.objects.filter(received_at__isnull=False).aggregate(first=Min("received_at"))["first"]
    return clock.local_date(first) if first else None


# Who decided at a moment: after a reorganisation what was received and settled before stays with who did it.
IN_CHARGE: Final = """coalesce((select r.old_decider_id from dossiers_relocation r
                  where r.dossier_id = d.id and r.at > {moment} order by r.at limit 1), d.decider_agency_id)"""

DAYS: Final = f"""
select day, agency, procedure, sum(received)::int, sum(on_time)::int, sum(late)::int from (
  select (received_at at time zone 'Asia/Ho_Chi_Minh')::date as day, {IN_CHARGE.format(moment="d.received_at")} as agency,
         procedure_id as procedure, count(*) as received, 0 as on_time, 0 as late
    from dossiers_dossier d where received_at >= %(first)s and received_at < %(after)s group by 1, 2, 3
  union all
  select (decided_at at time zone 'Asia/Ho_Chi_Minh')::date, {IN_CHARGE.format(moment="d.decided_at")}, procedure_id, 0,
         count(*) filter (where date_trunc('minute', decided_at) <= due_at),
         count(*) filter (where date_trunc('minute', decided_at) > due_at)
    from dossiers_dossier d where decided_at >= %(first)s and decided_at < %(after)s group by 1, 2, 3
) counted group by 1, 2, 3
"""  # noqa: S608 - our own words


def days(first: date, last: date) -> list[DayCount]:
    """Received, on time and late for each day, deciding agency and procedure, both days included."""
    start, after = _bounds(first, last)
    return [DayCount(*row) for row in _rows(DAYS, {"first": start, "after": after})]


TIMES: Final = f"""
select d.agency, f.slug, d.procedure_id,
       round(percentile_cont(0.5) within group (order by d.worked_minutes))::int,
       round(percentile_cont(0.9) within group (order by d.worked_minutes))::int
  from (select procedure_id, worked_minutes, {IN_CHARGE.format(moment="d.decided_at")} as agency from dossiers_dossier d
         where d.decided_at >= %(first)s and d.decided_at < %(after)s and d.worked_minutes is not null) d
  join unnest(%(procedures)s::bigint[], %(fields)s::text[]) as f(procedure_id, slug) on f.procedure_id = d.procedure_id
 group by grouping sets ((), (d.agency), (f.slug), (d.procedure_id), (d.agency, d.procedure_id),
                         (d.agency, f.slug))
"""  # noqa: S608 - our own words


def times(first: date, last: date, fields: Mapping[int, str]) -> list[Times]:
    """Median and 90 % of the working time of what was decided between two days, for each group the board shows.

    ``fields`` says to which field of administration each procedure belongs.
    """
    start, after = _bounds(first, last)
    asked = {"first": start, "after": after, "procedures": list(fields), "fields": list(fields.values())}
    return [Times(*row) for row in _rows(TIMES, asked)]


# What is open now is open by its own row; what has ended since is judged by its steps, which never change.
WAITING: Final = f"""
select {IN_CHARGE.format(moment="%(moment)s")}, d.procedure_id, count(*)::int,
       count(*) filter (where stood.to_state = any(%(running)s) and promised.due_at < %(minute)s)::int
  from dossiers_dossier d
  join lateral (select s.to_state from dossiers_step s where s.dossier_id = d.id and s.at < %(moment)s
                 order by s.revision desc limit 1) stood on true
  left join lateral (select c.due_at from dossiers_clockevent c where c.dossier_id = d.id and c.at < %(moment)s
                      order by c.id desc limit 1) promised on true
 where d.received_at < %(moment)s and (d.decided_at is null or d.decided_at >= %(moment)s)
   and stood.to_state = any(%(waiting)s)
 group by 1, 2
"""  # noqa: S608 - our own words


def waiting(moment: datetime) -> list[Waiting]:
    """What stood open at a moment, past or present, for each deciding agency and procedure."""
    asked = {"moment": moment, "minute": as_printed(moment), "waiting": _WAITING, "running": _RUNNING}
    return [Waiting(*row) for row in _rows(WAITING, asked)]


def open_codes(agency_id: int, *, now: datetime, late: bool = False, cursor: str = "") -> Page[OpenCode]:
    """The open dossiers that one agency decides, what is due first first: code and stage, never whose or about what.

    :raises Invalid: for a cursor that is none of ours.
    """
    rows = Dossier.objects.filter(decider_agency_id=agency_id, state__in=_WAITING)
    if late:
        rows = rows.filter(state__in=_RUNNING, due_at__lt=as_printed(now))
    rows = _after(rows, cursor).order_by("due_at", "pk")
    found = list(rows.only("code", "state", "due_at", "clock_started_at")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].due_at or now, found[-1].pk)
    said = _apologies([row.pk for row in found])
    return Page([_open(row, now, said.get(row.pk)) for row in found], following)


def _after(rows: Any, cursor: str) -> Any:
    if not cursor:
        return rows
    moment, last = decode_cursor(cursor, datetime, int)
    return rows.extra(where=["(due_at, dossiers_dossier.id) > (%s, %s)"], params=[moment, last])


def _apologies(dossier_ids: Sequence[int]) -> dict[int, datetime]:
    """When form 04 was sent for each of these, if it was."""
    issued = IssuedForm.objects.filter(dossier__in=dossier_ids, code=_APOLOGY).order_by("issued_at")
    return dict(issued.values_list("dossier_id", "issued_at"))


def _open(row: Dossier, now: datetime, apologised_at: datetime | None) -> OpenCode:
    state = State(row.state)
    late = state in RUNNING and row.due_at is not None and as_printed(now) > row.due_at
    promised = row.due_at if row.clock_started_at is not None else None
    return OpenCode(row.code or "", str(STATES[state].stage), promised, late, apologised_at)


def _rows(sql: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
