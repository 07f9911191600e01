"""The chance of being late: right on simulated pasts, the same every time, told to the head before it happens."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from namkhong.kernel.actor import Actor, Role
from namkhong.services.dossiers import actions, queries
from namkhong.services.dossiers.early_warning import NOTHING, Spread, chance_late, in_a_row, supposed
from namkhong.services.dossiers.models import Dossier, LateChance, Step, StepTime
from namkhong.services.dossiers.queries.warnings import why
from namkhong.services.dossiers.states import Move
from namkhong.services.dossiers.tests import factories
from namkhong.services.dossiers.tests.factories import MONDAY, Province

minutes = st.lists(st.integers(0, 5_000), min_size=1, max_size=200)


@given(seen=minutes)
def test_what_was_seen_is_kept_in_order_and_within_its_bounds(seen: list[int]) -> None:
    spread = Spread.of(seen)
    assert list(spread.points) == sorted(spread.points)
    assert min(seen) <= spread.points[0] <= spread.points[-1] <= max(seen)


@given(first=minutes, then=minutes)
def test_one_after_the_other_keeps_the_expected_time(first: list[int], then: list[int]) -> None:
    one, two = Spread.of(first), Spread.of(then)
    both = one.plus(two)
    expected = sum(one.points) / 64 + sum(two.points) / 64
    assert sum(both.points) / 64 == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert both == one.plus(two), "no dice"


@given(here=minutes, then=minutes, passed=st.integers(0, 3_000), left=st.integers(0, 5_000), more=st.integers(0, 5_000))
def test_more_time_left_is_never_more_danger(
    here: list[int], then: list[int], passed: int, left: int, more: int
) -> None:
    one, two = Spread.of(here), Spread.of(then)
    assert chance_late(one, passed, two, left + more) <= chance_late(one, passed, two, left) + 1e-9
    assert 0 < chance_late(one, passed, two, left) < 1


@given(hours=st.integers(1, 400))
def test_a_step_nobody_has_done_is_supposed_to_take_most_of_its_time(hours: int) -> None:
    guess = supposed(hours)
    assert 0.6 * hours * 60 < guess.quantile(0.5) < 0.8 * hours * 60
    assert 0.1 < guess.share_over(hours * 60) < 0.4


def test_nothing_after_the_last_step_adds_nothing() -> None:
    one = Spread.of([60, 120, 180])
    assert in_a_row([]) is NOTHING
    assert in_a_row([one]) == one
    assert chance_late(one, 0, NOTHING, 1_000) == 0.01


def test_the_chances_are_right_on_simulated_pasts() -> None:
    """Learn from 400 simulated dossiers, then foresee others on their way: of those told p %, about p % are late."""
    dice = random.Random(20261123)
    shapes = [(300.0, 0.6), (700.0, 0.8), (200.0, 0.5)]

    def past() -> list[float]:
        return [middle * 2.718281828 ** (dice.gauss(0.0, width)) for middle, width in shapes]

    learnt = [past() for _number in range(400)]
    spreads = [Spread.of(row[place] for row in learnt) for place in range(3)]
    rest = [in_a_row(spreads[place + 1 :]) for place in range(3)]
    told: dict[int, list[tuple[float, bool]]] = {}
    error = 0.0
    for _number in range(6_000):
        real, limit = past(), dice.choice([900.0, 1_300.0, 2_000.0, 3_000.0])
        seen_at = dice.uniform(0.0, limit * 0.95)  # looked at whenever it is, never because of how it ends
        if sum(real) <= seen_at:
            continue
        place, before = 0, 0.0
        while before + real[place] < seen_at:
            before += real[place]
            place += 1
        chance = chance_late(spreads[place], seen_at - before, rest[place], limit - seen_at)
        late = sum(real) > limit
        told.setdefault(min(int(chance * 5), 4), []).append((chance, late))
        error += (chance - late) ** 2
    for rows in told.values():
        foreseen = sum(chance for chance, _late in rows) / len(rows)
        happened = sum(late for _chance, late in rows) / len(rows)
        assert len(rows) > 100
        assert foreseen == pytest.approx(happened, abs=0.08)
    every = [late for rows in told.values() for _chance, late in rows]
    share = sum(every) / len(every)
    assert error / len(every) < 0.75 * share * (1 - share), "better than telling everybody the average"


def _done_before(world: Province, like: int, minutes_each: int, count: int) -> None:
    """Steps of the past at the specialist's, each of so many minutes on a working morning."""
    kept = Step.objects.filter(dossier_id=like, move=Move.FORWARD, step_code="appraise").get()
    start = MONDAY - timedelta(days=3) + timedelta(minutes=19)  # Friday 08:00
    rows = [
        Step(
            dossier_id=like, revision=1_000 + number, move=Move.FORWARD, from_state="in_progress",
            to_state="in_progress", step_index=kept.step_index, step_code=kept.step_code, agency_id=world.office_id,
            role=kept.role, by_name="x", from_at=start, at=start + timedelta(minutes=minutes_each),
        )
        for number in range(count)
    ]  # fmt: skip
    Step.objects.bulk_create(rows)


@pytest.mark.django_db
def test_few_steps_tell_nothing_and_many_are_learnt(world: Province) -> None:
    done = factories.decided(world, now=MONDAY - timedelta(days=3))
    _done_before(world, done.id, 120, 20)
    assert actions.refresh_step_times(MONDAY) == 0
    more = factories.decided(world, now=MONDAY - timedelta(days=3))
    _done_before(world, more.id, 120, 20)
    assert actions.refresh_step_times(MONDAY) == 2, "the agency's and the province's"
    known = StepTime.objects.get(agency_id=world.office_id)
    assert known.step_code == "appraise"
    assert known.samples == 42
    assert known.points[32] == 120
    assert actions.refresh_step_times(MONDAY + timedelta(days=400)) == 0, "too long ago"


@pytest.mark.django_db
def test_the_head_and_the_leader_are_told_before_it_is_late(world: Province) -> None:
    done = factories.decided(world, now=MONDAY - timedelta(days=3))
    _done_before(world, done.id, 200, 40)
    actions.refresh_step_times(MONDAY)
    slow, quick = factories.received(world), factories.received(world)
    row = Dossier.objects.get(pk=slow.id)
    assert row.due_at is not None
    now = MONDAY + timedelta(hours=1)
    Dossier.objects.filter(pk=slow.id).update(due_at=now + timedelta(minutes=100), step_due_at=now)
    assert actions.refresh_late_chances(now) >= 1
    told = queries.may_be_late(world.leader, now=now)
    assert told.rows[0].code == row.code
    assert told.rows[0].percent > 60
    assert "Thẩm tra hồ sơ" in told.rows[0].why
    assert not any(one.code == quick.code and one.percent > 60 for one in told.rows)
    head = factories.official("truong.vp", "Tòng Văn Thanh", world.office_id, Role.CHIEF_OF_OFFICE)
    assert queries.may_be_late(head, now=now).rows[0].code == row.code
    assert queries.may_be_late(world.other_leader, now=now).rows == ()
    later = now + timedelta(hours=2)
    assert row.code not in [one.code for one in queries.may_be_late(world.leader, now=later).rows], "late by now"
    actions.refresh_late_chances(later)
    assert not LateChance.objects.filter(dossier_id=slow.id).exists()


@pytest.mark.django_db
def test_the_list_goes_on_page_by_page_with_the_likeliest_first(
    world: Province, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    kept = Dossier.objects.get(pk=factories.received(world).id)
    rows = [Dossier.objects.get(pk=kept.pk) for _number in range(70)]
    for number, row in enumerate(rows):
        row.pk, row.public_id, row.answers_id = None, uuid4(), None
        row.code = f"{(kept.code or '')[:-4]}{5_000 + number}"
    Dossier.objects.bulk_create(rows)
    numbers = {"step": "x", "passed": 1, "left": 2, "usual": 3, "slow": 4, "then": 5, "steps": 1, "samples": 50}
    LateChance.objects.bulk_create(
        LateChance(
            dossier=row, decider_agency_id=row.decider_agency_id, unit_agency_id=row.unit_agency_id,
            chance=100 + number % 7, why=numbers, computed_at=MONDAY,
        )
        for number, row in enumerate(rows)
    )  # fmt: skip
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]  # two are remembered for a minute
        first = queries.may_be_late(world.leader, now=MONDAY)
    second = queries.may_be_late(world.leader, first.next, now=MONDAY)
    assert (len(first.rows), len(second.rows), second.next) == (50, 20, "")
    percents = [row.percent for row in (*first.rows, *second.rows)]
    assert percents == sorted(percents, reverse=True)
    assert len({row.code for row in (*first.rows, *second.rows)}) == 70


def test_the_sentence_says_how_it_is_known() -> None:
    numbers = {
        "step": "Thẩm tra hồ sơ",
        "passed": 300,
        "left": 540,
        "usual": 360,
        "slow": 900,
        "then": 240,
        "steps": 2,
        "samples": 50,
    }
    with translation.override("vi"):
        assert why(numbers) == (
            "Bước “Thẩm tra hồ sơ” thường mất 6 giờ làm việc, cứ mười hồ sơ có một hồ sơ mất hơn 15 giờ làm việc. "
            "Hồ sơ đã ở bước này 5 giờ làm việc; còn 9 giờ làm việc là đến ngày hẹn. "
            "Sau đó còn 2 bước, thường mất thêm 4 giờ làm việc."
        )
        assert why({**numbers, "samples": 0}).startswith("Chưa đủ hồ sơ để biết bước “Thẩm tra hồ sơ”")


@pytest.mark.django_db
def test_the_page_is_for_those_who_answer_for_time(world: Province, browser: Callable[[Actor], Client]) -> None:
    assert "Không có hồ sơ nào" in browser(world.leader).get("/can-bo/sap-tre/").content.decode()
    assert browser(world.specialist).get("/can-bo/sap-tre/").status_code == 403
    assert browser(world.leader).get("/can-bo/sap-tre/?tiep=xx").status_code == 422
