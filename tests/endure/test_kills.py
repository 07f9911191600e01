"""Killed, cut off, filled up, asked fifty times at once: what was acknowledged is there once, and nothing is half done."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.endure import judging, killing
from tests.endure.hands import ANSWER, AWAY, PATIENCE, Person
from tests.endure.loading import Load
from tests.journeys.product import Product

pytestmark = [pytest.mark.xdist_group("endure")]
# Done, done before, or (fifty wait for a handful of connections) the sentence that it may be sent again.
_ANSWERED: Final = frozenset({302, 303, 409, AWAY})
SENTENCE: Final = "gửi hai lần vẫn chỉ tính một lần"


def _judged(product: Product, load: Load, what: str) -> None:
    took = judging.settle(product)
    verdict = judging.judge(product, load.filed, load.received, load.since, load.submitted)
    statuses = dict(sorted(Counter(load.seen.statuses).items()))
    print(
        f"{what}: {verdict}; jobs came to rest after {took:.0f} s; answers {statuses}; "
        f"{sum(one.replayed for one in load.programs)} answers of the API given again for the same key; "
        f"{len(load.seen.broken)} connections cut off; slowest answer {load.seen.slowest:.1f} s"
    )


def _healthy(product: Product) -> bool:
    try:
        return httpx.get(f"{product.address}/suc-khoe", timeout=ANSWER).status_code == 200
    except httpx.TransportError:
        return False


def _killed(product: Product, load: Load, chance: random.Random, times: int, most: float) -> None:
    done: Counter[str] = Counter()
    began = time.monotonic()
    with load.running():
        while sum(done.values()) < times:
            if chance.random() < 0.8:  # else the next blow falls while it is still getting up
                killing.until(lambda: _healthy(product), PATIENCE)
            time.sleep(chance.uniform(0.1, most))
            part = killing.PARTS[chance.randrange(3)]
            if killing.kill_one(product, part, chance):
                done[part] += 1
        killing.until(lambda: _healthy(product), PATIENCE)
    print(f"n={times} kills {dict(done)} in {time.monotonic() - began:.0f} s")


def _gone(product: Product, load: Load, seconds: float) -> None:
    official = load.counters[0]
    with load.running():
        with killing.database_gone(product):
            away = time.monotonic()
            official.client.timeout = httpx.Timeout(ANSWER)
            began = time.monotonic()
            answer = official.client.get("/can-bo/")
            took = time.monotonic() - began
            assert answer.status_code == AWAY, answer.status_code
            assert SENTENCE in answer.text
            assert answer.headers["retry-after"]
            assert took < ANSWER, f"a person waited {took:.1f} s for the sentence"
            assert httpx.get(f"{product.address}/suc-khoe", timeout=ANSWER).status_code == AWAY
            time.sleep(max(0, seconds - (time.monotonic() - away)))
        back = killing.until(lambda: _healthy(product), PATIENCE)
    print(
        f"n=1 database gone for {seconds:.0f} s; the sentence came after {took:.1f} s; healthy {back:.1f} s after its return"
    )


def _at_once(person: Person, path: str, fields: dict[str, str | list[str]], times: int) -> Counter[int]:
    """The same request so many times at once, each on a connection of its own."""
    gate = threading.Barrier(times)
    answers: Counter[int] = Counter()

    def ask() -> None:
        with httpx.Client(base_url=person.address, cookies=person.client.cookies, timeout=2 * ANSWER) as client:
            data = {**fields, "csrfmiddlewaretoken": client.cookies.get("nk_csrf") or ""}
            gate.wait()
            answers[client.post(path, data=data).status_code] += 1

    threads = [threading.Thread(target=ask) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(3 * ANSWER)
    return answers


def _fifty(product: Product, load: Load) -> None:
    """Filing, then receiving, each fifty times in the same moment."""
    citizen, official = load.citizens[0], load.counters[0]
    public_id = citizen.prepare()
    filing = _at_once(citizen, f"/nop-ho-so/ban-nhap/{public_id}/kiem-tra/", citizen.check, 50)
    assert sum(filing.values()) == 50
    assert set(filing) <= _ANSWERED, filing
    filed = citizen.send(public_id)
    load.filed.append(filed)
    revision = judging.count(product, "select revision from dossiers_dossier where code = %s", filed.code)
    receiving = _at_once(official, f"/can-bo/ho-so/{filed.code}/tiep-nhan/", {"revision": str(revision)}, 50)
    assert sum(receiving.values()) == 50
    assert set(receiving) <= _ANSWERED, receiving
    if not receiving.keys() & {302, 303}:
        official.receive(filed.code)
    load.received.append(filed.code)
    print(f"n=50 at once: filing {dict(filing)}, receiving {dict(receiving)}")


@contextmanager
def _bulk(product: Product, load: Load, chance: random.Random, size: int, kills: int) -> Iterator[None]:
    """A batch of receptions whose worker is killed while it is at work; meanwhile the block, then its end is awaited."""
    codes = load.file_many(size)
    found = judging.rows(product, "select id, revision, code from dossiers_dossier where code = any(%s)", codes[:size])
    official = load.counters[0]
    fields: dict[str, str | list[str]] = {
        "viec": "receive",
        "khoa": f"endure-{chance.randrange(1 << 30)}",
        "ho-so": [f"{pk}-{revision}" for pk, revision, _code in found],
    }
    answer = official.insist("POST", "/can-bo/hang-loat/", fields)
    assert answer.status_code in {302, 303}, answer.text[:500]
    batch = judging.count(product, "select max(id) from desks_batch")

    def done() -> int:
        statement = "select count(*) from desks_batchitem where batch_id = %s and outcome <> 'waiting'"
        return judging.count(product, statement, batch)

    def finished() -> bool:
        statement = "select count(*) from desks_batch where id = %s and finished_at is not null"
        return judging.count(product, statement, batch) == 1

    began, at_work, killed = time.monotonic(), [], 0
    for place in range(kills):
        goal = size * (place + 1) // (kills + 1)
        killing.until(partial(lambda enough: done() >= enough, goal), PATIENCE, every=0.02)
        at_work.append(done())
        killed += killing.kill_one(product, "worker", chance)
    yield
    killing.until(finished, PATIENCE)
    outcomes = judging.rows(
        product, "select outcome, count(*) from desks_batchitem where batch_id = %s group by 1", batch
    )
    assert outcomes == [("done", len(found))], outcomes
    told = judging.count(product, "select count(*) from notifications_message where key = %s", f"desks.batch:{batch}")
    assert told == 1
    load.received.extend(code for _pk, _revision, code in found)
    print(
        f"n={len(found)} dossiers in one batch, the worker killed {killed} times after {at_work}; "
        f"finished {time.monotonic() - began:.0f} s after it began"
    )


def _full(product: Product, load: Load, folder: Path, seconds: float) -> None:
    """People work while not a byte is left on the disk of database, files and logs."""
    with load.running():
        time.sleep(1)
        before, complained = len(load.filed), len(load.complaints)
        with killing.disk_full(folder) as taken:
            time.sleep(seconds)
            during = len(load.filed) - before
        back = killing.until(lambda: _healthy(product), PATIENCE)
        killing.until(lambda: len(load.filed) > before + during or len(load.complaints) > complained, PATIENCE)
    print(
        f"n=1 disk full for {seconds:.0f} s ({taken // 1_000_000} MB filled): {during} dossiers acknowledged meanwhile; "
        f"healthy {back:.1f} s after there was room again"
    )


def test_killed_cut_off_and_filled_up_for_a_moment_nothing_is_lost(
    product: Product, load: Load, disk: tuple[Path, bool], chance: random.Random
) -> None:
    """The short form of all below, judged once."""
    with _bulk(product, load, chance, 12, 1):
        _killed(product, load, chance, 4, 1.5)
        _gone(product, load, 2)
        _fifty(product, load)
        if disk[1]:
            _full(product, load, disk[0], 2)
    _judged(product, load, "in short")


@pytest.mark.endure
def test_two_hundred_kills_under_load_lose_nothing(product: Product, load: Load, chance: random.Random) -> None:
    _killed(product, load, chance, 200, 8)
    _judged(product, load, "kill -9")


@pytest.mark.endure
def test_a_database_gone_for_half_a_minute_is_told_in_a_sentence_and_loses_nothing(
    product: Product, load: Load
) -> None:
    _gone(product, load, 30)
    _judged(product, load, "database gone")


@pytest.mark.endure
def test_one_request_fifty_times_at_once_is_done_once(product: Product, load: Load) -> None:
    for _time in range(5):
        _fifty(product, load)
    _judged(product, load, "fifty at once")


@pytest.mark.endure
def test_a_worker_killed_inside_a_bulk_job_of_five_hundred_does_each_once(
    product: Product, load: Load, chance: random.Random
) -> None:
    with _bulk(product, load, chance, 500, 4):
        pass
    _judged(product, load, "bulk")


@pytest.mark.endure
def test_a_disk_full_for_two_minutes_loses_nothing(product: Product, load: Load, disk: tuple[Path, bool]) -> None:
    if not disk[1]:
        pytest.skip("needs a disk of its own: root that may mount a tmpfs")
    _full(product, load, disk[0], 120)
    _judged(product, load, "disk full")
