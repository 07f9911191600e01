"""Jobs: what a job announces goes with its transaction, and a job whose worker died is done again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from namkhong.config import jobs


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
