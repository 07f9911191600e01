"""What others may hear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from namkhong.kernel.events import Event


@dataclass(frozen=True)
class SubscriptionPaused(Event):
    """Another system did not answer for days, or does not want any more: nothing is sent until somebody looks."""

    subscription_id: int
    at: datetime

    name: ClassVar[str] = "subscriptions.SubscriptionPaused"
