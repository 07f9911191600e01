"""A real worker, real slow machines: whoever is slow holds up neither the others nor the province's own work."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app

from namkhong.config import jobs
from namkhong.kernel import clock
from namkhong.services.subscriptions import actions
from namkhong.services.subscriptions.models import Notice
from namkhong.services.subscriptions.tests import factories
from namkhong.services.subscriptions.tests import receiver as machines
from namkhong.services.subscriptions.tests.receiver import Receiver

pytestmark = pytest.mark.django_db(transaction=True)


@contextlib.asynccontextmanager
async def _working(concurrency: int) -> AsyncIterator[None]:
    work = asyncio.create_task(jobs._work(concurrency, wait=True))
    try:
        yield
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


async def _until(done: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not done():
            await asyncio.sleep(0.05)


@pytest.fixture
def own_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but what the test queues."""
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")
    monkeypatch.setattr(app, "periodic_registry", type(app.periodic_registry)())


def test_a_slow_machine_holds_up_nobody(own_jobs: None, settings: Any) -> None:
    """Four subscriptions whose machine says nothing, one that answers, one job of ours; a worker that does one job at once."""
    ours = threading.Event()

    @app.task(name="tests.ours")
    def deed() -> None:
        ours.set()

    with Receiver() as slow, Receiver() as quick:
        slow.always = machines.hang(60)
        settings.WEBHOOKS = slow.settings(ports=[slow.port, quick.port], seconds=20)
        now = clock.now()
        tolds = [factories.subscribed(f"{slow.url}/{n}", client_id=f"cham-{n}", agency="", now=now) for n in range(4)]
        tolds.append(factories.subscribed(quick.url, client_id="nhanh", agency="", now=now))
        for told in tolds:
            actions.try_out(public_id=told.public_id, actor=told.actor, now=now)

        async def watch() -> tuple[int, int]:
            async with _working(1):
                await _until(lambda: len(slow.came) == 4)
                await asyncio.to_thread(_defer)
                await _until(lambda: bool(quick.came) and ours.is_set())
                found = len(slow.came), len(quick.came)
                slow.gone.set()
            return found

        def _defer() -> None:
            try:
                deed.defer()
            finally:
                connections.close_all()

        try:
            assert asyncio.run(watch()) == (4, 1)
        finally:
            del app.tasks["tests.ours"]


def test_a_sender_that_dies_in_the_middle_sends_it_again_under_the_same_id(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from namkhong.services.subscriptions import sending

    told = factories.subscribed(receiver.url, agency="")
    now = clock.now()
    actions.try_out(public_id=told.public_id, actor=told.actor, now=now)
    real = sending.post

    def killed(**how: Any) -> sending.Answer:
        real(**how)
        raise SystemExit("kill -9")

    monkeypatch.setattr(sending, "post", killed)
    with pytest.raises(SystemExit):
        actions.deliver_next(subscription_id=told.row.pk, now=now)
    assert Notice.objects.get().state == "waiting"
    monkeypatch.setattr(sending, "post", real)
    assert actions.deliver_next(subscription_id=told.row.pk, now=now)
    assert len({came.headers["webhook-id"] for came in receiver.came}) == 1
    assert len(receiver.came) == 2
    assert Notice.objects.get().state == "delivered"
