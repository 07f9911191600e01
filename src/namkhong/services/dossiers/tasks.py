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


@app.periodic(cron="41 18 * * *", periodic_id="dossiers.step_times")
@app.task(name="dossiers.refresh_step_times", queue="default", pass_context=False)
def refresh_step_times(timestamp: int) -> None:
    """Every night at 01:41 in Việt Nam, how long steps took in the last 180 days."""
    del timestamp
    actions.refresh_step_times(clock.now())


@app.periodic(cron="17 0-11 * * *", periodic_id="dossiers.late_chances")
@app.task(name="dossiers.refresh_late_chances", queue="default", pass_context=False)
def refresh_late_chances(timestamp: int) -> None:
    """Every hour from 07:17 to 18:17, which dossiers will probably be late."""
    del timestamp
    actions.refresh_late_chances(clock.now())


@app.periodic(cron="27 0 * * *", periodic_id="dossiers.extensions")
@app.task(name="dossiers.draft_extensions", queue="default", pass_context=False)
def draft_extensions(timestamp: int) -> None:
    """Every morning at 07:27, after the chances: the apologies of what will not make it two working days from now."""
    del timestamp
    actions.draft_extensions(clock.now())


@app.periodic(cron="* * * * *", periodic_id="dossiers.silence")
@app.task(name="dossiers.close_silent", queue="default", pass_context=False)
def close_silent(timestamp: int) -> None:
    """Every minute, what silence means: drafts agreed, opinions closed or asked again, each at its own moment."""
    del timestamp
    actions.close_silent_drafts(clock.now())
    actions.close_silent_opinions(clock.now())


@app.periodic(cron="3 * * * *", periodic_id="dossiers.mandates")
@app.task(name="dossiers.close_mandates", queue="default", pass_context=False)
def close_mandates(timestamp: int) -> None:
    """Every hour, so at 00:03 after the last day of a mandate: its dossiers leave the attorney's account."""
    del timestamp
    actions.close_mandates(clock.now())


@app.periodic(cron="23 5 * * *", periodic_id="dossiers.unanswered")
@app.task(name="dossiers.close_unanswered", queue="default", pass_context=False)
def close_unanswered(timestamp: int) -> None:
    """Every morning, before the counters open: supplements that did not come in time."""
    del timestamp
    actions.close_unanswered(clock.now())
