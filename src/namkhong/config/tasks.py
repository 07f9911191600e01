"""Jobs about jobs."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app

from namkhong.config import jobs


@app.periodic(cron="* * * * * */20", periodic_id="jobs.take_up_again")
@app.task(name="jobs.take_up_again", queueing_lock="jobs.take_up_again", pass_context=True)
async def take_up_again(context: JobContext, timestamp: int) -> None:
    """Every twenty seconds: jobs whose worker died in the middle are done again. Every job of ours may be."""
    for job in await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=jobs.DEAD_SECONDS):
        await context.app.job_manager.retry_job(job)
