"""Facts this room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class PacketArrived(Event):
    """A document came in for an agency of ours: new, updated or replacing an earlier one."""

    packet_id: int
    at: datetime
    name: ClassVar[str] = "exchange.PacketArrived"


@dataclass(frozen=True)
class RecallAsked(Event):
    """The sender wants a document back. ``packet_id`` is the document's packet, ``request_id`` the packet that asks."""

    packet_id: int
    request_id: int
    at: datetime
    name: ClassVar[str] = "exchange.RecallAsked"


@dataclass(frozen=True)
class StatusArrived(Event):
    """A receiver told of a document of ours; ``code`` is one of ``types.StatusCode``."""

    consignment_id: int
    code: str
    at: datetime
    name: ClassVar[str] = "exchange.StatusArrived"
