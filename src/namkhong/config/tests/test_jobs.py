"""Jobs: what a job announces goes with its transaction, and a job whose worker died is done again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.worker import Worker

from namkhong.config import jobs, transport, wiring


@pytest.fixture
def two_tasks(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")  # not Django's to flush

    @app.task(name="tests.announce")
    def announce() -> None:
        """What an action announces."""

    @app.task(name="tests.deed")
    def deed() -> None:
        """An action in a job that is rolled back after it announced."""
        with transaction.atomic():
            announce.defer()
            raise RuntimeError("rolled back")

    logging.getLogger("procrastinate").disabled = True
    yield
    logging.getLogger("procrastinate").disabled = False
    for name in ("tests.announce", "tests.deed"):
        del app.tasks[name]


def _jobs() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name, status::text from procrastinate_jobs where task_name like 'tests.%'")
        return dict(cursor.fetchall())


def test_what_a_rolled_back_job_announced_was_never_said(two_tasks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "periodic_registry", type(app.periodic_registry)())
    app.tasks["tests.deed"].defer()
    jobs.work(concurrency=1, wait=False)
    assert _jobs() == {"tests.deed": "failed"}


def test_a_job_whose_worker_died_is_done_again(two_tasks: None) -> None:
    app.tasks["tests.announce"].defer()
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing'")  # by a worker that is no more

    async def sweep() -> None:
        async with jobs.fetching_app().open_async() as fetching:
            for job in await fetching.job_manager.get_stalled_jobs():
                await fetching.job_manager.retry_job(job)

    asyncio.run(sweep())
    assert _jobs() == {"tests.announce": "todo"}


def test_the_next_job_is_read_off_its_index_however_few_waited_when_the_plan_was_made() -> None:
    async def ways() -> set[str]:
        async with jobs.fetching_app().open_async() as fetching:
            names = "select name from pg_settings where starts_with(name, 'enable_') and setting = 'off'"
            return {str(row["name"]) for row in await fetching.connector.execute_query_all_async(names)}

    assert {"enable_seqscan", "enable_sort", "enable_bitmapscan"} <= asyncio.run(ways())


def test_a_job_that_only_missed_the_database_is_tried_again_and_a_fault_is_not(two_tasks: None) -> None:
    jobs.fetching_app()
    task = app.tasks["tests.deed"]
    job = Job(id=1, task_name=task.name, lock=None, queueing_lock=None, queue="default", attempts=2)
    again = task.get_retry_exception(OperationalError("the server closed the connection"), job)
    assert again is not None
    assert again.retry_decision.retry_at is not None
    assert task.get_retry_exception(RuntimeError("a fault of ours"), job) is None
    assert task.get_retry_exception(OperationalError("still gone"), job.evolve(attempts=7)) is None


def test_a_job_whose_end_could_not_be_written_is_done_again_by_the_worker_that_lives(
    two_tasks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "periodic_registry", type(app.periodic_registry)())
    monkeypatch.setattr(jobs, "FORGOTTEN_SECONDS", 0.2)
    written, persist = 0, Worker._persist_job_status

    async def _full_once(worker: Worker, *args: Any, **kwargs: Any) -> None:
        nonlocal written
        written += 1
        if written == 1:
            raise ConnectorException("No space left on device")
        await persist(worker, *args, **kwargs)

    monkeypatch.setattr(Worker, "_persist_job_status", _full_once)
    app.tasks["tests.announce"].defer()

    async def _done() -> None:
        working = asyncio.create_task(jobs._work(1, wait=True))
        async with asyncio.timeout(20):
            while await asyncio.to_thread(_left):
                await asyncio.sleep(0.1)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)

    def _left() -> dict[str, str]:
        try:
            return _jobs()
        finally:
            connection.close()

    asyncio.run(_done())
    assert written == 2


def test_an_event_that_was_cut_off_reaches_every_handler_or_none(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")

    def handlers(name: str) -> Iterator[str]:
        yield "dossiers.tell_applicant"
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(wiring, "handlers_of", handlers)
    with pytest.raises(OperationalError):
        transport.fan_out(name="dossiers.DossierFiled", payload={"step_id": 1})
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs")
        assert cursor.fetchone() == (0,)
