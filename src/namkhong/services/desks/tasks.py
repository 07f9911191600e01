"""Jobs of this room. Both may be started again at any time: they go on with what is left."""

from __future__ import annotations

from procrastinate.contrib.django import app

from namkhong.kernel import clock
from namkhong.services.desks import actions


@app.task(name="desks.run_batch", queue="desks", retry=5)
def run_batch(batch_id: int) -> None:
    """The dossiers of a batch, one after another."""
    actions.run_batch(batch_id=batch_id)


@app.task(name="desks.run_export", queue="desks", retry=3)
def run_export(export_id: int) -> None:
    """A list as a file."""
    actions.run_export(export_id=export_id, now=clock.now())
