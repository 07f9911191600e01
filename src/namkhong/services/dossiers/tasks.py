"""Jobs of this room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from namkhong.kernel import clock
from namkhong.services.dossiers import actions


@app.periodic(cron="7 * * * *", periodic_id="dossiers.figures")
@app.task(name="dossiers.refresh_figures", queue="default", pass_context=False)
def refresh_figures(timestamp: int) -> None:
    """Every hour, this month's figures."""
    del timestamp
    actions.refresh_figures(clock.now())
