"""Rules are dated data; what is due is erased batch by batch, counted, recorded, and the record still verifies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from namkhong.foundation.audit import actions as audit
from namkhong.foundation.audit import queries as record
from namkhong.foundation.audit.models import Entry
from namkhong.foundation.audit.tests.factories import seal_within
from namkhong.foundation.retention import actions, queries, types
from namkhong.foundation.retention.models import Erasure, Rule
from namkhong.kernel.actor import AccountId, Actor, ActorKind, AgencyId, Post, PostId, Role

pytestmark = pytest.mark.django_db
NOW: Final = datetime(2026, 11, 23, 18, 10, tzinfo=UTC)
SYSTEM: Final = Actor.system("Hệ thống")


def administrator(path: str = "/1/", role: Role = Role.ADMINISTRATOR) -> Actor:
    post = Post(PostId(1), role, AgencyId(1), path, "UBND tỉnh", "Quản trị hệ thống")
    return Actor(ActorKind.OFFICIAL, AccountId(5), "Nguyễn Đức Thắng", (post,))


@dataclass
class Drawer:
    """Things with a moment each."""

    things: list[datetime] = field(default_factory=list)
    asked: list[datetime] = field(default_factory=list)
    breaks: bool = False

    def due(self, before: datetime, most: int) -> int:
        self.asked.append(before)
        return min(most, sum(one < before for one in self.things))

    def erase(self, before: datetime, most: int, *, actor: Actor, now: datetime) -> int:
        if self.breaks:
            raise RuntimeError("hỏng")
        gone = sorted(one for one in self.things if one < before)[:most]
        self.things = [one for one in self.things if one not in gone]
        return len(gone)


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    made = Drawer()
    types.register_eraser("try.drawer", made)
    yield made
    del types._erasers["try.drawer"]


def _rule(days: int | None = 30, start: date = date(2026, 1, 1), **more: Any) -> Rule:
    return Rule.objects.create(
        kind="try.drawer",
        name="Đồ trong ngăn kéo",
        days=days,
        counted_from="kể từ khi bỏ vào",
        legal_source="Luật 91/2025/QH15",
        effective_from=start,
        **more,
    )


def _days_ago(*days: int) -> list[datetime]:
    return [NOW - timedelta(days=number) for number in days]


def test_the_shipped_rules_load_once_and_each_is_erased_by_somebody_or_kept_by_law() -> None:
    assert actions.load_facts(NOW, SYSTEM) > 0
    assert actions.load_facts(NOW, SYSTEM) == 0
    rules = queries.rules_on(date(2026, 11, 23))
    assert {rule.kind for rule in rules if rule.days is not None} == types.kinds()
    kept = [rule for rule in rules if rule.days is None]
    assert {rule.kind for rule in kept} == {"dossiers.filed", "audit.entries"}
    assert all(rule.legal_source for rule in rules)
    assert all("Luật Lưu trữ" in rule.legal_source for rule in kept if rule.kind == "dossiers.filed")


def test_every_number_of_days_that_no_text_confirmed_says_so() -> None:
    known = json.loads((Path(settings.FACTS) / "retention.json").read_text("utf-8"))
    unsaid = {row["kind"] for row in known["rules"] if not row["to_be_confirmed"]}
    assert unsaid == {"accounts.sessions"}  # a session that is over serves nobody


def test_the_dry_run_counts_what_the_night_erases_and_changes_nothing(drawer: Drawer) -> None:
    _rule()
    drawer.things = _days_ago(1, 29, 31, 40, 400)
    before = list(drawer.things)
    (line,) = queries.rules(administrator(), now=NOW)
    assert (line.due.value if line.due else None, drawer.things) == (3, before)
    assert actions.erase_due(kind="try.drawer", now=NOW) == 3
    assert drawer.things == _days_ago(1, 29)
    assert actions.erase_due(kind="try.drawer", now=NOW) == 0


def test_the_rule_of_the_day_counts(drawer: Drawer) -> None:
    _rule(30, effective_to=date(2026, 11, 23))
    _rule(5, date(2026, 11, 24))
    drawer.things = _days_ago(10)
    early = NOW - timedelta(hours=5)  # 20:10 on the 23rd in Việt Nam
    assert actions.erase_due(kind="try.drawer", now=early) == 0
    assert actions.erase_due(kind="try.drawer", now=NOW) == 1


def test_what_is_kept_and_what_nobody_erases_is_let_alone(drawer: Drawer) -> None:
    _rule(None)
    drawer.things = _days_ago(4_000)
    assert actions.erase_due(kind="try.drawer", now=NOW) == 0
    assert actions.start_night(now=NOW) == []
    assert queries.rules(administrator(), now=NOW)[0].due is None
    assert actions.erase_due(kind="try.nobody", now=NOW) == 0


def test_batches_of_a_night_are_one_line_and_each_is_recorded(drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = _rule()
    monkeypatch.setattr(actions, "BATCH", 4)
    drawer.things = [NOW - timedelta(days=40, minutes=number) for number in range(10)]
    assert actions.erase_due(kind="try.drawer", now=NOW) == 10
    assert list(Erasure.objects.values_list("rule_id", "day", "count")) == [(rule.pk, date(2026, 11, 24), 10)]
    entries = Entry.objects.filter(action="retention.erased").order_by("pk")
    assert [entry.detail["count"] for entry in entries] == [4, 4, 2]
    assert all(set(entry.detail) == {"kind", "rule_from", "days", "before", "count"} for entry in entries)


def test_a_night_ends_even_when_there_is_more(drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    _rule()
    monkeypatch.setattr(actions, "BATCH", 2)
    monkeypatch.setattr(actions, "NIGHT", 3)
    drawer.things = _days_ago(*range(40, 60))
    assert actions.erase_due(kind="try.drawer", now=NOW) == 6
    assert actions.erase_due(kind="try.drawer", now=NOW) == 6


def test_a_room_that_fails_leaves_no_record_and_holds_up_no_other(drawer: Drawer) -> None:
    _rule()
    drawer.breaks = True
    with pytest.raises(RuntimeError):
        actions.erase_due(kind="try.drawer", now=NOW)
    assert not Erasure.objects.exists()
    actions.load_facts(NOW, SYSTEM)
    started = actions.start_night(now=NOW)
    assert set(started) == types.kinds()
    assert actions.start_night(now=NOW) == []  # the jobs of last night still wait
    with connection.cursor() as cursor:
        cursor.execute("select args->>'kind' from procrastinate_jobs where task_name = 'retention.erase'")
        assert {row[0] for row in cursor.fetchall()} == types.kinds()


def test_the_record_verifies_after_erasing(drawer: Drawer) -> None:
    _rule()
    drawer.things = _days_ago(40, 50)
    audit.record(SYSTEM, "try.done", ("thing", 1), now=NOW)
    seal_within(NOW)
    actions.erase_due(kind="try.drawer", now=NOW)
    seal_within(NOW)
    found = record.verify()
    assert found.intact
    assert found.sealed == Entry.objects.count()


def test_an_erasure_of_nothing_cannot_be_written() -> None:
    rule = _rule()
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.create(rule=rule, day=date(2026, 11, 23), at=NOW, before=NOW, count=0)
