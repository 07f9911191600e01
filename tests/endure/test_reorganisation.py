"""The province of 2024 becomes that of 1 July 2025: every dossier, holder, due date and number is where the plan says."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings

from namkhong.foundation.audit.models import Entry
from namkhong.foundation.notifications.models import Message
from namkhong.foundation.organisations import actions as organise
from namkhong.foundation.organisations import plans
from namkhong.foundation.organisations import queries as organisations
from namkhong.foundation.organisations.models import Agency, Reorganisation
from namkhong.kernel import remembering
from namkhong.kernel.actor import Actor, Elevation, Role
from namkhong.services.dossiers import queries
from namkhong.services.dossiers.models import Dossier, Relocation
from namkhong.services.dossiers.queries import register
from namkhong.services.dossiers.states import OPEN, State
from namkhong.services.openness.actions import counting as openness
from namkhong.services.openness.models import DayFigure
from namkhong.services.openness.types import Period
from tests.endure import province_2024 as before
from tests.endure.province_2024 import FILED, JULY, MARCH, Old

_KEPT = (
    "code", "state", "due_at", "step_due_at", "step_started_at", "step_index", "step_code", "holder_role", "revision",
    "calendar_key", "calendar_version", "person_id", "received_at", "decided_at",
)  # fmt: skip


def _plan(name: str, administrator: Actor, at: datetime) -> int:
    head, lines = plans.read((settings.FACTS / name).read_bytes())
    assert head is not None
    elevated = replace(administrator, elevation=Elevation("Sắp xếp", at + timedelta(hours=1)))
    pk = organise.plan_reorganisation(head=head, lines=lines, actor=elevated, now=at)
    row = Reorganisation.objects.get(pk=pk)
    assert not row.wrong, [line for line in row.report if line[2] == "wrong"]
    organise.approve_reorganisation(reorganisation_id=pk, actor=elevated, now=at)
    return pk


def _apply(name: str, old: Old, at: datetime) -> tuple[int, float]:
    with time_machine.travel(at - timedelta(days=3), tick=False):
        pk = _plan(name, old.world.administrator, at - timedelta(days=3))
    with time_machine.travel(at, tick=False):
        started = time.perf_counter()
        organise.reorganise_due(now=at)
        took = time.perf_counter() - started
    remembering.begin_anew()
    return pk, took


def _reports(day: datetime) -> dict[str, Any]:
    """The board's days, the steps of responsibility, the register: as three places count them."""
    month = Period.around(day.date())[0]
    with time_machine.travel(day + timedelta(days=2), tick=False):
        openness.count_month(month, now=day + timedelta(days=2))
    board = Counter[int]()
    for agency, received, on_time, late in DayFigure.objects.values_list("agency_id", "received", "on_time", "late"):
        board[agency] += received * 1_000_000 + on_time * 1_000 + late
    agencies = list(Agency.objects.filter(fact_key__startswith="w").values_list("pk", flat=True))
    steps = sorted(
        (row.agency_id, row.account_id, row.step_code, row.done, row.late)
        for row in queries.responsibility.steps(agencies, month.first, month.last)
    )
    waiting = sorted((row.agency_id, row.waiting) for row in queries.public_figures.waiting(day + timedelta(hours=9)))
    lines = [row[1] for agency in agencies[:5] for row in register.rows(agency, 2025)]
    return {"board": board, "steps": steps, "waiting": waiting, "register": lines}


def _endure(count: int) -> None:
    started = time.perf_counter()
    old = before.province()
    patterns = before.lived(old)
    facts = json.loads((settings.FACTS / "agencies.json").read_text("utf-8"))
    became = {line["old"]: line["new"] for line in _changes("reorganisation_2025_07.json")}
    communes = sorted(key for key in old.agencies if key.startswith("w"))
    districts = sorted(key for key in old.agencies if key[0] == "d" and key != "db")
    total = before.multiplied(old, patterns, count, [*communes, *districts])
    built = time.perf_counter() - started
    was = {row["id"]: row for row in _dossiers()}
    reports = _reports(FILED)

    _march, first = _apply("reorganisation_2025_03.json", old, MARCH)
    july, second = _apply("reorganisation_2025_07.json", old, JULY)
    started = time.perf_counter()
    with time_machine.travel(JULY, tick=False):
        organise.reorganise_due(now=JULY)  # the same job once more: nothing is left
    again = time.perf_counter() - started
    row = Reorganisation.objects.get(pk=july)
    print(
        f"\n{total} dossiers, {len(old.officials)} officials: built in {built:.1f} s; 1 March {first:.1f} s, "
        f"1 July {second:.1f} s ({row.moved['dossiers']} dossiers moved), once more {again:.1f} s"
    )

    ids = {pk: key for key, pk in old.agencies.items()}
    new = {row.fact_key or "": row for row in Agency.objects.all()}
    open_now = {state.value for state in (*OPEN, State.DRAFT)}
    wrong = []
    for now in _dossiers():
        then = was[now["id"]]
        assert all(now[name] == then[name] for name in _KEPT), now["code"]
        commune = became[ids[then["decider_agency_id"]]]
        if now["state"] not in open_now:
            expected = {name: then[name] for name in then if name.endswith(("agency_id", "counter_id"))}
        else:
            unit = "vp" if then["process_version_id"] == was[patterns[0]]["process_version_id"] else "kt"
            centre = new[f"{commune}_ttpvhcc"].pk
            expected = {
                "receiver_agency_id": centre,
                "home_counter_id": centre,
                "return_agency_id": centre,
                "decider_agency_id": new[commune].pk,
                "unit_agency_id": new[f"{commune}_{unit}"].pk,
                "holder_agency_id": {
                    "": None,
                    Role.COUNTER: centre,
                    Role.SPECIALIST: new[f"{commune}_{unit}"].pk,
                    Role.LEADER: new[commune].pk,
                }[then["holder_role"]],
            }
        wrong += [(now["code"], name) for name, value in expected.items() if now[name] != value]
    assert not wrong[:5], f"{len(wrong)} places differ"

    relocations = Counter(Relocation.objects.values_list("dossier_id", flat=True))
    moved = {pk for pk, then in was.items() if then["state"] in open_now}
    assert set(relocations) == moved
    assert set(relocations.values()) == {1}, "moved exactly once"
    assert row.moved["dossiers"] == len(moved)
    assert Entry.objects.filter(action="dossiers.relocated").count() == len(moved), "every move is recorded"
    assert _named_officials_kept(was) > 0

    assert _reports(FILED) == reports, "what was counted before stays with who did it"
    assert len(organisations.agencies("commune", on=JULY.date() + timedelta(days=1))) == 45
    assert not organisations.agencies("district", on=JULY.date() + timedelta(days=1))
    assert {key for key, agency in new.items() if agency.valid_to is None} == _today(facts)
    for code, key in (("H18.131.01", "w03124"), ("H18.131", "d94")):
        card = organisations.agency_by_code(code)
        assert card.id == old.agencies[key], "an old code is still read"
        assert [one.id for one in organisations.successors(card.id)] == [new[became[key]].pk]


def _dossiers() -> Iterator[dict[str, Any]]:
    """Every hot row, by column."""
    names = [field.attname for field in Dossier._meta.concrete_fields]
    for row in Dossier.objects.values_list(*names).iterator():
        yield dict(zip(names, row, strict=True))


def _changes(name: str) -> list[dict[str, str]]:
    changes: list[dict[str, str]] = json.loads((settings.FACTS / name).read_text("utf-8"))["changes"]
    return changes


def _today(facts: dict[str, Any]) -> set[str]:
    """The keys of the province of today: what the facts of 2025 hold, with the units of each commune."""
    keys = {row["key"] for row in facts["agencies"] if row["valid_to"] is None}
    communes = [row for row in facts["agencies"] if row["kind"] == "commune" and row["valid_to"] is None]
    return keys | {f"{row['key']}_{suffix}" for row in communes for suffix in ("vp", "kt", "vhxh", "ttpvhcc")}


def _named_officials_kept(was: dict[int, dict[str, Any]]) -> int:
    """Those whose specialist went with them stay hers by name."""
    kept = 0
    for now in Dossier.objects.exclude(holder_account=None).values("id", "holder_account_id"):
        assert now["holder_account_id"] == was[now["id"]]["holder_account_id"]
        kept += 1
    return kept


@pytest.mark.django_db
def test_six_hundred_dossiers_follow_the_province_to_2025(run_jobs: Callable[[], int]) -> None:
    _endure(600)
    told = Message.objects.filter(key__startswith="dossiers.relocation:").count()
    assert told == 0, "nobody is told before the jobs run"
    run_jobs()
    open_ones = Dossier.objects.filter(state__in=[state.value for state in OPEN]).count()
    assert Message.objects.filter(key__startswith="dossiers.relocation:").count() == open_ones
    run_jobs()
    assert Message.objects.filter(key__startswith="dossiers.relocation:").count() == open_ones, "once each"


@pytest.mark.endure
@pytest.mark.django_db
def test_45_000_dossiers_follow_the_province_to_2025() -> None:
    _endure(45_000)
