"""How events travel: a PostgreSQL job for each handler, all written by one statement in the deed's transaction."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from namkhong.config import wiring
from namkhong.kernel import events

# Tried again after 3 s, 9 s, 27 s … 2 hours: whatever a handler needs may be gone for a while.
_AGAIN: Final = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.task(name="events.fan_out", queue="events", retry=_AGAIN)
def fan_out(name: str, payload: dict[str, Any]) -> None:
    """Jobs of an earlier release, which wrote one for the event: give it to each of its handlers, as a job each."""
    with transaction.atomic():  # all of them or none: the event is taken up again when this is cut off
        for handler in wiring.handlers_of(name):
            handle.configure(queue="handlers").defer(name=name, payload=payload, handler=handler)


@app.task(name="events.handle", queue="handlers", retry=_AGAIN)
def handle(name: str, payload: dict[str, Any], handler: str) -> None:
    """One handler hears one event; it calls one action and is idempotent."""
    wiring.handler(handler)(events.from_payload(name, payload))


def _write(event: events.Event) -> None:
    if handlers := wiring.handlers_of(event.name):
        said: dict[str, Any] = {"name": event.name, "payload": events.to_payload(event)}
        handle.configure(queue="handlers").batch_defer(*({**said, "handler": handler} for handler in handlers))


def install() -> None:
    """Called when Django is ready."""
    events.install_transport(_write)
