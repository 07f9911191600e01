"""Rate limits and idempotency keys are exact, however many come at once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from namkhong.foundation.accounts import actions, errors, tasks
from namkhong.foundation.accounts.actions import limits
from namkhong.foundation.accounts.actions.limits import _hashed
from namkhong.foundation.accounts.models import OnceKey, Window
from namkhong.foundation.accounts.tests.factories import NOW
from namkhong.foundation.accounts.tests.test_signing_in import run_together
from namkhong.kernel.problems import Conflict, TooMany

pytestmark = pytest.mark.django_db


def test_ten_pass_and_the_eleventh_waits() -> None:
    for _time in range(10):
        actions.spend("tra-cuu:1", limit=10, seconds=60, now=NOW)
    with pytest.raises(TooMany) as refused:
        actions.spend("tra-cuu:1", limit=10, seconds=60, now=NOW + timedelta(seconds=20))
    assert refused.value.retry_after == 40
    assert "40 giây" in str(refused.value)


def test_buckets_do_not_know_each_other_and_a_window_ends() -> None:
    actions.spend("a", limit=1, seconds=60, now=NOW)
    actions.spend("b", limit=1, seconds=60, now=NOW)
    with pytest.raises(TooMany):
        actions.spend("a", limit=1, seconds=60, now=NOW + timedelta(seconds=59))
    actions.spend("a", limit=1, seconds=60, now=NOW + timedelta(seconds=60))


def test_a_bucket_holds_no_personal_data() -> None:
    actions.spend("011198004217", limit=1, seconds=60, now=NOW)
    assert "0111" not in Window.objects.get().bucket


@settings(max_examples=30, deadline=None)
@given(limit=st.integers(1, 6), gaps=st.lists(st.integers(0, 40), min_size=1, max_size=25))
def test_never_more_than_the_limit_pass_in_one_window(limit: int, gaps: list[int]) -> None:
    Window.objects.all().delete()
    moment, start, passed = NOW, None, 0
    for gap in gaps:
        moment += timedelta(seconds=gap)
        if start is None or moment >= start + timedelta(seconds=60):
            start, passed = moment, 0
        try:
            actions.spend("x", limit=limit, seconds=60, now=moment)
            passed += 1
        except TooMany:
            assert passed == limit
        assert passed <= limit


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_exactly_seven_pass() -> None:
    passed: list[bool] = []

    def ask() -> None:
        try:
            actions.spend("x", limit=7, seconds=60, now=NOW)
            passed.append(True)
        except TooMany:
            passed.append(False)
        finally:
            connection.close()

    run_together(ask, 20)
    assert (len(passed), passed.count(True)) == (20, 7)


# ---- once --------------------------------------------------------------------------------------------------------


def _submit(key: str = "k", fingerprint: str = "f", client: str = "c") -> tuple[dict[str, Any], bool]:
    with actions.once(client=client, key=key, fingerprint=fingerprint, now=NOW) as turn:
        if turn.answer is not None:
            return turn.answer, False
        answer = {"code": "H18.12-261123-0001"}
        turn.keep(answer)
        return answer, True


def test_asking_twice_gives_the_same_answer_and_runs_once() -> None:
    first, ran = _submit()
    again, ran_again = _submit()
    assert first == again
    assert (ran, ran_again) == (True, False)


def test_another_content_under_the_same_key_is_refused() -> None:
    _submit()
    with pytest.raises(errors.KeyReused):
        _submit(fingerprint="other")


def test_two_clients_may_use_the_same_key() -> None:
    assert _submit(client="a")[1]
    assert _submit(client="b", fingerprint="other")[1]


def test_a_deed_that_failed_leaves_no_key_behind() -> None:
    with pytest.raises(ValueError, match="no"), actions.once(client="c", key="k", fingerprint="f", now=NOW):
        raise ValueError("no")
    assert _submit()[1]


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_runs_and_nobody_hears_anything_else() -> None:
    ran: list[int] = []
    heard: list[object] = []

    def submit() -> None:
        try:
            with actions.once(client="c", key="k", fingerprint="f", now=NOW) as turn:
                if turn.answer is None:
                    ran.append(threading.get_ident())
                    turn.keep({"by": ran[0]})
                heard.append(turn.told)
        except errors.StillRunning:
            heard.append("running")
        finally:
            connection.close()

    run_together(submit, 20)
    assert len(ran) == 1
    assert len(heard) == 20
    assert all(answer in ({"by": ran[0]}, "running") for answer in heard)
    with actions.once(client="c", key="k", fingerprint="f", now=NOW) as turn:
        assert turn.answer == {"by": ran[0]}


@pytest.mark.django_db(transaction=True)
def test_while_the_first_is_at_work_the_second_is_told_at_once() -> None:
    begun, told = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with actions.once(client="c", key="k", fingerprint="f", now=NOW) as turn:
                begun.set()
                told.wait(20)
                turn.keep({"done": True})
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(20)
    with pytest.raises(errors.StillRunning) as problem, actions.once(client="c", key="k", fingerprint="f", now=NOW):
        pass
    told.set()
    thread.join()
    assert isinstance(problem.value, Conflict)
    assert _submit()[0] == {"done": True}


# ---- admit -------------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(limit=st.integers(1, 90), gaps=st.lists(st.integers(0, 9), min_size=1, max_size=120))
def test_never_more_than_the_limit_are_admitted_in_one_window(limit: int, gaps: list[int]) -> None:
    """Whatever was spent in advance: in no window of PostgreSQL do more pass than may."""
    Window.objects.all().delete()
    limits._leases.clear()
    moment, passed, waits = NOW, dict[datetime, int](), list[int]()
    for gap in gaps:
        moment += timedelta(seconds=gap)
        try:
            actions.admit("thường xuyên", limit=limit, seconds=60, now=moment)
        except TooMany as problem:
            waits.append(problem.retry_after)
            continue
        until = Window.objects.get(bucket=_hashed("thường xuyên")).until
        passed[until] = passed.get(until, 0) + 1
    assert max(passed.values()) <= limit
    assert all(1 <= wait <= 60 for wait in waits)


@pytest.mark.django_db(transaction=True)
def test_processes_that_spend_in_advance_share_one_limit() -> None:
    """Each process keeps its own lease; emptied, it stands for another process."""
    passed = 0
    for number in range(400):
        if number % 3 == 0:
            limits._leases.clear()
        try:
            actions.admit("chung", limit=100, seconds=60, now=NOW)
            passed += 1
        except TooMany:
            pass
    assert 0 < passed <= 100


def test_a_program_that_asks_often_costs_one_statement_in_many(django_assert_max_num_queries: Any) -> None:
    limits._leases.clear()
    with django_assert_max_num_queries(10):
        for _number in range(1_000):
            actions.admit("hay-hoi", limit=4_000, seconds=60, now=NOW)


def test_what_is_over_is_swept_away() -> None:
    actions.spend("x", limit=1, seconds=60, now=NOW)
    actions.spend("y", limit=1, seconds=7_200, now=NOW)
    _submit()
    Session.objects.create(session_key="old", session_data="", expire_date=NOW)
    assert actions.sweep(now=NOW + timedelta(hours=1)) == 2
    assert (Window.objects.count(), OnceKey.objects.count()) == (1, 1)
    assert actions.sweep(now=NOW + timedelta(days=3)) == 2
    tasks.sweep(0)
