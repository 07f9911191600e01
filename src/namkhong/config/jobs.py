"""How jobs are fetched, and what happens to those whose worker died."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from django.db import InterfaceError, OperationalError
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

SHUTDOWN_SECONDS: Final = 4
HEARTBEAT_SECONDS: Final = 5.0  # how often a worker shows that it lives
DEAD_SECONDS: Final = 20.0  # after so long without a sign its jobs are taken up again
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
    fetching = App(connector=app.connector.get_worker_connector(), worker_defaults=app.worker_defaults)
    fetching.tasks = app.tasks
    for task in fetching.tasks.values():
        task.retry_strategy = task.retry_strategy or _OUTAGE
    fetching.periodic_registry = app.periodic_registry
    return fetching


def work(*, concurrency: int, wait: bool = True) -> None:
    """Do jobs until told to stop, or until none is left.

    Jobs of the queue ``APART`` only wait for other systems to answer. They are done beside the others, ``concurrency``
    more or less: however slow other systems are, nothing of ours waits for them.
    """
    asyncio.run(_work(concurrency, wait=wait))


async def _work(concurrency: int, *, wait: bool) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(concurrency + WAITING))
    fetching = fetching_app()
    apart = App(connector=fetching.connector, worker_defaults=fetching.worker_defaults)
    apart.tasks = fetching.tasks  # its periodic jobs are queued by the first
    ours = {task.queue for task in fetching.tasks.values()} - {APART}
    how: dict[str, Any] = {
        "wait": wait,
        "shutdown_graceful_timeout": SHUTDOWN_SECONDS,
        "delete_jobs": "successful",
        "update_heartbeat_interval": HEARTBEAT_SECONDS,
        "stalled_worker_timeout": DEAD_SECONDS,
    }
    async with fetching.open_async():
        if not wait:
            await fetching.run_worker_async(queues=sorted(ours), concurrency=concurrency, **how)
            await apart.run_worker_async(queues=[APART], concurrency=WAITING, **how)
            return
        both = [
            asyncio.create_task(fetching.run_worker_async(queues=sorted(ours), concurrency=concurrency, **how)),
            asyncio.create_task(
                apart.run_worker_async(queues=[APART], concurrency=WAITING, install_signal_handlers=False, **how)
            ),
        ]
        try:
            ended, _still = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for worker in both:
                worker.cancel()  # it stops as it does when told by a signal
            await asyncio.gather(*both, return_exceptions=True)
        for worker in ended:
            worker.result()  # what ended one of them ends the process; the supervisor starts another
