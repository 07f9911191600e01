"""What can happen to the clock of a dossier, as frozen values that go to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from namkhong.kernel.worktime.limits import Limit, parse_limit
from namkhong.kernel.worktime.steps import StartReason


@dataclass(frozen=True, slots=True)
class Started:
    """Complete reception, or its like."""

    at: datetime
    limit: Limit
    reason: StartReason = StartReason.RECEIVED


@dataclass(frozen=True, slots=True)
class Stopped:
    """A supplement or a payment is awaited; ``reason`` reads after a colon: "chờ bổ sung hồ sơ"."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """All is there: the whole limit counts anew, as from a reception at this moment."""

    at: datetime
    reason: StartReason = StartReason.SUPPLEMENTED


@dataclass(frozen=True, slots=True)
class Resumed:
    """The limit goes on from where it stood."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Extended:
    """A new appointment with an apology: to a moment, or by more time from the old due date."""

    at: datetime
    reason: str
    to: datetime | None = None
    by: Limit | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """The result exists, or the dossier ended otherwise."""

    at: datetime


ClockEvent = Started | Stopped | Restarted | Resumed | Extended | Closed

_KINDS: Final[dict[str, type[ClockEvent]]] = {
    "started": Started,
    "stopped": Stopped,
    "restarted": Restarted,
    "resumed": Resumed,
    "extended": Extended,
    "closed": Closed,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


def to_plain(event: ClockEvent) -> dict[str, Any]:
    """Its kind and parts: moments in ISO 8601, limits in their written form."""
    values: dict[str, Any] = {"kind": _NAMES[type(event)]}
    for field in fields(event):
        value = getattr(event, field.name)
        if isinstance(value, datetime):
            values[field.name] = value.isoformat()
        elif value is not None:
            values[field.name] = str(value)
    return values


def from_plain(data: Mapping[str, Any]) -> ClockEvent:
    """The event again.

    :raises ValueError: for anything :func:`to_plain` did not write.
    """
    values = {name: value for name, value in data.items() if name != "kind"}
    kind = _KINDS.get(data.get("kind", ""))
    if kind is None or not values.keys() <= {field.name for field in fields(kind)}:
        raise ValueError(f"not an event of the clock: {data}")
    for name in values.keys() & {"at", "to"}:
        values[name] = datetime.fromisoformat(values[name])
    for name in values.keys() & {"limit", "by"}:
        values[name] = parse_limit(values[name])
    if kind in {Started, Restarted} and "reason" in values:
        values["reason"] = StartReason(values["reason"])
    return kind(**values)
