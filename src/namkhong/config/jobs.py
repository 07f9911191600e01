"""How jobs are fetched, and what happens to those whose worker died."""

from __future__ import annotations

from typing import Final

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

SHUTDOWN_SECONDS: Final = 4


def fetching_app() -> App:
    """The app a worker fetches with: its own connections for fetching, the very same tasks.

    The tasks stay bound to Django's connection, so that what an action announces inside a job is rolled back with it.
    ``replace_connector``, which the library's own command uses, would give them a connection of their own.
    """
    if not isinstance(app.connector, DjangoConnector):
        raise TypeError("the app of the tasks has lost Django's connection")
    fetching = App(connector=app.connector.get_worker_connector(), worker_defaults=app.worker_defaults)
    fetching.tasks = app.tasks
    fetching.periodic_registry = app.periodic_registry
    return fetching


def work(*, concurrency: int, wait: bool = True) -> None:
    """Do jobs until told to stop, or until none is left."""
    fetching_app().run_worker(
        concurrency=concurrency,
        wait=wait,
        shutdown_graceful_timeout=SHUTDOWN_SECONDS,
        delete_jobs="successful",
    )
