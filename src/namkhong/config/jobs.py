"""How jobs are fetched, and what happens to those whose worker died."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from django.db import InterfaceError, OperationalError
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker
from psycopg import AsyncConnection

SHUTDOWN_SECONDS: Final = 4
LEAVE_SECONDS: Final = 300  # when another worker has taken over, there is no hurry
HEARTBEAT_SECONDS: Final = 5.0  # how often a worker shows that it lives
DEAD_SECONDS: Final = 20.0  # after so long without a sign its jobs are taken up again
FORGOTTEN_SECONDS: Final = 15.0  # how often a worker looks for jobs that bear its name and that it does not do
APART: Final = "webhooks"  # the queue of jobs that wait for other systems (services.subscriptions)
WAITING: Final = 8  # how many of them at once
# A job that says nothing about trying again is tried again when only the database was away, for about an hour in all.
_OUTAGE: Final = RetryStrategy(
    max_attempts=7, exponential_wait=3, retry_exceptions=[OperationalError, InterfaceError, ConnectorException]
)


def fetching_app() -> App:
    """The app a worker fetches with: its own connections for fetching, the very same tasks.

    The tasks stay bound to Django's connection, so that what an action announces inside a job is rolled back with it.
    ``replace_connector``, which the library's own command uses, would give them a connection of their own.
    """
    if not isinstance(app.connector, DjangoConnector):
        raise TypeError("the app of the tasks has lost Django's connection")
    connector = PsycopgConnector(kwargs=connector_params(), configure=_book_here)
    fetching = App(connector=connector, worker_defaults=app.worker_defaults)
    fetching.tasks = app.tasks
    for task in fetching.tasks.values():
        task.retry_strategy = task.retry_strategy or _OUTAGE
    fetching.periodic_registry = app.periodic_registry
    return fetching


async def _book_here(connection: AsyncConnection[Any]) -> None:
    """What a worker notes of itself and of its jobs need not wait for a replica (``synchronous_standby_names``).

    Lost with the primary, the job is taken up again there and done again; what a job does is committed as everything else.
    Otherwise a worker whose replica is away could not even show that it lives.

    And the next job is read off the index of jobs that wait. PostgreSQL keeps the plan it made while two of them waited,
    which reads all of the table: with three thousand waiting it took half of the machine.
    """
    await connection.execute("set synchronous_commit to local")
    for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
        await connection.execute(f"set enable_{way} to off")
    await connection.commit()


def work(*, concurrency: int, wait: bool = True) -> None:
    """Do jobs until told to stop, or until none is left.

    Jobs of the queue ``APART`` only wait for other systems to answer. They are done beside the others, ``concurrency``
    more or less: however slow other systems are, nothing of ours waits for them.
    """
    asyncio.run(_work(concurrency, wait=wait))


def _leave(workers: Sequence[Worker]) -> None:
    """Another worker takes over: no further job, and time for those under way."""
    for worker in workers:
        worker.shutdown_graceful_timeout = LEAVE_SECONDS
        worker.stop()  # type: ignore[no-untyped-call]


async def _take_up_forgotten(workers: Sequence[Worker]) -> None:
    """Jobs that the database holds for under way here and that no longer are, twice in a row, are done again.

    The disk was full just when the end of a job was to be written, or the connection broke between the fetching and the
    hearing of it: the worker lives, so nobody else would ever take them up.
    """
    before: set[int | None] = set()
    while True:
        await asyncio.sleep(FORGOTTEN_SECONDS)
        found: set[int | None] = set()
        for worker in workers:
            if worker.worker_id is None:
                continue
            manager = worker.app.job_manager
            with contextlib.suppress(ConnectorException):
                booked = await manager.list_jobs_async(worker_id=worker.worker_id, status="doing")
                doing = {context.job.id for context in worker._running_jobs.values()}
                forgotten = [job for job in booked if job.id not in doing]
                found |= {job.id for job in forgotten}
                for job in forgotten:
                    if job.id in before:
                        await manager.retry_job(job)
        before = found


async def _say_ready(workers: Sequence[Worker], running: Sequence[asyncio.Task[None]]) -> None:
    """A parent that lets another worker go waits until we work (``config.renewing``)."""
    if ready := os.environ.get("NAMKHONG_READY_FD"):
        while any(worker.worker_id is None for worker in workers) and not any(task.done() for task in running):
            await asyncio.sleep(0.05)
        os.write(int(ready), b"1")


async def _work(concurrency: int, *, wait: bool) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(concurrency + WAITING))
    fetching = fetching_app()
    apart = App(connector=fetching.connector, worker_defaults=fetching.worker_defaults)
    apart.tasks = fetching.tasks  # its periodic jobs are queued by the first
    ours = {task.queue for task in fetching.tasks.values()} - {APART}
    how: dict[str, Any] = {
        **(fetching.worker_defaults or {}),  # what closes Django's connections around each job
        "wait": wait,
        "shutdown_graceful_timeout": SHUTDOWN_SECONDS,
        "delete_jobs": "successful",
        "update_heartbeat_interval": HEARTBEAT_SECONDS,
        "stalled_worker_timeout": DEAD_SECONDS,
    }
    async with fetching.open_async():
        fetching.perform_import_paths()  # type: ignore[no-untyped-call]
        if not wait:
            await fetching.run_worker_async(queues=sorted(ours), concurrency=concurrency, **how)
            await apart.run_worker_async(queues=[APART], concurrency=WAITING, **how)
            return
        workers = [
            Worker(app=fetching, queues=sorted(ours), concurrency=concurrency, **how),
            Worker(app=apart, queues=[APART], concurrency=WAITING, install_signal_handlers=False, **how),
        ]
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, _leave, workers)
        both = [asyncio.create_task(worker.run()) for worker in workers]  # type: ignore[no-untyped-call]
        forgotten = asyncio.create_task(_take_up_forgotten(workers))
        try:
            await _say_ready(workers, both)
            ended, _still = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            forgotten.cancel()
            for worker in both:
                worker.cancel()  # it stops as it does when told by a signal
            await asyncio.gather(*both, return_exceptions=True)
        for worker in ended:
            worker.result()  # what ended one of them ends the process; the supervisor starts another
