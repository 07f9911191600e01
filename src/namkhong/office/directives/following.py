"""Open tasks follow a reorganisation (``organisations.types.FollowsAgencies``); ``config.wiring`` registers it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from namkhong.foundation.organisations.types import AgencyMap, Flow, Forecast, Moved
from namkhong.kernel.actor import Actor
from namkhong.office.directives.actions.relocating import follow, waiting_at


class FollowingDirectives:
    """Open tasks of an agency that ends."""

    def forecast(self, agencies: AgencyMap) -> Forecast:
        """How many go where."""
        counted: Counter[tuple[int, int]] = Counter()
        for agency, unit in waiting_at(agencies).values_list("agency_id", "lead_unit_id"):
            old = agency if agency in agencies.to else unit
            counted[old, agencies.successor(old)] += 1
        return Forecast(tuple(Flow(old, new, count) for (old, new), count in counted.items()))

    def move(self, agencies: AgencyMap, *, after: int, most: int, reason: str, actor: Actor, now: datetime) -> Moved:
        """The next batch."""
        return follow(agencies, after=after, most=most, reason=reason, actor=actor, now=now)
