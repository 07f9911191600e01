"""The night's job: what begins today becomes true on the rows themselves."""

from __future__ import annotations

from procrastinate.contrib.django import app

from namkhong.foundation.organisations import actions
from namkhong.kernel import clock


@app.periodic(cron="5 17 * * *")  # 00:05 in Việt Nam
@app.task(name="organisations.refresh_tree", queueing_lock="organisations.refresh_tree")
def refresh_tree(timestamp: int) -> None:
    """Names, codes and places in the tree that begin today."""
    actions.refresh_tree(now=clock.now())


@app.periodic(cron="* * * * *", periodic_id="organisations.reorganise")
@app.task(name="organisations.reorganise", queueing_lock="organisations.reorganise", pass_context=False)
def reorganise(timestamp: int) -> None:
    """Every minute: plans whose day has come, and those that were cut off."""
    del timestamp
    actions.reorganise_due(now=clock.now())
