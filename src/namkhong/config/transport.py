"""How events travel: one PostgreSQL job per event, written in the deed's transaction; one child job per handler."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from namkhong.config import wiring
from namkhong.kernel import events


@app.task(name="events.fan_out", queue="events")
def fan_out(name: str, payload: dict[str, Any]) -> None:
    """Give the event to each of its handlers, as a job each, so that one failure does not repeat the others."""
    for handler in wiring.handlers_of(name):
        handle.configure(queue="handlers").defer(name=name, payload=payload, handler=handler)


@app.task(name="events.handle", queue="handlers", retry=8)
def handle(name: str, payload: dict[str, Any], handler: str) -> None:
    """One handler hears one event; it calls one action and is idempotent."""
    wiring.handler(handler)(events.from_payload(name, payload))


def _write(event: events.Event) -> None:
    if wiring.handlers_of(event.name):
        fan_out.defer(name=event.name, payload=events.to_payload(event))


def install() -> None:
    """Called when Django is ready."""
    events.install_transport(_write)
