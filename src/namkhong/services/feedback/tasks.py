"""Jobs of this room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from namkhong.kernel import clock
from namkhong.services.feedback import actions


@app.periodic(cron="25 2 * * *", periodic_id="feedback.close_old")
@app.task(name="feedback.close_old", queue="default", pass_context=False)
def close_old(timestamp: int) -> None:
    """Every night, what was answered long ago is ended."""
    del timestamp
    actions.close_old(now=clock.now())
