"""Announce up: events are frozen facts in the past tense; who listens is written in ``config.wiring`` alone.

``publish`` hands the event to the transport that ``config`` installed; the transport writes one job into PostgreSQL in
the transaction of the deed, so an event is never lost and never told for a deed that was rolled back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

_types: dict[str, type[Event]] = {}


@dataclass(frozen=True)
class Event:
    """Base of all events. Subclasses are frozen dataclasses of ids, numbers, text and moments, named ``room.Fact``."""

    name: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.name:
            if cls.name in _types:
                raise TypeError(f"two events are called {cls.name}")
            _types[cls.name] = cls


E_co = TypeVar("E_co", bound=Event)
Handler = Callable[[Any], None]


def to_payload(event: Event) -> dict[str, Any]:
    """JSON-ready fields of the event."""
    return {
        field.name: value.isoformat() if isinstance(value := getattr(event, field.name), datetime) else value
        for field in dataclasses.fields(event)
    }


def from_payload(name: str, payload: Mapping[str, Any]) -> Event:
    """The event again.

    :raises KeyError: when no such event exists any more.
    """
    event_type = _types[name]
    values: dict[str, Any] = {}
    for field in dataclasses.fields(event_type):
        if field.name not in payload:
            continue
        value = payload[field.name]
        values[field.name] = (
            datetime.fromisoformat(value) if isinstance(value, str) and "datetime" in str(field.type) else value
        )
    return event_type(**values)


def _no_transport(event: Event) -> None:
    raise RuntimeError(f"no transport installed; {event!r} would be lost")


_transport: Callable[[Event], None] = _no_transport


def install_transport(transport: Callable[[Event], None]) -> None:
    """Called once by ``config``."""
    global _transport
    _transport = transport


def publish(event: Event) -> None:
    """Announce a fact. Call it last in the transaction that made it true."""
    _transport(event)
