"""The province as it was at the end of 2024, with officials in every commune and as many dossiers as are asked for.

A few dossiers are lived by the real actions in one commune; ``multiplied`` copies them, with their steps and clocks, to
every commune, district and department in a handful of statements.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from unittest.mock import patch

import time_machine
from django.conf import settings
from django.db import connection

from namkhong.foundation.calendars import actions as calendars
from namkhong.foundation.numbering import actions as numbering
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.models import Agency, PostHolding
from namkhong.foundation.places import actions as places
from namkhong.kernel import remembering
from namkhong.kernel.actor import AccountId, Actor, ActorKind, Role
from namkhong.services.dossiers import actions
from namkhong.services.dossiers.models import ClockEvent, Dossier, FormTemplate, Step
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import SYSTEM, Province
from namkhong.services.eforms import actions as eforms
from namkhong.services.procedures import actions as procedures
from namkhong.services.procedures.models import ProcessVersion

SETUP: Final = datetime(2024, 12, 31, 2, 0, tzinfo=UTC)
FILED: Final = datetime(2025, 2, 24, 1, 0, tzinfo=UTC)  # 08:00, thứ Hai 24/2/2025
MARCH: Final = datetime(2025, 2, 28, 17, 6, tzinfo=UTC)  # 00:06, 1/3/2025
JULY: Final = datetime(2025, 6, 30, 17, 6, tzinfo=UTC)  # 00:06, 1/7/2025
_START: Final = date(2024, 12, 1)
_LIVED: Final = "w03127"  # phường Him Lam, in the old city of Điện Biên Phủ
_PATTERNS: Final[tuple[Callable[..., Any], ...]] = (
    factories.filed, factories.received, factories.received, factories.appraised, factories.asked, factories.decided,
    factories.handed_over, factories.handed_over,
)  # fmt: skip


@dataclass(frozen=True)
class Old:
    """The province before, and the dossiers' cast of the commune in which they were lived."""

    world: Province
    agencies: dict[str, int]  # by key of the facts
    officials: dict[tuple[int, Role], int]  # account by agency and role


def province(*, communes: int = 129) -> Old:
    """Facts of 2024, a leader, a counter and a specialist in every body that has dossiers."""
    with time_machine.travel(SETUP, tick=False):
        _facts()
        remembering.begin_anew()
        agencies = {row.fact_key or "": row.pk for row in Agency.objects.all()}
        keys = [_LIVED, *sorted(key for key in agencies if key.startswith("w") and key != _LIVED)][:communes]
        bodies = [*keys, *sorted(key for key in agencies if key[0] == "d" and key != "db")]
        bodies += ["snv_2024", "stc_2024", "skhdt_2024"]
        officials: dict[tuple[int, Role], int] = {}
        cast = {
            role: _official(_LIVED, agencies, role, officials) for role in (Role.COUNTER, Role.SPECIALIST, Role.LEADER)
        }
        for key in bodies:
            for role in (Role.COUNTER, Role.SPECIALIST, Role.LEADER):
                if key != _LIVED:
                    _official(key, agencies, role, officials)
        lan = factories.citizen("Lò Thị Lan", "011199000015", "0912345678")
        here = agencies[_LIVED]
        world = Province(
            commune_id=here,
            centre_id=here,
            office_id=here,
            other_commune_id=agencies[keys[1]],
            other_centre_id=agencies[keys[1]],
            lan=lan,
            neighbour=lan,
            counter=cast[Role.COUNTER],
            counter2=cast[Role.COUNTER],
            specialist=cast[Role.SPECIALIST],
            leader=cast[Role.LEADER],
            other_counter=cast[Role.COUNTER],
            other_leader=cast[Role.LEADER],
            administrator=_administrator(agencies),
            answers=factories.answered(lan),
        )
    return Old(world, agencies, officials)


def _facts() -> None:
    places.load_facts(SETUP, actor=SYSTEM, nation=False)
    calendars.load_facts(now=SETUP, actor=SYSTEM)
    numbering.load_facts(now=SETUP)
    organise.load_facts(SETUP, SYSTEM, name="agencies_2024.json")
    eforms.load_facts(SETUP, SYSTEM)
    processes, known = (
        json.loads((settings.FACTS / name).read_text("utf-8")) for name in ("processes.json", "procedures.json")
    )
    for process in processes["processes"]:
        procedures.add_process_version(process, valid_from=_START, source={}, actor=SYSTEM, now=SETUP)
    known["procedures"] = [row for row in known["procedures"] if row["code"] in factories.MARRIAGE_ONLY]
    known["valid_from"] = _START.isoformat()
    procedures.import_procedures(known, actor=SYSTEM, now=SETUP)
    actions.load_facts(SETUP, SYSTEM)
    FormTemplate.objects.update(effective_from=_START)  # the papers of 2024 looked otherwise; here only the moves count


def _official(key: str, agencies: dict[str, int], role: Role, officials: dict[tuple[int, Role], int]) -> Actor:
    name = f"{role.value.replace('_', '')[:3]}.{key}".lower()
    made = organise.create_official(
        username=name, full_name="Quàng Văn Tưởng", home_id=agencies[key], password_hash="!", actor=SYSTEM, now=SETUP
    )
    organise.appoint(
        official_id=made.official_id, agency_id=agencies[key], role=role, valid_from=_START, actor=SYSTEM, now=SETUP
    )
    officials[agencies[key], role] = made.account_id
    return acting(made.account_id, FILED.date())


def acting(account_id: int, on: date) -> Actor:
    """An official with the posts of a day."""
    return replace(organisations.actor_of(account_id, on), second_factor=True)


def _administrator(agencies: dict[str, int]) -> Actor:
    made = organise.create_official(
        username="quantri",
        full_name="Nguyễn Đức Thắng",
        home_id=agencies["db"],
        password_hash="!",
        actor=SYSTEM,
        now=SETUP,
    )
    organise.appoint(
        official_id=made.official_id, agency_id=agencies["db"], role=Role.ADMINISTRATOR, valid_from=_START,
        actor=SYSTEM, now=SETUP,
    )  # fmt: skip
    posts = organisations.posts_of(made.account_id, FILED.date())
    return Actor(ActorKind.OFFICIAL, AccountId(made.account_id), "Nguyễn Đức Thắng", posts, second_factor=True)


def lived(old: Old) -> list[int]:
    """The patterns: every state that a dossier can wait in, one named to a specialist, some that have ended."""
    with time_machine.travel(FILED, tick=False), patch.object(factories, "MONDAY", FILED):
        ids = [int(make(old.world, now=FILED).id) for make in _PATTERNS]
    specialist = old.world.specialist.account_id
    Dossier.objects.filter(pk=ids[2]).update(holder_account_id=specialist)
    economy = ProcessVersion.objects.get(process__key="commune-economy-24")
    Dossier.objects.filter(pk=ids[1]).update(process_version=economy)
    return ids


_SQL: Final = """
create temporary table copies on commit drop as
select nextval(pg_get_serial_sequence('dossiers_dossier', 'id')) id, p.id pattern, b.agency, b.code, b.specialist, n
  from generate_series(1, %(count)s) n
  join unnest(%(patterns)s::bigint[]) with ordinality p(id, place) on p.place = (n %% %(many)s) + 1
  join unnest(%(agencies)s::bigint[], %(codes)s::text[], %(specialists)s::bigint[])
       with ordinality b(agency, code, specialist, place) on b.place = ((n / %(many)s) %% %(bodies)s) + 1;
"""


def multiplied(old: Old, patterns: list[int], count: int, bodies: list[str]) -> int:
    """So many dossiers more, like the patterns, spread over these bodies by key; returns how many there are now."""
    ids = [old.agencies[key] for key in bodies]
    codes = dict(Agency.objects.filter(pk__in=ids).values_list("id", "code"))
    asked: dict[str, Any] = {
        "count": count,
        "patterns": patterns,
        "many": len(patterns),
        "agencies": ids,
        "codes": [codes[pk] for pk in ids],
        "specialists": [old.officials[pk, Role.SPECIALIST] for pk in ids],
        "bodies": len(ids),
        "here": old.world.commune_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        cursor.execute(_insert(Dossier, _DOSSIER, "join copies c on c.pattern = o.id"), asked)
        cursor.execute(
            "insert into dossiers_searchkey (dossier_id, key, terms) select c.id, k.key,"
            " dossiers_search_terms(k.key, array[c.agency]) from copies c"
            " cross join lateral (select 'lo thi lan ' || lower(c.code) as key) k"
        )
        cursor.execute(
            "create temporary table stepped on commit drop as select"
            " nextval(pg_get_serial_sequence('dossiers_step', 'id')) id, s.id pattern, c.id dossier, c.agency"
            " from copies c join dossiers_step s on s.dossier_id = c.pattern"
        )
        cursor.execute(_insert(Step, _STEP, "join stepped c on c.pattern = o.id"), asked)
        cursor.execute(_insert(ClockEvent, _CLOCK, "join stepped c on c.pattern = o.step_id"), asked)
        cursor.execute("drop table copies, stepped")
        cursor.execute("analyze dossiers_dossier, dossiers_step, dossiers_clockevent")
    return Dossier.objects.count()


_HERE: Final = "case when o.{0} = %(here)s then c.agency else o.{0} end"
_DOSSIER: Final = {
    "id": "c.id",
    "public_id": "gen_random_uuid()",
    "code": "c.code || '-250224-' || to_char(10000 + c.n, 'FM000000')",
    "answers_id": "null",
    "holder_account_id": "case when o.holder_account_id is null then null else c.specialist end",
    **{
        name: _HERE.format(name)
        for name in (
            "receiver_agency_id", "home_counter_id", "decider_agency_id", "unit_agency_id", "return_agency_id",
            "holder_agency_id",
        )
    },
}  # fmt: skip
_STEP: Final = {"id": "c.id", "dossier_id": "c.dossier", "agency_id": _HERE.format("agency_id")}
_CLOCK: Final = {"id": "default", "dossier_id": "c.dossier", "step_id": "c.id"}


def _insert(model: type[Dossier] | type[Step] | type[ClockEvent], other: dict[str, str], join: str) -> str:
    table = model._meta.db_table
    columns = [str(field.column) for field in model._meta.concrete_fields if other.get(str(field.column)) != "default"]
    chosen = ", ".join(other.get(column, f'o."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"insert into {table} ({names}) select {chosen} from {table} o {join}"  # noqa: S608


def heads(old: Old, key: str) -> PostHolding:
    """The post of the leader of a body."""
    return PostHolding.objects.get(agency_id=old.agencies[key], role=Role.LEADER)


def later(moment: datetime, hours: int) -> datetime:
    """A moment some hours on."""
    return moment + timedelta(hours=hours)
