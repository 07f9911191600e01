"""Jobs: raising signatures to their level, fetching the lists of revoked certificates."""

from __future__ import annotations

from procrastinate.contrib.django import app

from namkhong.foundation.signatures import actions
from namkhong.kernel import clock
from namkhong.kernel.actor import Actor


@app.periodic(cron="*/5 * * * *")
@app.task(name="signatures.raise_waiting", queueing_lock="signatures.raise_waiting", lock="signatures.raise_waiting")
def raise_waiting(timestamp: int) -> None:
    """Whatever waits for a time stamp or for an issuer's answer."""
    actions.raise_waiting(actor=Actor.system("Hệ thống"), now=clock.now())


@app.periodic(cron="11 * * * *")
@app.task(name="signatures.refresh_lists", queueing_lock="signatures.refresh_lists")
def refresh_lists(timestamp: int) -> None:
    """The lists of revoked certificates, every hour."""
    actions.refresh_lists(actor=Actor.system("Hệ thống"), now=clock.now())
