"""Who answered for which step and kept its time: counted from the steps that were written down, which never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection

from namkhong.kernel import clock
from namkhong.kernel.actor import Actor
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.kernel.worktime import as_printed
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.models import Dossier, Step
from namkhong.services.dossiers.types import Timeliness
from namkhong.services.procedures import queries as procedures

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class StepCount:
    """What one official (0: nobody, the clock or the system) did at one step of the process in one unit."""

    agency_id: int
    account_id: int
    step_code: str
    step_name: str
    done: int
    early: int
    on_time: int
    late: int


@dataclass(frozen=True, slots=True)
class HeldCount:
    """What a unit holds now, and how much of it has run past the time of its step."""

    agency_id: int
    held: int
    overdue: int


@dataclass(frozen=True, slots=True)
class DoneStep:
    """One step that was done; ``open`` says whether this reader may open the dossier."""

    code: str
    step_name: str
    by_name: str
    from_at: datetime
    at: datetime
    due_at: datetime | None
    timeliness: str
    note: str
    open: bool


def _bounds(first: date, last: date) -> list[datetime]:
    days = (first, last + timedelta(days=1))
    return [datetime.combine(day, time.min, tzinfo=clock.VIETNAM) for day in days]


# Only steps with a time of their own: what waits for the citizen or an outside body is nobody's delay.
STEPS: Final = """
select s.agency_id, coalesce(s.by_id, 0), d.process_version_id, s.step_code, count(*)::int,
       count(*) filter (where s.timeliness = 'early')::int, count(*) filter (where s.timeliness = 'on_time')::int,
       count(*) filter (where s.timeliness = 'late')::int
  from dossiers_step s join dossiers_dossier d on d.id = s.dossier_id
 where s.agency_id = any(%(agencies)s) and s.at >= %(first)s and s.at < %(after)s and s.timeliness <> ''
 group by 1, 2, 3, 4
"""


def steps(agency_ids: Sequence[int], first: date, last: date) -> list[StepCount]:
    """Steps done in these units between two days, for each official and step, both days included."""
    start, after = _bounds(first, last)
    with connection.cursor() as cursor:
        cursor.execute(STEPS, {"agencies": list(agency_ids), "first": start, "after": after})
        found = cursor.fetchall()
    names = _Names()
    together: dict[tuple[int, int, str], list[Any]] = {}
    for agency, account, process, step_code, *counts in found:
        row = together.setdefault((agency, account, step_code), [names.of(process, step_code), 0, 0, 0, 0])
        row[1:] = [before + more for before, more in zip(row[1:], counts, strict=True)]
    return [StepCount(*key, *row) for key, row in together.items()]


class _Names:
    """Names of steps by process version; each version is asked for once."""

    def __init__(self) -> None:
        self._known: dict[int, Mapping[str, str]] = {}

    def of(self, process_version_id: int, step_code: str) -> str:
        if process_version_id not in self._known:
            card = procedures.process_version(process_version_id)
            self._known[process_version_id] = {step.code: step.name for step in card.steps}
        return self._known[process_version_id].get(step_code, step_code)


HELD: Final = """
select holder_agency_id, count(*)::int, count(*) filter (where step_due_at < %(minute)s)::int
  from dossiers_dossier where holder_agency_id = any(%(agencies)s)
   and state in ('filed', 'received', 'in_progress', 'decided') group by 1
"""


def held(agency_ids: Sequence[int], now: datetime) -> list[HeldCount]:
    """What these units hold at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"agencies": list(agency_ids), "minute": as_printed(now)})
        return [HeldCount(*row) for row in cursor.fetchall()]


def done_steps(
    agency_ids: Sequence[int],
    first: date,
    last: date,
    *,
    actor: Actor,
    account_id: int | None = None,
    step_code: str = "",
    timeliness: str = "",
    cursor: str = "",
) -> Page[DoneStep]:
    """The steps behind a number, the newest first; with each whether this reader may open its dossier.

    :raises Invalid: for a cursor that is none of ours.
    """
    start, after = _bounds(first, last)
    rows = Step.objects.filter(agency_id__in=list(agency_ids), at__gte=start, at__lt=after).exclude(timeliness="")
    if account_id is not None:
        rows = rows.filter(by_id=account_id) if account_id else rows.filter(by=None)
    if step_code:
        rows = rows.filter(step_code=step_code)
    if timeliness in {one.value for one in Timeliness}:
        rows = rows.filter(timeliness=timeliness)
    if cursor:
        moment, pk = decode_cursor(cursor, datetime, int)
        rows = rows.extra(where=["(dossiers_step.at, dossiers_step.id) < (%s, %s)"], params=[moment, pk])
    found = list(rows.select_related("dossier").order_by("-at", "-pk")[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = encode_cursor(found[-1].at, found[-1].pk)
    ids = {row.dossier_id for row in found}
    mine: set[int] = set()
    if policies.may_work_on_dossiers(actor) and ids:
        mine = set(Dossier.objects.filter(policies.visible_to(actor), pk__in=ids).values_list("pk", flat=True))
    names = _Names()
    return Page([_done(row, names, opens=row.dossier_id in mine) for row in found], following)


def _done(row: Step, names: _Names, *, opens: bool) -> DoneStep:
    return DoneStep(
        code=row.dossier.code or "",
        step_name=names.of(row.dossier.process_version_id, row.step_code),
        by_name=row.by_name,
        from_at=row.from_at,
        at=row.at,
        due_at=row.due_at,
        timeliness=row.timeliness,
        note=row.note if opens else "",
        open=opens,
    )
