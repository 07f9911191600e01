"""Jobs: the chain is carried on every minute."""

from __future__ import annotations

from procrastinate.contrib.django import app

from namkhong.foundation.audit import actions
from namkhong.kernel import clock


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queue="audit", queueing_lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal what was written since the last minute."""
    actions.seal(clock.now())
