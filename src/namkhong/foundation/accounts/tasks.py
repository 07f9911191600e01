"""Jobs of accounts."""

from __future__ import annotations

from procrastinate.contrib.django import app

from namkhong.foundation.accounts import actions
from namkhong.kernel import clock


@app.periodic(cron="23 * * * *")
@app.task(name="accounts.sweep", queue="accounts", queueing_lock="accounts.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Throw away windows, keys and sessions that are over."""
    actions.sweep(now=clock.now())
