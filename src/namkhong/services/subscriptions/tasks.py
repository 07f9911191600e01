"""Jobs: send what waits for one subscription; every minute look for what is due; every night throw old notices away."""

from __future__ import annotations

import time
from typing import Final

from procrastinate.contrib.django import app

from namkhong.kernel import clock
from namkhong.services.subscriptions import actions

# The queue of jobs that wait for other systems; workers do it beside all other work (``config.jobs``).
QUEUE: Final = "webhooks"
_TURN: Final = 30.0  # seconds after which a job gives its place to others


@app.task(name="subscriptions.deliver", queue=QUEUE, pass_context=False)
def deliver(subscription_id: int) -> None:
    """Send what waits, one after another; failures are written on the notice itself, the job does not fail."""
    began = time.monotonic()
    while actions.deliver_next(subscription_id=subscription_id, now=clock.now()):
        if time.monotonic() - began > _TURN:
            actions.wake([subscription_id])
            return


@app.periodic(cron="* * * * *", periodic_id="subscriptions.wake_due")
@app.task(name="subscriptions.wake_due", queue=QUEUE, queueing_lock="subscriptions.wake_due", pass_context=False)
def wake_due(timestamp: int) -> None:
    """Whatever should go and has no job."""
    del timestamp
    actions.wake_due(now=clock.now())


@app.periodic(cron="25 2 * * *", periodic_id="subscriptions.forget_old")
@app.task(name="subscriptions.forget_old", queue="default", pass_context=False)
def forget_old(timestamp: int) -> None:
    """Notices are kept for thirty days."""
    del timestamp
    actions.forget_old(now=clock.now())
