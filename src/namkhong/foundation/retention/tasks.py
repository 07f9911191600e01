"""Jobs: every night, what has been kept long enough."""

from __future__ import annotations

from procrastinate.contrib.django import app

from namkhong.foundation.retention import actions
from namkhong.kernel import clock


@app.periodic(cron="10 18 * * *", periodic_id="retention.night")
@app.task(name="retention.night", queue="default", queueing_lock="retention.night", pass_context=False)
def night(timestamp: int) -> None:
    """Every night at 01:10 in Việt Nam: one job for each kind of data."""
    del timestamp
    actions.start_night(now=clock.now())


@app.task(name="retention.erase", queue="default")
def erase(kind: str) -> None:
    """Erase what is due of one kind."""
    actions.erase_due(kind=kind, now=clock.now())
