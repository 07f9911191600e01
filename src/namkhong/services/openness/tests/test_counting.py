"""The board says what the steps say: counted by SQL and counted by hand, in worlds made at random."""

from __future__ import annotations

import statistics
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from namkhong.kernel import clock
from namkhong.services.dossiers import actions as dossiers
from namkhong.services.dossiers import queries as dossiers_read
from namkhong.services.dossiers.models import Dossier
from namkhong.services.dossiers.queries import public_figures
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province
from namkhong.services.openness import actions, queries
from namkhong.services.openness.models import Counted, DayFigure, PeriodFigure
from namkhong.services.openness.tests.brute import Counts, counted
from namkhong.services.openness.types import By, Period, Sort

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
STATIONS = ("filed", "received", "appraised", "decided", "handed_over")


def _said(period: Period) -> dict[tuple[int, int], Counts]:
    rows = PeriodFigure.objects.filter(period=period.key, agency__isnull=False, procedure__isnull=False)
    return {
        (row.agency_id or 0, row.procedure_id or 0): Counts(
            row.received, row.on_time, row.late, row.waiting, row.overdue
        )
        for row in rows
    }


def _late(world: Province, days: int, waited: int) -> None:
    """Decided only after some days."""
    start = MONDAY - days * DAY
    sent = factories.received(world, now=start)
    dossiers.forward(dossier_id=sent.id, actor=world.specialist, now=start + waited * DAY, note="Đủ")
    dossiers.decide(
        dossier_id=sent.id,
        actor=world.leader,
        now=start + waited * DAY + timedelta(hours=1),
        approved=True,
        result=factories.result(),
    )


@settings(
    max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(
    walks=st.lists(st.tuples(st.sampled_from(STATIONS), st.integers(0, 70)), min_size=1, max_size=6),
    slow=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), max_size=2),
    after=st.integers(0, 40),
)
def test_the_board_says_what_the_steps_say(
    world: Province, walks: list[tuple[str, int]], slow: list[tuple[int, int]], after: int
) -> None:
    with transaction.atomic():
        for station, days in walks:
            getattr(factories, station)(world, now=MONDAY - days * DAY)
        for days, waited in slow:
            _late(world, days, waited)
        now = MONDAY + (31 + after) * DAY  # nothing happens after it was counted
        actions.catch_up(now=now)
        actions.refresh(now=now)
        known = queries.periods()
        for period in known:
            assert _said(period) == counted(period, now), period
        for period in known:
            if not _said(period):
                continue
            whole = PeriodFigure.objects.get(period=period.key, agency=None, field=None, procedure=None)
            parts = _said(period).values()
            assert whole.received == sum(part.received for part in parts)
            assert whole.waiting == sum(part.waiting for part in parts)
            times = [
                row.worked_minutes or 0
                for row in Dossier.objects.filter(decided_at__isnull=False)
                if row.decided_at and period.first <= clock.local_date(row.decided_at) <= period.last
            ]
            assert (
                whole.median == (round(statistics.median(sorted(times))) if times else None)
                or abs((whole.median or 0) - statistics.median(times)) <= 0.5
            )
        transaction.set_rollback(True)


def test_months_add_up_to_the_quarter_and_days_to_the_month(world: Province) -> None:
    for days in (0, 1, 20, 30, 50):
        factories.decided(world, now=MONDAY - days * DAY)
    actions.catch_up(now=MONDAY + timedelta(hours=5))
    for quarter in [period for period in queries.periods() if "q" in period.key]:
        months = [one for one in queries.periods() if len(one.key) == 7 and "q" not in one.key]
        inside = [one for one in months if quarter.first <= one.first <= quarter.last]
        total = PeriodFigure.objects.get(period=quarter.key, agency=None, field=None, procedure=None)
        parts = PeriodFigure.objects.filter(
            period__in=[one.key for one in inside], agency=None, field=None, procedure=None
        )
        assert total.received == sum(part.received for part in parts)
        days_inside = DayFigure.objects.filter(day__gte=quarter.first, day__lte=quarter.last)
        assert total.on_time == sum(row.on_time for row in days_inside)


def test_counting_again_changes_nothing_and_keeps_the_mark(world: Province) -> None:
    factories.decided(world)
    actions.refresh(now=MONDAY + timedelta(hours=5))
    first = list(Counted.objects.order_by("period").values("period", "mark", "changed_at"))
    rows = set(PeriodFigure.objects.values_list("pk", flat=True))
    actions.refresh(now=MONDAY + timedelta(hours=5, minutes=10))
    assert list(Counted.objects.order_by("period").values("period", "mark", "changed_at")) == first
    assert set(PeriodFigure.objects.values_list("pk", flat=True)) == rows
    assert actions.catch_up(now=MONDAY + timedelta(hours=6)) == 0


def test_a_late_dossier_stands_on_the_board_by_code_and_stage_only(world: Province) -> None:
    sent = factories.received(world)
    (row,) = dossiers_read.public_figures.open_codes(world.commune_id, now=MONDAY + 30 * DAY, late=True).items
    assert (row.code, row.late) == (sent.code, True)
    said = str(row)
    for private in ("Lan", "hôn nhân", "1.004873"):
        assert private not in said
    assert not dossiers_read.public_figures.open_codes(world.other_commune_id, now=MONDAY).items


def test_pages_of_codes_follow_one_another(world: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_figures, "PAGE", 2)
    codes = {factories.received(world).code for _ in range(5)}
    seen: list[str] = []
    cursor = ""
    for _page in range(3):
        page = public_figures.open_codes(world.commune_id, now=MONDAY, cursor=cursor)
        seen += [row.code for row in page.items]
        cursor = page.next
    assert not cursor
    assert len(seen) == len(set(seen))
    assert set(seen) == codes


def test_lines_are_sorted_as_asked(world: Province) -> None:
    factories.decided(world)
    factories.filed(world)
    actions.refresh(now=MONDAY + timedelta(hours=5))
    month = Period.around(MONDAY.date())[0]
    for by in By:
        for sort in Sort:
            board = queries.board(month, by, on=MONDAY.date(), sort=sort)
            assert board.total
            assert len(board.lines) == 1
            assert board.lines[0].figures.received == 1


@pytest.mark.parametrize("word", ["2026", "2026-q1", "2026-q4", "2026-01", "2026-12", "2027-02"])
def test_a_period_is_read_as_it_is_written(word: str) -> None:
    period = Period.read(word)
    assert period is not None
    assert period.key == word
    assert period in Period.around(period.first)
    assert period in Period.around(period.last)
    assert period not in Period.around(period.last + DAY)


@pytest.mark.parametrize("word", ["", "26", "2026-13", "2026-0", "2026-q5", "2026-1", "1999", "2026-11 ", "٢٠٢٦"])
def test_what_is_no_period_is_none(word: str) -> None:
    assert Period.read(word) is None


FILL = """
insert into dossiers_dossier ({columns}) select {values} from dossiers_dossier d, generate_series(1, %s) n where d.id = %s
"""


def _fill(world: Province, like: int, count: int, first: int) -> None:
    """Many more like this one, spread over three years, written by SQL."""
    moments = {"received_at", "filed_at", "created_at", "saved_at", "clock_started_at", "due_at", "decided_at"}
    columns = [str(field.column) for field in Dossier._meta.concrete_fields if field.column != "id"]
    values = {name: f"d.{name}" for name in columns}
    values |= {name: f"d.{name} - (n %% 1000) * interval '1 day'" for name in moments}
    values |= {"public_id": "gen_random_uuid()", "code": f"'H18.55-' || ({first} + n)", "answers_id": "null"}
    sql = FILL.format(columns=", ".join(columns), values=", ".join(values[name] for name in columns))
    with connection.cursor() as cursor:
        cursor.execute(sql, [count, like])


def test_a_hundred_thousand_dossiers_are_counted_over_an_index(
    world: Province, capsys: pytest.CaptureFixture[str]
) -> None:
    _fill(world, factories.decided(world).id, 100_000, 1_000_000)
    month = Period.around(MONDAY.date())[0]
    start, after = public_figures._bounds(month.first, month.last)
    fields = {Dossier.objects.all()[:1][0].procedure_id: "ho-tich"}
    with connection.cursor() as cursor:
        cursor.execute("analyze dossiers_dossier")
        cursor.execute(f"explain {public_figures.DAYS}", {"first": start, "after": after})
        days = "\n".join(row[0] for row in cursor.fetchall())
        asked: dict[str, Any] = {
            "first": start,
            "after": after,
            "procedures": list(fields),
            "fields": list(fields.values()),
        }
        cursor.execute(f"explain {public_figures.TIMES}", asked)
        times = "\n".join(row[0] for row in cursor.fetchall())
    with capsys.disabled():
        print("\n", days, "\n", times)  # noqa: T201 - the plan is what this test shows
    for plan in (days, times):
        assert "Seq Scan on dossiers_dossier" not in plan
    assert "Index" in days  # by the day of reception: its own index, or one that begins with the counter
    assert "dossier_decided" in times
