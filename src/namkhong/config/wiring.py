"""The story of the province in one table: who hears what, which slot shows what.

Handlers are written ``room.function`` so that the table can be read aloud and jobs can name them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

LISTENERS: Final[dict[str, tuple[str, ...]]] = {
    # event: handlers
}

_ROOMS: Final = {
    "notifications": "namkhong.foundation.notifications",
    "dossiers": "namkhong.services.dossiers",
}


def handlers_of(event_name: str) -> tuple[str, ...]:
    """The handlers of an event, as written in the table."""
    return LISTENERS.get(event_name, ())


def handler(written: str) -> Callable[[Any], None]:
    """The function behind ``room.function``: it lives in the room's ``handlers`` module."""
    room, _, function = written.partition(".")
    found: Callable[[Any], None] = getattr(import_module(f"{_ROOMS[room]}.handlers"), function)
    return found


def install() -> None:
    """Register slots and check that every handler exists."""
    for handlers in LISTENERS.values():
        for written in handlers:
            handler(written)
