"""Jobs of this room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from namkhong.kernel import clock
from namkhong.services.openness import actions


@app.periodic(cron="12 * * * *", periodic_id="openness.count")
@app.task(name="openness.count", queue="default", pass_context=False)
def count(timestamp: int) -> None:
    """Every hour: the months never counted, then this one again."""
    del timestamp
    now = clock.now()
    actions.catch_up(now=now)
    actions.refresh(now=now)
