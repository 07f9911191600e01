"""Rate limits and idempotency keys are exact, however many come at once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from namkhong.foundation.accounts import actions, errors, tasks
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


def test_another_content_under_the_same_key_is_a_conflict() -> None:
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
def test_of_twenty_at_once_one_runs_and_all_hear_the_same() -> None:
    ran: list[int] = []
    heard: list[object] = []

    def submit() -> None:
        try:
            with actions.once(client="c", key="k", fingerprint="f", now=NOW) as turn:
                if turn.answer is None:
                    ran.append(threading.get_ident())
                    turn.keep({"by": ran[0]})
                    heard.append(turn.kept)
                else:
                    heard.append(turn.answer)
        finally:
            connection.close()

    run_together(submit, 20)
    assert len(ran) == 1
    assert heard == [{"by": ran[0]}] * 20


@pytest.mark.django_db(transaction=True)
def test_when_the_first_takes_too_long_the_second_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("namkhong.foundation.accounts.actions.limits._WAIT", "100ms")
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


def test_waiting_for_a_key_leaves_the_time_limit_of_locks_as_it_was() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '3s'")
        _submit()
        cursor.execute("select current_setting('lock_timeout')")
        assert cursor.fetchone() == ("3s",)


def test_what_is_over_is_swept_away() -> None:
    actions.spend("x", limit=1, seconds=60, now=NOW)
    actions.spend("y", limit=1, seconds=7_200, now=NOW)
    _submit()
    Session.objects.create(session_key="old", session_data="", expire_date=NOW)
    assert actions.sweep(now=NOW + timedelta(hours=1)) == 2
    assert (Window.objects.count(), OnceKey.objects.count()) == (1, 1)
    assert actions.sweep(now=NOW + timedelta(days=3)) == 2
    tasks.sweep(0)
