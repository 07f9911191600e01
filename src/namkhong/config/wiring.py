"""The story of the province in one table: who hears what, which slot shows what.

Handlers are written ``room.function`` so that the table can be read aloud and jobs can name them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

LISTENERS: Final[dict[str, tuple[str, ...]]] = {
    "dossiers.DossierFiled": ("dossiers.tell_applicant",),
    "dossiers.DossierReceived": ("dossiers.tell_applicant",),
    "dossiers.DossierNotReceived": ("dossiers.tell_applicant",),
    "dossiers.DossierTakenOver": ("dossiers.tell_applicant",),
    "dossiers.DossierDecided": ("dossiers.tell_applicant",),
    "dossiers.ResultHandedOver": ("dossiers.tell_applicant",),
}

_ROOMS: Final = {
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
    from namkhong.config import navigation
    from namkhong.foundation.accounts.views import elevation
    from namkhong.foundation.audit import slots as audit
    from namkhong.foundation.notifications import slots as notifications
    from namkhong.services.dossiers import slots as dossiers
    from namkhong.web import slots

    slots.fill("banner", elevation.banner)
    slots.fill("official_menu", elevation.menu)
    slots.fill("official_nav", dossiers.official_nav)
    slots.fill("official_nav", navigation.administration)
    slots.fill("notices_count", notifications.notices_count)
    slots.fill("citizen_menu", audit.citizen_menu)
    slots.fill("home_figures", dossiers.home_figures)
    for handlers in LISTENERS.values():
        for written in handlers:
            handler(written)
