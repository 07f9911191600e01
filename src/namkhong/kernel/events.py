"""Announce up: events are frozen facts in the past tense; who listens is written in ``config.wiring`` alone.

``publish`` hands the event to the transport that ``config`` installed; the transport writes one job into PostgreSQL in
the transaction of the deed, so an event is never lost and never told for a deed that was rolled back.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Final, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

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


_CARRIED: Final = frozenset({int, float, bool, str, datetime, NoneType})


def known() -> Mapping[str, type[Event]]:
    """Every kind of event that was imported, by its name."""
    return dict(_types)


@cache
def _fields(name: str) -> Mapping[str, frozenset[object]]:
    """What each field of an event may hold.

    :raises KeyError: when no event has this name.
    :raises TypeError: when it may hold what JSON does not give back as it was.
    """
    event_type = _types[name]
    hints = get_type_hints(event_type)
    fields = {field.name: _kinds(hints[field.name]) for field in dataclasses.fields(event_type)}
    for field, kinds in fields.items():
        if not kinds <= _CARRIED or kinds >= {str, datetime}:
            raise TypeError(f"{event_type.__name__}.{field}: an event carries ids, numbers, text and moments")
    return fields


def _kinds(hint: Any) -> frozenset[object]:
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    if get_origin(hint) in {Union, UnionType}:
        return frozenset().union(*map(_kinds, get_args(hint)))
    return frozenset({hint})


def to_payload(event: Event) -> dict[str, Any]:
    """JSON-ready fields of the event.

    :raises KeyError: when the event has no name of its own.
    :raises TypeError: when a field could not be read back.
    """
    values = {name: getattr(event, name) for name in _fields(event.name)}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def from_payload(name: str, payload: Mapping[str, Any]) -> Event:
    """The event again; what an older event did not say keeps its default, what a newer one says more is left out.

    :raises KeyError: when no such event exists any more.
    """
    return _types[name](
        **{
            field: datetime.fromisoformat(payload[field])
            if datetime in kinds and isinstance(payload[field], str)
            else payload[field]
            for field, kinds in _fields(name).items()
            if field in payload
        }
    )


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
