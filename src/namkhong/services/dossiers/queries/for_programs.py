"""What other systems read of dossiers: where each stands, by codes; whose it is only where that is asked for and recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import F, Q, QuerySet

from namkhong.kernel.actor import Actor, AgencyId, Scope
from namkhong.kernel.codes import could_be_a_code
from namkhong.kernel.pages import Page, decode_cursor, encode_cursor
from namkhong.services.dossiers import policies
from namkhong.services.dossiers.errors import NoSuchDossier
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.queries.worklist import branches_of
from namkhong.services.dossiers.states import OPEN, PAUSED, State
from namkhong.services.dossiers.types import View

PAGE: Final = 50
_COLUMNS: Final = (
    *("pk", "code", "revision", "state", "outcome", "procedure_version_id", "channel", "step_code", "step_name"),
    *("holder_agency_id", "holder_role", "decider_agency_id", "filed_at", "received_at", "step_due_at", "due_at"),
)
_KEYS: Final = {View.IN_PROGRESS: "due_at", View.PAUSED: "step_started_at"}
_ID: Final = f"select id from {Dossier._meta.db_table} where code = %s"  # noqa: S608 - our own name
_RUNS: Final = sorted(OPEN - PAUSED - {State.FILED, State.DECIDED})


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """One line of a list."""

    code: str
    revision: int
    state: str
    outcome: str
    procedure_version_id: int
    channel: str
    step_code: str
    step_name: str
    holder_agency_id: int | None
    holder_role: str
    decider_agency_id: int
    filed_at: datetime | None
    received_at: datetime | None
    step_due_at: datetime | None
    due_at: datetime | None


def listed(actor: Actor, view: View, cursor: str) -> Page[ProgramRow]:
    """One page of a list: what lies at the posts it works for, or all that its agency has under way. One query."""
    key = _KEYS.get(view, "step_due_at")
    after = Q()
    if cursor:
        moment, last = decode_cursor(cursor, datetime, int)
        after = Q(**{f"{key}__gt": moment}) | Q(**{key: moment, "pk__gt": last})
    names = (*_COLUMNS, key) if key not in _COLUMNS else _COLUMNS
    parts: list[QuerySet[Dossier, Mapping[str, Any]]] = [
        branch.filter(after).order_by(key, "pk").values(*names)[: PAGE + 1] for branch in _branches(actor, view)
    ]
    if not parts:
        return Page(())
    merged = parts[0].union(*parts[1:]).order_by(key, "pk")[: PAGE + 1] if len(parts) > 1 else parts[0]
    rows = list(merged)
    following = encode_cursor(rows[PAGE - 1][key], rows[PAGE - 1]["pk"]) if len(rows) > PAGE else ""
    return Page([ProgramRow(**{name: row[name] for name in _COLUMNS[1:]}) for row in rows[:PAGE]], following)


def _branches(actor: Actor, view: View) -> list[QuerySet[Dossier]]:
    if view in {View.IN_PROGRESS, View.PAUSED}:
        if Scope.READ not in actor.scopes:
            return []
        states = _RUNS if view is View.IN_PROGRESS else sorted(PAUSED)
        return [
            Dossier.objects.filter(place, state__in=states)
            for agency in sorted(actor.reach)
            for place in _places(agency, paused=view is View.PAUSED)
        ]
    return branches_of(actor, view)


def _places(agency: AgencyId, *, paused: bool) -> list[Q]:
    """Where a dossier may belong to this agency; each is a range of one index."""
    if paused:
        return [Q(receiver_agency_id=agency), Q(decider_agency_id=agency), Q(unit_agency_id=agency)]
    elsewhere = Q(receiver_agency_id=agency) & ~Q(receiver_agency_id=F("home_counter_id"))
    return [Q(home_counter_id=agency), elsewhere, Q(decider_agency_id=agency), Q(unit_agency_id=agency)]


def id_of(code: str) -> int:
    """The id behind a code; whether it may be seen is asked by the deed itself.

    :raises NoSuchDossier: when there is none.
    """
    if not could_be_a_code(code):
        raise NoSuchDossier
    with connection.cursor() as cursor:
        cursor.execute(_ID, [code.upper()])
        found = cursor.fetchone()
    if found is None:
        raise NoSuchDossier
    return int(found[0])


def moves_of(actor: Actor, dossier: Dossier) -> list[str]:
    """The moves this program may make now."""
    return sorted(able.value for able in policies.abilities(actor, dossier) if able.value in policies.MOVES_OF_PROGRAMS)
