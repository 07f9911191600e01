"""Jobs: deliver one, and look after what was forgotten."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from namkhong.foundation.notifications import actions
from namkhong.kernel import clock


@app.task(name="notifications.deliver", queue="notifications")
def deliver(delivery_id: str) -> None:
    """Try one delivery; failures are written on the delivery itself."""
    actions.deliver(delivery_id=UUID(delivery_id), now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="notifications.sweep", queue="notifications", queueing_lock="notifications.sweep")
def sweep(timestamp: int) -> None:
    """Queue again what was lost with a killed worker."""
    actions.sweep(now=clock.now())
