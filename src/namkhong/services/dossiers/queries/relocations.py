"""Dossiers that a reorganisation concerns: counted before, looked up after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import connection

from namkhong.foundation.organisations.types import AgencyMap, Flow, Forecast, Need
from namkhong.kernel import clock
from namkhong.services.dossiers.models import OpinionRequest
from namkhong.services.dossiers.relocating import Place, relocated
from namkhong.services.dossiers.states import OPEN, State
from namkhong.services.procedures import queries as procedures

# What can still be worked on. What has ended stays with who did it; who carries on sees it.
STATES: Final = tuple(sorted(state.value for state in (*OPEN, State.DRAFT)))
COLUMNS: Final = (
    "receiver_agency_id, home_counter_id, decider_agency_id, unit_agency_id, return_agency_id, holder_agency_id,"
    " holder_role, holder_account_id, step_index, process_version_id, procedure_id"
)
NAMED: Final = (
    "state = any(%s) and (receiver_agency_id = any(%s) or home_counter_id = any(%s) or decider_agency_id = any(%s)"
    " or unit_agency_id = any(%s) or return_agency_id = any(%s) or holder_agency_id = any(%s))"
)
_COUNT: Final = f"select {COLUMNS}, count(*)::int from dossiers_dossier where {NAMED} group by {COLUMNS}"  # noqa: S608


def goes(at: Place, agencies: AgencyMap, codes: Mapping[int, str]) -> Place:
    """Where one dossier goes; the process is remembered by its room."""
    process = procedures.process_version(at.process_version)
    return relocated(at, agencies, procedure=codes.get(at.procedure, ""), process=process)


def codes_of(agencies: AgencyMap, procedure_ids: Iterable[int], now: datetime) -> dict[int, str]:
    """The codes of procedures, asked only when the plan divides an agency's procedures."""
    if not any(one.procedures for found in agencies.to.values() for one in found):
        return {}
    known = procedures.named(clock.local_date(now), set(procedure_ids))
    return {pk: one.code for pk, one in known.items()}


def forecast(agencies: AgencyMap, now: datetime) -> Forecast:
    """How many dossiers go from which agency to which, and which posts will hold them. Counted whole."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [list(STATES), *[list(agencies.to)] * 6])
        found = [(Place(*row[:-1]), int(row[-1])) for row in cursor.fetchall()]
    codes = codes_of(agencies, (at.procedure for at, _count in found), now)
    flows: Counter[tuple[int, int]] = Counter()
    needs: Counter[tuple[int, str]] = Counter()
    for at, count in found:
        new = goes(at, agencies, codes)
        flows[_flow(at, new)] += count
        if new.holder is not None and new.holder != at.holder:
            needs[new.holder, at.role] += count
    return Forecast(
        tuple(Flow(old, new, count) for (old, new), count in flows.items()),
        tuple(Need(agency, role, count) for (agency, role), count in needs.items()),
    )


def _flow(at: Place, new: Place) -> tuple[int, int]:
    """Each dossier is counted once: at who decides, else at who holds or received it."""
    pairs = ((at.decider, new.decider), (at.holder or 0, new.holder or 0), (at.receiver, new.receiver))
    return next((pair for pair in pairs if pair[0] != pair[1]), (at.return_to, new.return_to))


def forecast_opinions(agencies: AgencyMap) -> Forecast:
    """Open questions put to agencies that end."""
    rows = OpinionRequest.objects.filter(closed_at=None, agency__in=list(agencies.to)).values_list(
        "agency_id", flat=True
    )
    counted = Counter((old, agencies.successor(old)) for old in rows)
    return Forecast(tuple(Flow(old, new, count) for (old, new), count in counted.items()))
