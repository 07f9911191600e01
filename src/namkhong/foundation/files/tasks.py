"""Jobs: scanning what waits, forgetting uploads that nobody finished."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from namkhong.foundation.files import dropping, scanning, uploading
from namkhong.kernel import clock


@app.task(
    name="files.scan",
    queue="files",
    retry=RetryStrategy(max_attempts=10, exponential_wait=3, retry_exceptions={scanning.ScannerDown}),
)
def scan(sha256: str) -> None:
    """Scan one quarantined content; the scanner may be down for a while."""
    scanning.scan(sha256=sha256, now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="files.scan_waiting", queue="files", queueing_lock="files.scan_waiting")
def scan_waiting(timestamp: int) -> None:
    """Whatever still waits: after a long outage, or since a scanner was set up."""
    scanning.scan_waiting(now=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(name="files.expire_uploads", queue="files", queueing_lock="files.expire_uploads")
def expire_uploads(timestamp: int) -> None:
    """Forget unfinished uploads."""
    uploading.expire_uploads(now=clock.now())


@app.periodic(cron="40 17 * * *")
@app.task(name="files.mark_loose", queue="files", queueing_lock="files.mark_loose")
def mark_loose(timestamp: int) -> None:
    """Every night at 00:40 in Việt Nam, before the rules of retention: which files nothing names any more."""
    dropping.mark_loose(now=clock.now())
